"""Questions about visits: who answers for whom, and what must be true before a step."""

from challenge.envoys.missions import rules
from challenge.envoys.states import FROZEN, S, V
from core import clock


def recorded_it(user, visit):
    """The envoy of the mission."""
    return rules.is_own_envoy(user, visit.mission)


def confirms_visit(user, visit):
    """Somebody of the enterprise: nobody else knows whether it was so."""
    return rules.is_served(user, visit.mission)


def is_the_clock(actor, visit):
    """No person: the enterprise's time has run out."""
    return actor is None


def year_not_frozen(visit):
    """The year of the visit is not graded yet."""
    return frozen(visit.mission.envoy, visit.visited_on.year)


def frozen(envoy, year):
    """Why nothing of this year may change any more, or None."""
    graded = any(one.year == year and one.state in FROZEN for one in envoy.assessments)
    return f"{year} 年度考核已经评定，该年度的服务记录不能再变更。" if graded else None


def still_silent(visit):
    """The enterprise's time to confirm has run out."""
    if clock.now() >= visit.confirm_due_at:
        return None
    return "企业的确认期限还没有过。"


def may_record(user, mission):
    """The envoy, while the mission is in hand."""
    return rules.is_own_envoy(user, mission) and mission.state is S.SERVING


def wrong_day(mission, day):
    """Why this cannot have been the day of a visit, or None."""
    if day > clock.today():
        return "服务日期不能晚于今天。"
    if day < mission.starts_on:
        return "服务日期不能早于任务开始日期。"
    return frozen(mission.envoy, day.year)


def makes_demand(user, visit):
    """The enterprise, which will own it, or the envoy who found the problem."""
    return recorded_it(user, visit) or confirms_visit(user, visit)


def can_become_demand(visit):
    """Why no problem of this version can become a demand now, or None."""
    if visit.state is V.SUPERSEDED:
        return "这份记录已经更正，请在新版本上办理。"
    if visit.mission.state in (S.CANCELLED, S.REPLACED):
        return f"服务任务{visit.mission.state.label}，不能再形成需求草稿。"
    return None
