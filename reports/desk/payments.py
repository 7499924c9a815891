"""Duties about payments: to request, approve, pay and confirm, and demanders to dun."""

import sqlalchemy as sa

from accounts.rules import is_enterprise, is_finance, is_leader, is_officer, is_researcher
from challenge.delivery.ledger import queries, rules
from challenge.delivery.ledger.models import Payment
from challenge.delivery.models import Project
from challenge.delivery.states import P, Payer, Y
from challenge.posting.models import Challenge
from core.database import db
from reports.desk.duty import Duty

WORKING = (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED, Y.REGISTERED)


def _working(user, *conditions):
    """Payments under way of projects that are not suspended."""
    live = sa.and_(Payment.state.in_(WORKING), Project.state != P.SUSPENDED)
    return db.session.scalars(queries.listed_payments(user).where(live, *conditions)).unique()


def _duty(payment, what, due=None):
    path = f"/desk/projects/{payment.project.code}/payments/{payment.number}"
    return Duty(what, payment.project.challenge.title, path, due, payment.state_since, payment.code)


def _next(user, payment):
    """What this person has to do with a payment, or None."""
    state = payment.state
    if state is Y.UNLOCKED and payment.payer is Payer.OWN and rules.invests(user, payment):
        return "登记自筹投入"
    if state is Y.UNLOCKED and payment.payer is not Payer.OWN and payment.project.leader_id == user.id:
        return "申请拨付"
    if state is Y.REQUESTED and rules.approves_payment(user, payment):
        return "审批拨付"
    if state is Y.APPROVED and rules.pays(user, payment):
        return "付款并登记"
    if state is Y.REGISTERED and rules.receives(user, payment):
        return "确认到账"
    return None


def side_duties(user):
    """Of teams, posters and finance."""
    for one in _working(user):
        if what := _next(user, one):
            due = one.due_at if one.state in (Y.REQUESTED, Y.APPROVED) else None
            yield _duty(one, what, due)


def officer_duties(user):
    """Payments to approve and to confirm, and demanders who are late."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    for one in _working(user, mine):
        if what := _next(user, one):
            yield _duty(one, what, one.due_at if one.state is Y.REQUESTED else None)
        elif one.payer is Payer.DEMANDER and rules.is_overdue(one):
            yield _duty(one, "登记诚信线索" if one.dunned_at else "催告发榜方付款", one.due_at)


def leader_duties(user):
    """Public money that the officer in charge has requested: somebody else approves."""
    asked = sa.and_(Payment.state == Y.REQUESTED, Payment.requested_by_id == Challenge.handler_id)
    for one in _working(user, asked):
        if rules.approves_payment(user, one):
            yield _duty(one, "审批拨付", one.due_at)


SOURCES = (
    (lambda user: is_researcher(user) or is_enterprise(user) or is_finance(user), side_duties),
    (is_officer, officer_duties),
    (is_leader, leader_duties),
)
