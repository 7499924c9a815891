"""Questions about missions: who stands how to one, and what must be true before a step."""

from accounts.rules import is_auditor, is_bureau, is_county, is_enterprise, is_officer
from challenge.envoys.rules import record_clear
from challenge.envoys.states import OPEN_MISSIONS, S, V
from challenge.posting.succession import successors_of
from core import clock
from talent import conflicts
from talent.conflicts import Person


def is_own_envoy(user, mission):
    """The envoy who was asked."""
    return user.is_authenticated and mission.envoy.user_id == user.id


def is_of_enterprise(user, mission):
    """Somebody of the enterprise."""
    return is_enterprise(user) and user.organisation_id == mission.organisation_id


def is_served(user, mission):
    """Somebody of the enterprise, who is not the envoy as well: nobody speaks for both sides."""
    return is_of_enterprise(user, mission) and not is_own_envoy(user, mission)


def assigns(user, mission):
    """An officer who is neither the envoy nor of the enterprise."""
    apart = mission.organisation_id != user.organisation_id and mission.envoy.user_id != user.id
    return is_officer(user) and apart


def of_its_county(user, mission):
    """The recommender of the county of the enterprise."""
    return is_county(user) and bool(user.county) and user.county == mission.organisation.county


def oversees_missions(user, mission):
    """Staff of the bureau, and the auditor."""
    return is_bureau(user) or is_auditor(user)


def meets_other_side(user, mission):
    """Of the two sides, once the envoy has accepted: each needs to reach the other."""
    begun = mission.state in (S.SERVING, S.FINISHED)
    return begun and (is_own_envoy(user, mission) or is_served(user, mission))


def standing_visits(mission):
    """Visits as they stand, without versions that were corrected."""
    return [one for one in mission.visits if one.state is not V.SUPERSEDED]


def side_of(organisation, contact=None):
    """Who speaks for an enterprise, as the conflict engine takes people."""
    people = [Person(organisation.legal_person, organisation.name)] if organisation.legal_person else []
    return [*people, Person(contact.display_name, organisation.name, contact.id)] if contact else people


def blocking_tie(envoy, organisation, contact=None):
    """The sentence that keeps this person from helping this enterprise, or None: who advises stands apart from it."""
    subject = envoy.profile or envoy.user
    ties = conflicts.ties_between(subject, (organisation.id,), side_of(organisation, contact))
    found = next((one for one in ties if one.blocks), None)
    return (
        f"{envoy.name}与{organisation.name}存在须回避的情形：{found.path}{found.clause}。" if found else None
    )


def envoy_free_of_ties(mission):
    """Nothing ties the envoy to the enterprise."""
    return blocking_tie(mission.envoy, mission.organisation, mission.contact)


def envoy_may_serve(mission):
    """The envoy is appointed, in term, and of a clean record."""
    envoy = mission.envoy
    if not envoy.is_in_term:
        return "您的聘期未开始或者已经结束，不能接受新任务。"
    return record_clear(envoy)


def visited(mission):
    """Somebody was there: at least one visit is recorded."""
    return None if standing_visits(mission) else "请先填写服务记录，再办结任务。"


def demand_redrafted(mission):
    """A problem of a visit has become a demand, or the lapsed list is continued by one."""
    made = any(problem.challenge_id for one in standing_visits(mission) for problem in one.problems)
    if made or (mission.about is not None and successors_of(mission.about)):
        return None
    return "还没有由服务中发现的问题形成的需求草稿，也没有由原榜单退回调整的需求，请先形成需求。"


def expert_named(mission):
    """Whom the enterprise was brought together with stands in the mission."""
    return None if mission.matched_id else "请填写已对接的专家。"


def rating_overdue(mission):
    """The enterprise has had its time."""
    if mission.rate_due_at is not None and clock.now() >= mission.rate_due_at:
        return None
    return "企业的评价期限还没有过，请等待。"


def is_late(mission):
    """The day by which the envoy should have ended it is over."""
    return mission.state in OPEN_MISSIONS and mission.finished_at is None and clock.today() > mission.due_on


def not_entrusted(challenge):
    """No envoy is busy with this list yet."""
    busy = [one for one in challenge.missions if one.state in OPEN_MISSIONS]
    return f"已转科技特派员跟进（{busy[0].code}，{busy[0].state.label}），不需重复办理。" if busy else None
