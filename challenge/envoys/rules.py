"""Questions about envoys and requests: who stands how to one, and what must be true before a step."""

from accounts.rules import is_auditor, is_bureau, is_county, is_enterprise, is_officer
from challenge import rulepack
from challenge.envoys.states import APPOINTED, BINDING_MISSIONS, OPEN_MISSIONS, Kind
from core import clock
from talent import conflicts
from talent.conflicts import Person
from talent.integrity import gate
from talent.integrity.states import Purpose
from talent.states import P

# Staff of the bureau and the counties are colleagues: these ties say nothing of a 科技专员.
COLLEAGUES = ("same_unit", "parent", "control")


def is_envoy_self(user, envoy):
    """The person who is appointed."""
    return user.is_authenticated and envoy.user_id == user.id


def appoints(user, envoy):
    """An officer; nobody deals with the own appointment."""
    return is_officer(user) and envoy.user_id != user.id


def of_county(user, envoy):
    """The recommender of the county that the envoy serves."""
    return is_county(user) and bool(user.county) and user.county == envoy.county


def oversees_envoys(user, envoy):
    """Staff of the bureau, and the auditor."""
    return is_bureau(user) or is_auditor(user)


def term_is_ahead(envoy):
    """The term has not run out before it was agreed to."""
    if clock.today() > envoy.ends_on:
        return "聘期已经结束，请经办人撤回后重新聘任。"
    return None


def record_clear(envoy):
    """No finding in force bars the person."""
    found = gate.findings(Purpose.ENVOY, users=[envoy.user_id], profiles=[envoy.profile_id])
    return found[0].whole if found else None


def nothing_in_hand(envoy):
    """No mission waits for this person."""
    number = sum(one.state in OPEN_MISSIONS for one in envoy.missions)
    return f"还有 {number} 项服务任务没有办结，请先办结或者由经办人改派。" if number else None


def renewal_has_room(envoy):
    """A renewal is longer than the present term and not longer than the rule pack allows."""
    months = rulepack.value(envoy, "envoy_term_months_max")
    until = envoy.next_ends_on
    if until is None or until <= max(envoy.ends_on, clock.today()):
        return "续聘的结束日期须晚于现聘期，也须晚于今天。"
    if until > clock.months_later(max(envoy.ends_on, clock.today()), months):
        return f"一次聘期不得超过 {months} 个月{rulepack.cite(envoy, 'envoy_term_months_max')}。"
    return None


def free_places(envoy):
    """How many more missions this envoy can take."""
    return envoy.capacity - sum(one.state in BINDING_MISSIONS for one in envoy.missions)


def no_longer_there(envoy):
    """Why the person cannot be reached or is no expert any more, or None."""
    if not envoy.user.is_active:
        return f"{envoy.name}的账号已停用，不能安排服务任务。"
    if envoy.profile is not None and envoy.profile.state is not P.ADMITTED:
        return f"{envoy.name}的专家档案{envoy.profile.state.label}，不能安排服务任务。"
    return None


def serves_now(envoy):
    """Why this envoy can take no mission now, or None."""
    if envoy.state not in APPOINTED:
        return f"{envoy.name}当前为“{envoy.state.label}”，不能安排服务任务。"
    if not envoy.is_in_term:
        return f"{envoy.name}不在聘期内，不能安排服务任务。"
    if gone := no_longer_there(envoy):
        return gone
    if free_places(envoy) <= 0:
        return f"{envoy.name}同时承担的服务任务已满 {envoy.capacity} 项，请另选他人，或者调整容量。"
    return record_clear(envoy)


def tied_to_officer(subject, kind, officer):
    """Why this officer must not appoint the person (a profile or an account), or None."""
    unit = officer.organisation.name if officer.organisation else ""
    ties = conflicts.ties_between(subject, people=[Person(officer.display_name, unit, officer.id)])
    found = [one for one in ties if one.blocks and not (kind is Kind.OFFICER and one.kind in COLLEAGUES)]
    return f"您与被聘任人存在须回避的情形：{found[0].path}。请由其他经办人办理。" if found else None


def asked_for(user, request):
    """Somebody of the enterprise that asks."""
    return is_enterprise(user) and user.organisation_id == request.organisation_id


def handles_requests(user, request):
    """An officer who does not belong to the enterprise."""
    return is_officer(user) and user.organisation_id != request.organisation_id


def of_its_county(user, request):
    """The recommender of the county of the enterprise."""
    return is_county(user) and bool(user.county) and user.county == request.organisation.county


def oversees_requests(user, request):
    """Staff of the bureau, and the auditor."""
    return is_bureau(user) or is_auditor(user)


def has_mission(request):
    """An envoy was asked on account of it."""
    return None if request.missions else "请先选择特派员并写明任务目标。"
