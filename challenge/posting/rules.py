"""Questions about demands and lists: who stands how to one, and what must be true before a step."""

import datetime as dt

from accounts.rules import is_bureau, is_county, is_leader, is_officer, is_supervisor
from accounts.states import Role
from challenge import rulepack
from challenge.posting.check import flags_of
from challenge.posting.required import fits_programme
from challenge.posting.succession import successors_of
from challenge.states import PUBLIC, C, G, Secrecy
from core import clock

POSTING_ROLES = frozenset(Role(one) for one in rulepack.posting_roles())
BEGINNING_ROLES = frozenset(Role(one) for mode in rulepack.modes().values() for one in mode.posts)


def may_post(user):
    """Holds a role in which somebody posts demands or results in any mode, or did by a copy that a programme has frozen."""
    return user.is_authenticated and bool(user.roles & POSTING_ROLES)


def may_begin(user):
    """Holds a role in which somebody posts by the modes of today: what is begun has no programme yet."""
    return user.is_authenticated and bool(user.roles & BEGINNING_ROLES)


def owns_challenge(user, challenge):
    """Belongs to the organisation that posts it, in a role in which its mode is posted.

    Where the mode says so (`author`) it is the person who has posted it, or the first account of the organisation.
    """
    if not user.is_authenticated or user.organisation_id != challenge.organisation_id:
        return False
    posts = rulepack.mode_of(challenge).posts
    scopes = {posts[role.value] for role in user.roles if role.value in posts}
    return "unit" in scopes or (
        "author" in scopes and (user.id == challenge.author_id or user.is_first_account)
    )


def owns_draft(user, challenge):
    """Belongs to the posting organisation, and the demand is still a draft."""
    return owns_challenge(user, challenge) and challenge.state is C.DRAFT


CLOSE = "challenge.close"  # what the log calls the entry written after a deadline


def reached_deadline(challenge):
    """The deadline has come for this list; for one that was cancelled before, it never comes."""
    ended_before = challenge.state is C.CANCELLED and challenge.state_since < challenge.deadline
    return challenge.is_past_deadline and not ended_before


def is_public_list(user, challenge):
    """The list has been published and was not taken back."""
    return challenge.published_at is not None and challenge.state in (*PUBLIC, C.SUSPENDED, C.CANCELLED)


def is_other_officer(user, challenge):
    """An officer of the bureau who does not belong to the posting organisation."""
    return is_officer(user) and user.organisation_id != challenge.organisation_id


def handles_challenge(user, challenge):
    """The officer in charge; any officer while nobody is."""
    return is_other_officer(user, challenge) and challenge.handler_id in (None, user.id)


def is_other_leader(user, challenge):
    """A leader who does not belong to the posting organisation."""
    return is_leader(user) and user.organisation_id != challenge.organisation_id


def hands_over(user, challenge):
    """The officer in charge, or a leader when that officer cannot; nobody while nobody is in charge."""
    if challenge.handler_id is None:
        return False
    return handles_challenge(user, challenge) or is_other_leader(user, challenge)


def leads_or_supervises(user, challenge):
    """A leader or supervisor of the bureau, once the demand was submitted."""
    return (is_leader(user) or is_supervisor(user)) and challenge.state is not C.DRAFT


def works_at_bureau(user, challenge):
    """Bureau staff, once the demand was submitted."""
    return is_bureau(user) and challenge.state is not C.DRAFT


def appraises(user, challenge):
    """Bureau staff who do not belong to the posting organisation."""
    return works_at_bureau(user, challenge) and user.organisation_id != challenge.organisation_id


def recommends_for_county(user, challenge):
    """The county's recommender, for a submitted demand of the own county."""
    return is_county(user) and user.county == challenge.county and challenge.state is not C.DRAFT


def approves_cancelling(user, challenge):
    """A leader other than the person who asked for it."""
    return is_other_leader(user, challenge) and challenge.cancel_asked_by_id not in (None, user.id)


def pledge_given(challenge):
    """The poster has made the pledge."""
    return None if challenge.pledged_at else "请先阅读并勾选发榜承诺。"


def cycle_within_rules(challenge):
    """The cycle is not longer than the rule pack allows."""
    longest = rulepack.value(challenge, "cycle_months_max")
    if challenge.cycle_months and challenge.cycle_months > longest:
        return f"攻关周期不得超过 {longest} 个月{rulepack.cite(challenge, 'cycle_months_max')}，请调整。"
    return None


def no_red_flag(challenge):
    """The demand check shows no red flag."""
    red = [flag.text for flag in flags_of(challenge) if flag.colour == "red"]
    if red:
        return f"榜单体检还有 {len(red)} 项红色问题须先解决，可退回发榜单位修改：{red[0]}"
    return None


def county_takes_part(challenge):
    """The poster's county screens demands: it had a recommender when this one was submitted."""
    if challenge.county_screens:
        return None
    return f"{challenge.county or '该县区'}未参与初审，可直接受理{rulepack.cite(challenge, 'county_screening')}。"


def county_stays_out(challenge):
    """The poster's county does not screen demands."""
    if not challenge.county_screens:
        return None
    return f"{challenge.county}参与初审，请先转县区初审{rulepack.cite(challenge, 'county_screening')}。"


def current_opinions(challenge):
    """Opinions on the demand as it stands; those given before it was returned and changed do not count."""
    return [
        one for one in challenge.opinions if challenge.state_since is None or one.at >= challenge.state_since
    ]


def enough_opinions(challenge):
    """As many appraisal opinions as the rule pack asks for."""
    least = rulepack.value(challenge, "opinions_min")
    given = len(current_opinions(challenge))
    if given < least:
        return f"入库至少需要 {least} 份论证意见，现有 {given} 份{rulepack.cite(challenge, 'opinions_min')}。"
    return None


def in_active_programme(challenge):
    """The challenge belongs to a programme that is running and whose window is open."""
    programme = challenge.programme
    if programme is None:
        return "请先选择项目批次。"
    if found := fits_programme(challenge, programme):
        return found
    if programme.state is not G.ACTIVE:
        return f"项目批次“{programme.name}”未启动或已结束。"
    if programme.opens_at and clock.now() < programme.opens_at:
        return f"项目批次“{programme.name}”的发布窗口尚未开始。"
    if programme.closes_at and clock.now() >= programme.closes_at:
        return f"项目批次“{programme.name}”的发布窗口已经结束。"
    return None


def time_left_within_rules(challenge):
    """An earlier deadline still leaves the time to bid that the rule pack asks for, counted from publication."""
    shortest = rulepack.value(challenge, "bid_days_min")
    if challenge.deadline < challenge.published_at + dt.timedelta(days=shortest):
        return f"揭榜期不得少于 {shortest} 天{rulepack.cite(challenge, 'bid_days_min')}，请推迟截止时间。"
    return None


def deadline_within_rules(challenge):
    """The time to bid is not shorter than the rule pack allows."""
    if challenge.deadline is None:
        return "请填写揭榜截止时间。"
    shortest = rulepack.value(challenge, "bid_days_min")
    if challenge.deadline < clock.now() + dt.timedelta(days=shortest):
        return f"揭榜期不得少于 {shortest} 天{rulepack.cite(challenge, 'bid_days_min')}，请推迟截止时间。"
    return None


def not_continued(challenge):
    """The lapsed list was not sent back for adjustment yet."""
    found = successors_of(challenge)
    how = "拆分" if len(found) > 1 else "退回"
    return f"本榜单已{how}调整，由 {'、'.join(one.code for one in found)} 继续办理。" if found else None


def can_be_split(challenge):
    """There are indicators for two."""
    return None if len(challenge.indicators) > 1 else "榜单只有一项技术指标，不能拆分。"


def list_not_suspended(row):
    """The list that a bid or a review belongs to is not suspended."""
    return not_suspended(row.challenge)


def not_suspended(challenge):
    """The list is not suspended."""
    if challenge.state is C.SUSPENDED:
        return "榜单已暂停，恢复后才能办理；暂停期间各项期限停止计算，恢复时顺延。"
    return None


def now_of(challenge):
    """The instant by the clock of the list: it stands still while the list is suspended."""
    return challenge.suspended_at or clock.now()


def deadline_to_come(challenge):
    """The deadline has not passed."""
    return "揭榜已截止，不能再变更榜单。" if challenge.is_past_deadline else None


def deadline_has_passed(challenge):
    """The deadline has passed."""
    return None if challenge.is_past_deadline else "揭榜尚未截止，截止后才能开标。"


def cancelling_asked(challenge):
    """An officer has asked for the cancellation."""
    return None if challenge.cancel_asked_by_id else "须先由经办人提出撤榜申请并说明理由。"


def cancelling_not_asked(challenge):
    """Nobody has asked for the cancellation yet."""
    return "撤榜申请已提出，等待局领导审批。" if challenge.cancel_asked_by_id else None


def may_ask(user, challenge):
    """Signed in, and neither of the posting organisation nor of the bureau, who answer."""
    return user.is_authenticated and not owns_challenge(user, challenge) and not is_bureau(user)


def answers_question(user, question):
    """Someone of the posting organisation, or an officer who does not belong to it."""
    return owns_challenge(user, question.challenge) or is_other_officer(user, question.challenge)


def questions_open(challenge):
    """The window for questions has not closed."""
    until = challenge.questions_until
    if challenge.state is C.SUSPENDED and until and now_of(challenge) < until:
        return "榜单已暂停，暂停期间不能提问，恢复后另行公布提问截止时间。"
    if challenge.state is not C.OPEN or challenge.is_past_deadline:
        return "榜单已不在揭榜期，不能再提问。"
    if challenge.questions_until and clock.now() >= challenge.questions_until:
        days = rulepack.value(challenge, "question_close_days")
        return (
            f"提问已截止：提问在揭榜截止前 {days} 天结束{rulepack.cite(challenge, 'question_close_days')}。"
        )
    return None


def answer_in_time(question):
    """Answers belong to the list, so they come before its deadline."""
    return None if question.challenge.is_taking_bids else "榜单已不在揭榜期，不能再公开答复。"


def section_level(challenge, section):
    """公开范围 of a section; public unless the poster chose otherwise."""
    return Secrecy(challenge.secrecy.get(section, Secrecy.PUBLIC))


def reads_everything(user, challenge):
    """The poster, the bureau and the county read every section of a demand they handle."""
    reasons = (owns_challenge, works_at_bureau, recommends_for_county)
    return any(reason(user, challenge) for reason in reasons)


def reads_section(user, challenge, section, *, pledged=False, invited=False):
    """Whether this person may read a section, given whether they pledged confidentiality or were invited."""
    level = section_level(challenge, section)
    if level is Secrecy.PUBLIC or reads_everything(user, challenge):
        return True
    if not user.is_authenticated:
        return False
    return {Secrecy.REGISTERED: True, Secrecy.SIGNED: pledged, Secrecy.DIRECTED: invited and pledged}[level]
