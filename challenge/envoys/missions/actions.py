"""Verbs of missions: assign, entrust a lapsed list, replace, finish, rate."""

from challenge.envoys import rules as envoys
from challenge.envoys.actions import refuse, turn
from challenge.envoys.missions import rules
from challenge.envoys.missions.effects import RESULTS, begin
from challenge.envoys.states import S
from challenge.posting import turns
from core import clock, looks
from core.database import db
from core.workflow import apply


def _check(officer, envoy, organisation, contact, due_on):
    turn(envoy)
    if envoy.user_id == officer.id:
        refuse("不能给自己安排服务任务，请由其他经办人办理。")
    if organisation.id == officer.organisation_id:
        refuse("不能为本单位安排服务任务，请由其他经办人办理。")
    if due_on < clock.today():
        refuse("任务期限不能早于今天。")
    found = envoys.serves_now(envoy) or rules.blocking_tie(envoy, organisation, contact)
    if found:
        refuse(found)


def assign(officer, envoy, organisation, contact, aim, due_on, *, about=None, request=None):
    """Ask an envoy to help an enterprise, perhaps about one of its demands, perhaps because it asked."""
    _check(officer, envoy, organisation, contact, due_on)
    if about is not None:
        turns.wait(about, "missions")
        if found := rules.not_entrusted(about):
            refuse(found)
    facts = {"aim": aim, "starts_on": clock.today(), "due_on": due_on, "about": about, "request": request}
    mission = begin(officer, envoy, organisation, contact, clock.now(), **facts)
    if request is not None:
        db.session.expire(request, ["missions"])
        apply(officer, request, "arrange")
    return mission


def entrust(officer, challenge, envoy, aim, due_on):
    """转科技特派员跟进, a step of a lapsed list."""
    turns.wait(challenge, "missions")
    _check(officer, envoy, challenge.organisation, challenge.author, due_on)
    apply(officer, challenge, "entrust", aim=aim, envoy=envoy, due_on=due_on)
    db.session.expire(challenge, ["missions"])
    return challenge.missions[-1]


def replace(officer, mission, envoy, due_on, reason):
    """Give the task to another envoy; what was recorded stays with the former mission."""
    _wait(mission)
    if envoy.id == mission.envoy_id:
        refuse("请选择另一位特派员。")
    _check(officer, envoy, mission.organisation, mission.contact, due_on)
    apply(officer, mission, "replace", reason=reason, envoy=envoy, due_on=due_on)
    return mission.successors[-1]


def _wait(mission):
    turn(mission.envoy)
    db.session.refresh(mission)


def step(user, mission, action, **facts):
    """A step that needs nothing but its facts; a second click on a rating finds it done."""
    _wait(mission)
    apply(user, mission, action, **facts)


def look_at_contact(user, mission):
    """Record the look and return name, phone and mail address of the other side."""
    looks.record_look(user, "mission_contact", mission)
    if not rules.is_own_envoy(user, mission):
        person, profile = mission.envoy.user, mission.envoy.profile
        phone, mail = (profile.phone, profile.email) if profile is not None else ("", "")
        return person.display_name, phone or person.phone, mail or person.email
    return mission.contact.display_name, mission.contact.phone, mission.contact.email


def finish(user, mission, action, text, matched=None):
    """End with one of `RESULTS`; `matched` is the expert whom the enterprise was brought together with."""
    _wait(mission)
    if mission.state is S.SERVING and rules.is_own_envoy(user, mission):
        mission.matched = matched if action == "finish_matched" else None
        mission.result = RESULTS[action]
    apply(user, mission, action, text=text)
