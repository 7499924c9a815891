"""“Then … is told that …”: every message of the hall as an effect `(subject, move)`."""

import sqlalchemy as sa

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from challenge import rulepack
from challenge.bidding.liaison.rules import agreement_as_sealed
from challenge.custody.queries import holding
from challenge.custody.rules import is_in_custody
from challenge.posting.models import Follow
from challenge.review import recusal
from challenge.states import B
from core.database import db
from core.formats import moment


def _posters(challenge):
    return members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}


def _followers(challenge):
    return set(db.session.scalars(sa.select(Follow.user_id).filter_by(challenge_id=challenge.id)))


def _public(challenge):
    return f"/challenges/{challenge.code}"


def _desk(challenge):
    return f"/desk/challenges/{challenge.code}"


def _why(move):
    reason = move.facts.get("reason") or move.facts.get("advice")
    return f"理由：{reason}" if reason else ""


def _said(challenge, text):
    """A text of the house in the words of the list's mode."""
    return rulepack.mode_of(challenge).say(text)


def tell_officers_submitted(challenge, move):
    """Officers: a demand waits for screening."""
    tell(
        holders(Role.OFFICER), f"{_said(challenge, '新需求待受理')}：{challenge.title}", "", _desk(challenge)
    )


def tell_county(challenge, move):
    """The county: a demand waits for its recommendation."""
    people = holders(Role.COUNTY, county=challenge.county)
    tell(people, f"{_said(challenge, '需求待县区初审')}：{challenge.title}", "", _desk(challenge))


def tell_handler(challenge, move):
    """The officer in charge: the list moved on."""
    text = f"“{challenge.title}”已办理：{_said(challenge, move.step.label)}"
    tell([challenge.handler_id], text, _why(move), _desk(challenge))


def tell_both_handlers(challenge, move):
    """Who was and who is in charge: the list has passed from one to the other."""
    former, successor = move.facts["former"], move.facts["successor"]
    path = _desk(challenge)
    tell([successor], f"“{challenge.title}”已转由您经办（原经办人{former.display_name}）", _why(move), path)
    tell([former], f"“{challenge.title}”已转由{successor.display_name}经办", _why(move), path)


def tell_poster(challenge, move):
    """The poster: the demand moved on."""
    text = f"“{challenge.title}”已办理：{_said(challenge, move.step.label)}"
    tell(_posters(challenge), text, _why(move), _desk(challenge))


def tell_poster_to_adjust(challenge, move):
    """The poster: the lapsed list is to be adjusted, in the draft or drafts that continue it."""
    for draft in move.facts["successors"]:
        text = f"流榜榜单“{challenge.title}”已退回调整，请修改“{draft.title}”后重新提交"
        if draft.title == challenge.title:
            text = f"流榜榜单“{challenge.title}”已退回调整，请修改后重新提交"
        tell(_posters(challenge), text, _why(move), _desk(draft))


def tell_followers(challenge, move):
    """Followers and poster of a published list: something public happened."""
    text = f"您关注的榜单有新进展：{challenge.title}（{_said(challenge, move.step.label)}）"
    tell(_followers(challenge) - _posters(challenge), text, _why(move), _public(challenge))


def tell_question_asked(question):
    """Poster and officer in charge: a question waits; the message cannot name the asker."""
    challenge = question.challenge
    people = _posters(challenge) | ({challenge.handler_id} if challenge.handler_id else holders(Role.OFFICER))
    tell(people, f"榜单收到新的提问：{challenge.title}", question.text, f"{_desk(challenge)}/questions")


def tell_question_answered(question, move):
    """Followers: a question was answered, the answer is now part of the list."""
    challenge = question.challenge
    body = f"问：{question.text}\n答：{move.facts['answer']}"
    tell(_followers(challenge), f"榜单有新的答复：{challenge.title}", body, f"{_public(challenge)}#questions")


def tell_leaders(challenge, move):
    """Leaders: something waits for their decision."""
    text = f"待您审批：{challenge.title}（{_said(challenge, move.step.label)}）"
    tell(holders(Role.LEADER), text, _why(move), _desk(challenge))


def tell_second_officers(challenge, move):
    """The other officers: a choice against the ranking waits for one of them to approve it."""
    if any(not one.decision and one.override_reason for one in challenge.proposals):
        text = f"未按排名的推荐待复核：{challenge.title}"
        people, path = holders(Role.OFFICER) - {move.actor.id}, f"{_desk(challenge)}/decision"
        tell(people, text, "", path, thread=f"review:{challenge.id}")


def tell_of_dissent(challenge, move):
    """Who proposed, who handles it and the leaders: the second officer does not agree."""
    proposer = challenge.proposals[-1].proposed_by_id
    text = f"未按排名的推荐被复核退回：{challenge.title}"
    people = {proposer, challenge.handler_id, *holders(Role.LEADER)} - {move.actor.id}
    tell(people, text, _why(move), f"{_desk(challenge)}/decision", thread=f"review:{challenge.id}")


def tell_openers(challenge, move):
    """Officers, supervisors and leaders: an opening waits for its second person, or for custodians and a witness."""
    people = holders(Role.OFFICER, Role.SUPERVISOR, Role.LEADER) - {move.actor.id}
    waited = "保管人输入口令、监督人员见证" if is_in_custody(challenge) else "第二人确认"
    tell(people, f"开标待{waited}：{challenge.title}", "", f"{_desk(challenge)}/opening")


def tell_of_tied_reviewers(challenge, move):
    """The officer in charge: now that the bids are open, somebody asked to review before must stay away."""
    found = recusal.panel_unrelated(challenge)
    if found:
        tell([challenge.handler_id], f"开标后复核：{challenge.title}", found, f"{_desk(challenge)}/reviewers")


# What a step has done to a bid, as the team reads it; other steps by their button.
TOLD = {
    "submit": "已提交并密封",
    "replace": "已替换",
    "confirm_version": "已确认对变更后的榜单有效",
    "withdraw": "已撤回",
    "unseal": "已开启",
    "mark_unreadable": "无法开启",
    "open_from_copy": "已凭副本补开，内容与截止时公布的摘要一致",
    "close_unopened": "未开启，榜单已结束",
    "ask_correction": "需要补正",
    "correct": "的补正已提交",
    "enter_review": "已进入评审",
    "move_up": "递补为拟揭榜方案",
}


def _team(bid):
    return {bid.leader_id} | {one.user_id for one in bid.members if one.confirmed_at}


def tell_team(bid, move):
    """The team: the bid moved on."""
    moved = TOLD.get(move.step.action, f"：{move.step.label}")
    text = f"{_said(bid.challenge, f'您的揭榜方案{moved}')}：{bid.challenge.title}"
    thread = "" if bid.opened_at else f"bid:{bid.id}"
    body = "\n".join(
        filter(None, (f"方案编号 {bid.code}。", _why(move), _way_back(bid), _unsigned(bid, move)))
    )
    tell(_team(bid), text, body, f"/desk/bids/{bid.code}", thread=thread)


def _unsigned(bid, move):
    if move.step.action not in ("unseal", "open_from_copy"):
        return ""
    return agreement_as_sealed(bid) or ""


def _way_back(bid):
    if bid.state is not B.UNREADABLE:
        return ""
    return (
        f"请负责人在 {moment(bid.copy_due)} 前，在方案页面交回最后一次提交前下载的方案副本（zip）。"
        "副本的摘要与截止时公布的一致，方案即补开，照常参加后续程序。"
    )


def tell_of_unreadable(challenge, move):
    """Supervisors, custodians and the officer in charge: bids did not open; what to look at, and that the list waits."""
    found = [
        bid for bid in challenge.bids if bid.state is B.UNREADABLE and bid.opened_at >= challenge.deadline
    ]
    if not found:
        return
    people = holders(Role.SUPERVISOR) | {challenge.handler_id or move.actor.id}
    people |= {one.user_id for one in holding(challenge)}
    until = moment(found[0].copy_due)
    body = (
        "请查明原因并保存现场：日志是否完整、密钥是否正确、密文和附件是否与备份一致。"
        f"揭榜团队可以在 {until} 前交回方案副本补开；此前榜单不能流榜，也不能启动评审。"
    )
    tell(
        people, f"开标时 {len(found)} 份方案无法开启：{challenge.title}", body, f"{_desk(challenge)}/opening"
    )


def tell_of_supplement(bid, move):
    """Supervisors and the officer in charge: a bid that did not open was opened from the copy of its team."""
    challenge = bid.challenge
    people = holders(Role.SUPERVISOR) | (
        {challenge.handler_id} if challenge.handler_id else holders(Role.OFFICER)
    )
    body = f"方案 {bid.code} 的副本与截止时公布的摘要一致，已补入开标记录，请办理形式审查。"
    tell(people, f"一份无法开启的方案已凭副本补开：{challenge.title}", body, f"{_desk(challenge)}/opening")


def tell_checker(bid, move):
    """The officer in charge: a correction has come in."""
    path = f"/desk/bids/{bid.code}"
    tell([bid.challenge.handler_id], _said(bid.challenge, f"揭榜方案 {bid.code} 已提交补正"), "", path)


def tell_bidders_feedback(challenge, move):
    """Every bidder of the list: scores and comments on the own bid can be read."""
    for bid in challenge.bids:
        if bid.opened_at:
            body = "公示已发布，您可以查看本方案的分项得分和评审意见。"
            tell(_team(bid), f"评审意见已公开：{challenge.title}", body, f"/desk/bids/{bid.code}/feedback")


def tell_reviewer(assignment, move):
    """The reviewer: an invitation or a change of it; who was never invited hears nothing."""
    if assignment.invited_at is None:
        return
    text = f"评审任务（{move.step.label}）：{assignment.challenge.title}"
    path, thread = f"/desk/reviews/{assignment.id}", f"review:{assignment.challenge_id}"
    tell([assignment.profile.user_id], text, _why(move), path, thread=thread)


def tell_reviews_handler(assignment, move):
    """The officer in charge: a reviewer accepted, declined, recused or finished."""
    challenge = assignment.challenge
    path = f"{_desk(challenge)}/reviewers"
    tell([challenge.handler_id], f"评审专家动态（{move.step.label}）：{challenge.title}", "", path)
