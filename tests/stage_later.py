"""What else stands on the stage: the rooms after the notice, made by their own scenes and actions."""

from challenge.delivery.outcomes.recruiting.effects import ask_winners
from challenge.envoys import actions as register
from challenge.envoys.assessment import actions as assessing
from challenge.envoys.states import Kind
from challenge.market import actions as market
from core import clock
from core.database import db
from tests.challenge.delivery.outcomes import scene as outcomes
from tests.challenge.envoys import scene as envoys
from tests.challenge.market import scene as offers

STEPS = {"listed": ("submit", "publish"), "submitted": ("submit",), "draft": ()}
WHO = {"submit": "researcher", "publish": "officer"}


def outcomes_of(stage):
    """A project with what comes of it, whose sides and officer are people of the stage; returns it."""
    _officer, project = outcomes.ended()
    of = project.challenge
    of.handler_id, of.author = stage.people["officer"].id, stage.people["enterprise"]
    of.organisation = stage.poster
    project.leader, project.leader.organisation.county = stage.people["researcher"], "市外"
    db.session.flush()
    ask_winners(project, outcomes.move_of(stage.people["officer"]))
    return project


def market_of(stage):
    """A result that somebody asks for, one that waits for an officer, and a draft."""
    for state, steps in STEPS.items():
        row = market.draft(stage.people["researcher"], offers.OFFER)
        for action in steps:
            market.make(stage.people[WHO[action]], row, action)
        if state == "listed":
            market.inquire(stage.people["enterprise"], row, offers.ASKED)


def envoys_of(stage):
    """The researcher at work as an envoy, somebody who is asked to be one, a request, a year to be graded."""
    officer, mine = stage.people["officer"], stage.people["researcher"]
    envoy = register.appoint(officer, Kind.EXPERT, mine, stage.known, **envoys.term())
    register.step(mine, envoy, "agree", is_named=True)
    made = envoys.visited(envoys.accepted(officer=officer, envoy=envoy))
    envoys.offered(officer, name="康待聘")
    register.ask(made.client, "电堆漏电", "漏电流超标。", "储能")
    assessing.begin_year(officer, clock.today().year)
