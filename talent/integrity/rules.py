"""Questions about integrity cases: who handles, confirms, answers and reads, and what must be true before a step."""

from accounts.rules import is_bureau, is_leader, is_supervisor, leads_organisation
from core import clock
from core.formats import moment
from talent.integrity import levels
from talent.integrity.states import I

BEFORE_HEARING = (I.CLUE, I.CHECKING)


def is_subject(user, case):
    """The person, or the first account of the organisation, that the case is about: answers and appeals."""
    if not user.is_authenticated:
        return False
    of_unit = case.organisation_id is not None and user.organisation_id == case.organisation_id
    return case.user_id == user.id or (of_unit and leads_organisation(user))


def stands_apart(user, case):
    """Neither the person nor of the organisation that the case is about."""
    unit = case.organisation_id if case.organisation_id is not None else None
    return case.user_id != user.id and (unit is None or user.organisation_id != unit)


def handles_case(user, case):
    """The supervisor in charge; any other while nobody is."""
    return is_supervisor(user) and stands_apart(user, case) and case.handler_id in (None, user.id)


def confirms_case(user, case):
    """A supervisor or leader other than who proposed the finding."""
    return oversees_case(user, case) and user.id not in (case.proposed_by_id, case.handler_id)


def settles_appeal(user, case):
    """Second instance: a supervisor or leader who neither proposed nor confirmed."""
    return confirms_case(user, case) and user.id != case.confirmed_by_id


def oversees_case(user, case):
    """Any supervisor or leader whom it does not concern."""
    return (is_supervisor(user) or is_leader(user)) and stands_apart(user, case)


def was_told(user, case):
    """The person concerned, once the allegation was put to them."""
    return is_subject(user, case) and case.hearing_due is not None


def may_know(user, case):
    """May read level and period of a finding: who it is about, its organisation, and the bureau at a gate."""
    return user is not None and (is_bureau(user) or not stands_apart(user, case))


def hearing_in_time(case):
    """The time to answer has not run out, and nothing was answered yet."""
    if case.answered_at is not None:
        return "申辩意见已提交。"
    return None if clock.now() < case.hearing_due else "申辩期限已过。"


def hearing_over(case):
    """The person has answered, or the time to answer has run out."""
    if case.answered_at is not None or clock.now() >= case.hearing_due:
        return None
    until, clause = moment(case.hearing_due), levels.cite("hearing_workdays", case.rules_version)
    return f"申辩期限至 {until}，当事人提交申辩或期满后才能提出认定{clause}。"


def finding_written(case):
    """Level, period and reason of the finding were written down."""
    return (
        None if case.level and case.months and case.texts.get("finding") else "请先写明认定等级、期限和理由。"
    )


def appeal_in_time(case):
    """The one appeal was not used, and its time has not run out."""
    if case.appealed_at is not None:
        return "申诉已提交。"
    return None if clock.now() < case.appeal_due else "申诉期限已过。"


def appeal_waits(case):
    """An appeal was made and not settled."""
    waits = case.appealed_at is not None and case.appeal_settled_at is None
    return None if waits else "没有待处理的申诉。"
