"""Duties about closures: to take up, to speak, to decide, to settle and to clear."""

import sqlalchemy as sa

from accounts.rules import is_enterprise, is_leader, is_officer, is_researcher
from challenge.delivery.closing import queries, rules
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.states import OPEN, E
from challenge.delivery.states import Party
from challenge.posting.models import Challenge
from core import clock
from core.database import db
from reports.desk.duty import Duty

OF_OFFICER = {E.ASKED: "受理终止申请", E.SETTLING: "出具终止结算单", E.AGREED: "核对清款，办结终止"}


def _rows(user, *conditions):
    return db.session.scalars(
        queries.listed_closures(user).where(Closure.state.in_(OPEN), *conditions)
    ).unique()


def _duty(one, what, due=None):
    path = f"/desk/projects/{one.project.code}/closures/{one.number}"
    return Duty(what, one.project.challenge.title, path, due, one.state_since, one.project.code)


def officer_duties(user):
    """What the officer in charge has to do next."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    for one in _rows(user, mine):
        if one.state in OF_OFFICER and rules.handles_closure(user, one):
            yield _duty(one, OF_OFFICER[one.state])


def leader_duties(user):
    """What waits for a decision, and settlements to confirm or to determine."""
    for one in _rows(user, Closure.state.in_((E.HEARING, E.CONFIRMING))):
        if not rules.decides_on_closure(user, one):
            continue
        if one.state is E.HEARING and (not rules.unheard(one) or clock.now() >= one.hearing_until):
            yield _duty(one, "决定是否终止项目")
        elif one.state is E.CONFIRMING and rules.awaited(one) == [Party.BUREAU]:
            yield _duty(one, "确认终止结算单")
        elif one.state is E.CONFIRMING and clock.now() >= one.settle_until:
            yield _duty(one, "双方逾期未确认，核定终止结算")


def side_duties(user):
    """Statements to make and settlements to confirm."""
    for one in _rows(user, Closure.state.in_((E.HEARING, E.CONFIRMING))):
        party = rules.party_of(user, one)
        if one.state is E.HEARING and party in rules.unheard(one):
            yield _duty(one, "就终止申请陈述意见", one.hearing_until)
        elif one.state is E.CONFIRMING and party in rules.SIDES and party in rules.awaited(one):
            yield _duty(one, "确认终止结算单", one.settle_until)


SOURCES = (
    (is_officer, officer_duties),
    (is_leader, leader_duties),
    (lambda user: is_enterprise(user) or is_researcher(user), side_duties),
)
