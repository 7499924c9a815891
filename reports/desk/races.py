"""Duties of races: gates whose day has come, rankings to propose, to decide and to put into effect, objections to answer."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from accounts.rules import is_leader, is_officer
from challenge import rulepack
from challenge.bidding.models import Bid
from challenge.delivery.models import Project
from challenge.delivery.race import clocks, rules
from challenge.delivery.race.messages import path_of
from challenge.delivery.race.models import RaceGate
from challenge.delivery.race.states import RG, RO
from challenge.delivery.states import P
from challenge.posting.models import Challenge, Programme
from core import clock
from core.database import db
from reports.desk.duty import Duty


def _gates(*conditions):
    team = selectinload(Challenge.projects).selectinload(Project.bid).selectinload(Bid.members)
    rows = sa.select(RaceGate).join(RaceGate.challenge).where(RaceGate.held_on.is_not(None), *conditions)
    to_list = contains_eager(RaceGate.challenge)
    rules_of = to_list.selectinload(Challenge.programme).undefer(Programme.rules)
    rows = rows.options(to_list, rules_of, selectinload(RaceGate.objections))
    runs = sa.exists().where(Project.challenge_id == Challenge.id, Project.state.in_((P.ACTIVE, P.SUSPENDED)))
    found = db.session.scalars(rows.where(runs).order_by(RaceGate.held_on, RaceGate.id)).unique().all()
    lists = {one.challenge_id for one in found}
    if lists:
        db.session.scalars(
            sa.select(Challenge).where(Challenge.id.in_(lists)).options(team, selectinload(Challenge.gates))
        ).unique().all()
    return found


def _duty(gate, what, due=None, since=None):
    return Duty(
        what,
        f"{gate.challenge.title}：{gate.title}",
        path_of(gate),
        due or rulepack.until("answer_days", since or gate.state_since),
        since or gate.state_since,
        gate.challenge.code,
    )


def officer_duties(user):
    """Gates of the own lists that wait for the officer."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    for one in _gates(mine, RaceGate.state.in_((RG.PLANNED, RG.MEASURED, RG.PUBLISHED))):
        if not rules.handles_gate(user, one):
            continue
        if one.state is RG.PLANNED and (one.held_on > clock.today() or rules.former_gate_done(one)):
            continue
        if one.state is RG.PUBLISHED and (rules.term_is_over(one) or rules.no_objection_open(one)):
            continue
        since = clock.beijing_instant(one.held_on) if one.state is RG.PLANNED else None
        yield _duty(one, clocks.WHAT[one.state], clocks.due(one), since)


def leader_duties(user):
    """Rankings to decide on, objections to answer."""
    for one in _gates(RaceGate.state.in_((RG.PROPOSED, RG.PUBLISHED))):
        if not rules.decides_on_gate(user, one):
            continue
        if one.state is RG.PROPOSED:
            yield _duty(one, clocks.WHAT[one.state], clocks.due(one))
        elif rules.no_objection_open(one):
            since = min(each.at for each in one.objections if each.state is RO.OPEN)
            yield _duty(one, "答复赛道异议", clocks.within(one, since, "gate_decide_days"), since)


SOURCES = ((is_officer, officer_duties), (is_leader, leader_duties))
