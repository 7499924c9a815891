"""Questions about review: who reviews what, and what must be true before proposal and decision."""

import datetime as dt

from accounts.rules import is_leader, is_officer
from challenge import rulepack
from challenge.bidding.rules import live, stands_apart
from challenge.posting.rules import handles_challenge, list_not_suspended, now_of
from challenge.review import yearly
from challenge.review.completeness import gaps
from challenge.review.states import BLOCKING, KEEPS_OFF, DeclaredTie
from challenge.states import A, B, C
from core import clock
from core.formats import moment
from talent.states import ExpertKind

ACTIVE = (A.ACCEPTED, A.SUBMITTED, A.LOCKED)
SITTING = (A.PROPOSED, A.INVITED, *ACTIVE)
IN_REVIEW = (B.QUALIFIED, B.REVIEWING)
REVIEWED = (B.REVIEWING, B.NOMINATED, B.RESERVE, B.UNSELECTED, B.WON, B.GIVEN_UP)
QUOTAS = ((ExpertKind.INDUSTRY, "reviewers_industry_min"), (ExpertKind.FINANCE, "reviewers_finance_min"))


def is_reviewer(user, assignment):
    """The expert whose assignment it is."""
    return user.is_authenticated and assignment.profile.user_id == user.id


def is_invited_reviewer(user, assignment):
    """The expert, from the invitation on."""
    return is_reviewer(user, assignment) and assignment.invited_at is not None


def reviews_it_and_declared(user, bid):
    """Sits on the list of this bid, has declared on it without a blocking tie, and stays."""
    if not user.is_authenticated or bid.opened_at is None or bid.state not in REVIEWED:
        return False
    return any(
        is_reviewer(user, one) and one.state in ACTIVE and declared_free(one, bid)
        for one in bid.challenge.assignments
    )


def declared_free(assignment, bid):
    """The reviewer has declared on this bid, and neither said nor found is a tie that keeps away from it."""
    said = [one for one in assignment.declarations if one.bid_id == bid.id]
    return bool(said) and not any(DeclaredTie(one.tie) in KEEPS_OFF for one in said)


def is_blocking(tie):
    """This declared tie keeps a reviewer away."""
    return DeclaredTie(tie) in BLOCKING


def handles_list(user, assignment):
    """The officer in charge of the list."""
    return is_officer(user) and handles_challenge(user, assignment.challenge)


def pending_proposal(challenge):
    """The proposal that waits for a decision, or None."""
    return next((one for one in reversed(challenge.proposals) if not one.decision), None)


def openers(challenge):
    """Ids of the people who have opened bids of this list, custodians too."""
    people = {person for one in challenge.openings for person in (one.first_id, one.second_id)} - {None}
    told = [one.minutes.get("custodians", ()) for one in challenge.openings if one.minutes]
    return people | {one["user"] for pair in told for one in pair}


def decides(user, challenge):
    """A leader who neither proposed, opened nor reviewed: nobody opens, scores and awards alike."""
    if not is_leader(user):
        return False
    proposal = pending_proposal(challenge)
    if proposal is None or user.organisation_id == challenge.organisation_id:
        return False
    if not stands_apart(user, challenge):
        return False
    opened = openers(challenge)
    reviewed = {one.profile.user_id for one in challenge.assignments}
    return user.id not in {proposal.proposed_by_id, proposal.second_by_id, *opened, *reviewed}


def has_been_opened(challenge):
    """The bids of the present round were opened; a list that is open again keeps its bids closed."""
    if C.OPEN in (challenge.state, challenge.suspended_from):
        return False
    return any(one.second_id for one in challenge.openings)


def criteria_of(challenge):
    """Criteria of the rule pack in force: key, label, max (points), bands [[from, anchor]]."""
    return rulepack.pack_of(challenge)["criteria"]


def gate_questions_of(challenge):
    """底线问题 of the rule pack in force; a copy frozen before there were any is answered by the newest."""
    return rulepack.pack_of(challenge).get("gate_questions") or rulepack.load()["gate_questions"]


def sitting(challenge):
    """Assignments that count for the committee."""
    return [one for one in challenge.assignments if one.state in ACTIVE]


def number_of(assignment):
    """The reviewer's number on the list, shown where the name is sealed."""
    return 1 + [one.id for one in assignment.challenge.assignments].index(assignment.id)


def reviews_this_year(profile):
    """How many reviews and seats on panels the expert was asked for and did not leave in the present year of Beijing."""
    year = clock.today().year
    counted = (A.INVITED, *ACTIVE)
    dates = [one.invited_at for one in profile.assignments if one.state in counted and one.invited_at]
    here = sum(clock.beijing(day).year == year for day in dates)
    return here + yearly.elsewhere(profile.id)[profile.id]


def below_yearly_cap(assignment):
    """The expert has not reached the yearly number of reviews."""
    most = min(rulepack.value(assignment, "expert_reviews_per_year"), assignment.profile.review_cap)
    if reviews_this_year(assignment.profile) >= most:
        clause = rulepack.cite(assignment, "expert_reviews_per_year")
        return f"该专家本年度评审已达 {most} 次上限{clause}，请另选专家。"
    return None


def has_account(assignment):
    """The expert can sign in."""
    return None if assignment.profile.user_id else "该专家尚未开通账号，无法在线评审，请另选专家。"


def list_in_review(assignment):
    """The list stands in review."""
    if assignment.challenge.state is C.REVIEWING:
        return None
    return f"榜单当前为“{assignment.challenge.state.label}”，评审未在进行。"


def not_in_charge(assignment):
    """Nobody scores who handles the list or has opened its bids."""
    challenge, reviewer = assignment.challenge, assignment.profile.user_id
    if reviewer in openers(challenge) or reviewer == challenge.handler_id:
        return "该专家是本榜单的经办人或开标人员，不能同时评审，请另选专家。"
    return None


def reply_until(assignment):
    """The instant until which an invitation waits for its answer."""
    if assignment.reply_due is not None:
        return assignment.reply_due
    return assignment.invited_at + dt.timedelta(days=rulepack.value(assignment, "review_reply_days"))


def clock_of(assignment):
    """The instant that counts for the reviewer now, or None; no clock runs while the list is suspended."""
    if list_not_suspended(assignment):
        return None
    if assignment.state is A.INVITED:
        return reply_until(assignment)
    return assignment.due_at if assignment.state is A.ACCEPTED else None


def is_the_clock(actor, assignment):
    """No person: a job whose time has come."""
    return actor is None


def answered_in_time(assignment):
    """The time to answer the invitation is not up, by the clock and not by whether the job has run."""
    until = reply_until(assignment)
    return None if clock.now() < until else f"答复期限（{moment(until)}）已过，不能再接受邀请。"


def is_overdue(assignment):
    """The invitation was not answered in time, or the review not handed in."""
    until = reply_until(assignment) if assignment.state is A.INVITED else assignment.due_at
    return None if now_of(assignment.challenge) >= until else "尚未超过期限，不能按逾期处理。"


def correction_waited_for(bid):
    """A correction that was asked for has come in, or its time has run out."""
    if bid.state is B.CORRECTING and bid.correction_due and now_of(bid.challenge) < bid.correction_due:
        until = moment(bid.correction_due)
        return f"补正期限为 {until}，尚未到期，请等待揭榜方提交补正后再作结论。"
    return None


def every_bid_checked(challenge):
    """The formal check of every opened bid has ended."""
    waiting = [bid for bid in challenge.bids if bid.state in (B.OPENED, B.CORRECTING)]
    return f"还有 {len(waiting)} 份方案未完成形式审查。" if waiting else None


def enough_valid_bids(challenge):
    """As many qualified bids as the rule pack asks for, and as its mode lets start in parallel."""
    least = max(rulepack.value(challenge, "valid_bids_min"), rulepack.mode_of(challenge).winners_min)
    valid = [bid for bid in live(challenge.bids) if bid.state in IN_REVIEW]
    if len(valid) < least:
        return f"有效方案 {len(valid)} 份，少于 {least} 份，只能流榜{rulepack.cite(challenge, 'valid_bids_min')}。"
    return None


def too_few_valid_bids(challenge):
    """Fewer qualified bids than the rule pack asks for."""
    if every_bid_checked(challenge):
        return every_bid_checked(challenge)
    if enough_valid_bids(challenge) is None:
        return f"仍有达到要求的有效方案，不能流榜{rulepack.cite(challenge, 'valid_bids_min')}。"
    return None


def committee_complete(challenge):
    """Odd, large enough, with industry and finance as the rule pack asks."""
    members = sitting(challenge)
    least = rulepack.value(challenge, "reviewers_min")
    if len(members) < least or len(members) % 2 == 0:
        clause = rulepack.cite(challenge, "reviewers_min")
        return f"评审专家须为不少于 {least} 人的单数，现有 {len(members)} 人接受邀请{clause}。"
    for kind, key in QUOTAS:
        wanted = rulepack.value(challenge, key)
        if sum(one.profile.kind is kind for one in members) < wanted:
            return f"评审组至少需要 {wanted} 名{kind.label}专家{rulepack.cite(challenge, key)}。"
    return None


def every_review_in(challenge):
    """Every member of the committee has submitted every review."""
    missing = [one for one in sitting(challenge) if one.state is A.ACCEPTED]
    return f"还有 {len(missing)} 位专家未提交评审意见。" if missing else None


def proposal_written(challenge):
    """A choice with its ranking waits to be proposed."""
    return None if pending_proposal(challenge) else "请在“拟立项”页面选择推荐方案并说明理由。"


def every_tie_declared(assignment):
    """The reviewer has declared on every bid, and none of the ties keeps away from the whole list."""
    bids = {bid.id for bid in assignment.challenge.bids if bid.state in IN_REVIEW}
    said = {one.bid_id for one in assignment.declarations}
    if not bids <= said:
        return "请先对每份方案声明是否存在利益关系。"
    blocked = [one for one in assignment.declarations if is_blocking(one.tie)]
    if blocked and rulepack.value(assignment, "blocking_tie_scope"):
        return f"您声明的利益关系属于回避情形，不能参加本榜单评审{rulepack.cite(assignment, 'blocking_tie_scope')}。"
    return None


def own_bids(assignment):
    """Bids this reviewer scores: in review, and not excluded by a blocking tie to that bid alone."""
    bids = [bid for bid in assignment.challenge.bids if bid.state is B.REVIEWING]
    return [bid for bid in bids if declared_free(assignment, bid)]


def every_score_given(assignment):
    """Every bid has a complete review."""
    done = {one.bid_id: one for one in assignment.reviews}
    asked = criteria_of(assignment.challenge), gate_questions_of(assignment.challenge)
    open_ones = [bid for bid in own_bids(assignment) if gaps(done.get(bid.id), *asked)]
    return f"还有 {len(open_ones)} 份方案未完成评分，请按提示补充后再提交。" if open_ones else None


def has_reserve(challenge):
    """There is a reserve bid to move up."""
    return None if any(bid.state is B.RESERVE for bid in challenge.bids) else "没有候补方案可以递补。"
