"""科技特派员、科技专员: two experts at work, one who has been asked, a 专员; a year that stands and one that is under way."""

import datetime as dt
import functools

from challenge.envoys import actions
from challenge.envoys.assessment import actions as assessing
from challenge.envoys.assessment import queries as years
from challenge.envoys.missions import actions as missions
from challenge.envoys.states import Grade, Kind, Manner
from challenge.envoys.visits import actions as visits
from core import clock
from demo.world.demands import handler
from demo.world.people import poster_account
from demo.world.texts import challenges, read

SILENCE = 15  # days after a record: the enterprise's time is over


def stage(script, cast, ready):
    """Scenes of all envoys; `ready` {key of a list: instant of its last scene}."""
    made: dict = {}
    for told in read("envoys")["envoys"]:
        thread, day = script.affair(f"envoy {told['key']}"), -told["appointed_days_ago"]
        thread.then(day, functools.partial(_appoint, cast, made, told))
        if told["named"] is not None:
            thread.then(day + 1, functools.partial(_agree, made, told))
    for told in read("envoys")["missions"]:
        _mission(script, cast, made, told, ready)
    _years(script, cast, made)
    asked = read("envoys")["waiting_request"]
    person = asked["account"]
    script.affair("envoy wanted").then(-asked["days_ago"], lambda: _ask(cast.people[person], asked))


def _appoint(cast, made, told):
    person, profile = cast.people[told["account"]], cast.profiles.get(told["account"])
    today = clock.today()
    term = {"starts_on": today, "ends_on": today + dt.timedelta(days=told["days"]), "is_demo": True}
    facts = {name: told[name] for name in ("county", "industries", "capacity", "basis")}
    made[told["key"]] = actions.appoint(
        cast.people[told["by"]], Kind(told["kind"]), person, profile, **facts, **term
    )


def _agree(made, told):
    envoy = made[told["key"]]
    actions.step(envoy.user, envoy, "agree", is_named=told["named"])


def _ask(person, told):
    row = actions.ask(person, told["topic"], told["text"], told["industry"])
    row.is_demo = True
    return row


def _mission(script, cast, made, told, ready):
    thread, day, key = script.affair(f"mission {told['key']}"), -told["days_ago"], told["key"]
    after = ready[told["list"]] if "list" in told else None
    if "request" in told:
        person = poster_account(told["org"])
        thread.then(
            day - 1, lambda: made.update({f"{key} asked": _ask(cast.people[person], told["request"])})
        )
    thread.then(day, functools.partial(_begin, cast, made, told), after=after)
    thread.then(
        min(day + 1, -1), lambda: missions.step(made[told["envoy"]].user, made[f"{key} mission"], "accept")
    )
    for visit in told["visits"]:
        _visit(thread, made, key, visit)
    if "finish" in told:
        end, rating = told["finish"], told["rating"]
        thread.then(-end["days_ago"], functools.partial(_finish, made, key, end))
        thread.then(-rating["days_ago"], functools.partial(_rate, made, key, rating))


def _begin(cast, made, told):
    envoy, due = made[told["envoy"]], clock.today() + dt.timedelta(days=told["due_days"])
    if "list" in told:
        challenge = cast.challenges[told["list"]]
        officer = cast.people[handler(challenges()[told["list"]])]
        row = missions.entrust(officer, challenge, envoy, told["aim"], due)
    else:
        officer, person = cast.people["officer"], cast.people[poster_account(told["org"])]
        said = envoy, person.organisation, person, told["aim"], due
        row = missions.assign(officer, *said, request=made.get(f"{told['key']} asked"))
    made[f"{told['key']} mission"] = row


def _visit(thread, made, key, told):
    day, mark = -told["days_ago"], f"{key} {told['days_ago']}"
    thread.then(day, lambda: made.update({mark: _record(made[f"{key} mission"], told)}))
    if told["answer"] == "silent":
        thread.then(day + SILENCE, visits.note_silence)
    elif told["answer"]:
        reason = {"reason": told["why"]} if "why" in told else {}
        thread.then(day + 1, lambda: _answer(made[mark], told["answer"], **reason))
    if "correct" in told:
        thread.then(day + 2, lambda: made.update({mark: _correct(made[mark], told)}))
        thread.then(day + 3, lambda: _answer(made[mark], "confirm"))
    if "demand" in told:
        thread.then(day + 2, lambda: _demand(made[mark], told["demand"]))


def _facts(told, **changes):
    said = {"manner": Manner(told["manner"]), "place": told["place"], "people_met": told["people"]}
    return said | {"visited_on": clock.today(), "advice": told["advice"], "next_step": told["next"]} | changes


def _record(mission, told):
    return visits.record(mission.envoy.user, mission, _facts(told), told["problems"])


def _answer(visit, action, **facts):
    visits.answer(visit.mission.contact, visit, action, **facts)


def _correct(visit, told):
    changed = told["correct"]
    facts = _facts(told, visited_on=visit.visited_on, place=changed["place"])
    return visits.correct(visit.mission.envoy.user, visit, facts, told["problems"], changed["why"])


def _demand(visit, position):
    visits.make_demand(visit.mission.contact, visit, position)


def _finish(made, key, told):
    mission = made[f"{key} mission"]
    missions.finish(mission.envoy.user, mission, told["action"], told["text"])


def _rate(made, key, told):
    mission = made[f"{key} mission"]
    missions.step(mission.contact, mission, "rate", rating=told["points"], text=told["text"])


def _years(script, cast, made):
    for name in ("year", "this_year"):
        told = read("envoys")[name]
        thread = script.affair(f"envoys {name}")
        thread.then(-told["begun_days_ago"], functools.partial(_begin_year, cast))
        thread.then(-told["reported_days_ago"], functools.partial(_report, made, told))
        if "grade" in told:
            _grade(thread, cast, made, told)


def _begin_year(cast):
    assessing.begin_year(cast.people["officer"], clock.today().year)


def _report(made, told):
    envoy = made[told["envoy"]]
    # The newest year that was begun, whichever it is on the day of seeding.
    made[f"year {told['envoy']}"] = year = years.of_year(
        envoy.code, max(one.year for one in envoy.assessments)
    )
    assessing.step(envoy.user, year, "report", text=told["report"])


def _grade(thread, cast, made, told):
    by, key = cast.people, f"year {told['envoy']}"
    passed, answered = -told["county_passed_over_days_ago"], -told["answered_days_ago"]
    graded = Grade(told["grade"]), told["reason"]
    thread.then(passed, lambda: assessing.step(by["officer"], made[key], "skip_opinion"))
    thread.then(-told["graded_days_ago"], lambda: assessing.grade(by["officer"], made[key], *graded))
    thread.then(
        answered, lambda: assessing.step(made[key].envoy.user, made[key], "answer", text=told["answer"])
    )
    thread.then(-told["final_days_ago"], lambda: assessing.finalise(by["leader"], made[key]))
