"""Envoys, missions and visits for tests, each made by the real actions."""

import datetime as dt
from types import SimpleNamespace

from challenge.envoys import actions
from challenge.envoys.missions import actions as missions
from challenge.envoys.states import Kind, Manner
from challenge.envoys.visits import actions as visits
from core import clock
from core.database import transaction
from tests import world

COUNTY = "朔城区"


def term(**changes):
    """The columns of an appointment since the first day of the year, for two years from now."""
    today = clock.today()
    since = today.replace(month=1, day=1)
    facts = {"county": COUNTY, "industries": ["储能"], "starts_on": since, "capacity": 2, "basis": ""}
    return facts | {"ends_on": today + dt.timedelta(days=730)} | changes


def offered(officer=None, **changes):
    """(officer, envoy) with an appointment that waits for the person's yes."""
    officer = officer or world.user("officer")
    person = world.user("expert", display_name=changes.pop("name", "贺技特"))
    profile = world.profile(person.display_name, user_id=person.id, unit="雁门大学")
    with transaction():
        envoy = actions.appoint(officer, Kind.EXPERT, person, profile, **term(**changes))
    return officer, envoy


def serving(officer=None, *, is_named=True, **changes):
    """(officer, envoy) who serves."""
    officer, envoy = offered(officer, **changes)
    with transaction():
        actions.step(envoy.user, envoy, "agree", is_named=is_named)
    return officer, envoy


def enterprise(**facts):
    """(organisation, its enterprise account)."""
    unit = world.organisation(facts.pop("name", None), county=facts.pop("county", COUNTY), industry="储能")
    return unit, world.user("enterprise", organisation_id=unit.id, is_first_account=True)


def assigned(officer=None, envoy=None, *, days=60, **facts):
    """`officer`, `envoy`, `unit`, `client` (of the enterprise), and a `mission` that waits for the envoy."""
    if envoy is None:
        officer, envoy = serving(officer)
    unit, client = enterprise()
    due = clock.today() + dt.timedelta(days=days)
    with transaction():
        mission = missions.assign(officer, envoy, unit, client, "把漏电流的要求写清楚", due, **facts)
    return SimpleNamespace(officer=officer, envoy=envoy, unit=unit, client=client, mission=mission)


def accepted(**facts):
    """The same with a mission in hand."""
    made = assigned(**facts)
    with transaction():
        missions.step(made.envoy.user, made.mission, "accept")
    return made


FACTS = {
    "manner": Manner.ON_SITE,
    "place": "一号车间",
    "people_met": "王工（设备部）",
    "advice": "先测单片漏电流，再调流道。",
    "next_step": "两周后复测。",
}
PROBLEMS = ["电堆漏电流超过 5 %", "缺少在线检测手段"]


def visited(made=None, day=None, **changes):
    """The same with a recorded visit, `made.visit`."""
    made = made or accepted()
    facts = FACTS | {"visited_on": day or clock.today()}
    with transaction():
        made.visit = visits.record(made.envoy.user, made.mission, facts, changes.get("problems", PROBLEMS))
    return made


def confirmed(made=None, day=None):
    """The same, confirmed by the enterprise."""
    made = visited(made, day)
    with transaction():
        visits.answer(made.client, made.visit, "confirm")
    return made


def finished(made=None, action="finish_solved", text="漏电流降到 1.8 %。"):
    """The same, ended with a result that waits for the enterprise."""
    made = made or confirmed()
    with transaction():
        missions.finish(made.envoy.user, made.mission, action, text)
    return made


def rated(made=None, rating=5):
    """The same, rated."""
    made = finished(made)
    with transaction():
        missions.step(made.client, made.mission, "rate", rating=rating, text="讲得明白。")
    return made
