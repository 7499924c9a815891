"""Duties about payments: to request, approve, pay and confirm, and demanders to dun."""

import dataclasses

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from accounts.rules import is_enterprise, is_finance, is_leader, is_officer, is_researcher
from challenge import rulepack
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.queries import puts_to_rest
from challenge.delivery.closing.rules import IN_DEFAULT, on_ground
from challenge.delivery.closing.states import OPEN
from challenge.delivery.ledger import clocks, dunning, queries, rules, sides
from challenge.delivery.ledger.forfeiting import is_asked
from challenge.delivery.ledger.models import Payment, RefundOwed
from challenge.delivery.ledger.refunds import refunds_owed
from challenge.delivery.ledger.stuck import waits_for_leader
from challenge.delivery.models import Project
from challenge.delivery.queries import acts_for
from challenge.delivery.states import IN_WORK, UNPAID, WORKING, P, Payer, Y
from challenge.posting.models import Challenge
from core import clock, formats
from core.database import db
from reports.desk.duty import Duty


def _working(user, *conditions):
    """Payments under way of projects that are not suspended, or rest for a closure alone; twin of `rules.project_goes_on`."""
    goes_on = sa.or_(Project.state != P.SUSPENDED, puts_to_rest())
    live = sa.and_(Payment.state.in_(WORKING), goes_on)
    rows = queries.listed_payments(user).where(live, *conditions)
    return db.session.scalars(rows.order_by(Payment.project_id, Payment.number)).unique()


def _duty(payment, what, due=None, *, runs=False):
    path = f"/desk/projects/{payment.project.code}/payments/{payment.number}"
    what = rulepack.mode_of(payment.project).say(what)
    return Duty(what, payment.project.challenge.title, path, due, payment.state_since, payment.code, runs)


def _next(user, payment):
    """What this person has to do with a payment, or None."""
    state, own = payment.state, payment.payer is Payer.OWN
    if state is Y.UNLOCKED and own and rules.invests(user, payment):
        return f"登记自筹投入：{clocks.named(payment)}"
    if state is Y.UNLOCKED and not own and _receives(user, payment):
        return f"申请拨付：{clocks.named(payment)}"
    if state is Y.REQUESTED and rules.approves_payment(user, payment):
        return f"{'审批拨付' if payment.payer is Payer.PUBLIC else '应付款'}：{clocks.named(payment)}"
    if state is Y.APPROVED and rules.pays(user, payment):
        return f"{'说明是否已付款' if is_asked(payment) else '付款并登记'}：{clocks.named(payment)}"
    if state is Y.REGISTERED and rules.receives(user, payment):
        return f"确认到账：{clocks.named(payment)}"
    return None


def _receives(user, payment):
    return sides.speaks_for(user, payment, sides.receiver_of)


def side_duties(user):
    """Of teams, posters and finance; who will pay sees what the receiver has not asked for yet."""
    for one in _working(user):
        if what := _next(user, one):
            yield _duty(one, what, clocks.next_by(one))
        elif one.state is Y.UNLOCKED and one.payer is not Payer.OWN and rules.pays(user, one):
            yield _duty(one, f"等待收款方申请：{clocks.named(one)}", clocks.request_by(one), runs=True)


def officer_duties(user):
    """Payments to approve and to confirm, and demanders who are late."""
    mine, late = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None)), []
    for one in _working(user, mine):
        if what := _next(user, one):
            yield _duty(one, what, clocks.next_by(one))
        elif one.payer is Payer.DEMANDER and rules.is_overdue(one):
            late.append(one)
    reported = queries.reported(late)
    yield from (_of_late(one) for one in late if one.code not in reported)


def _of_late(payment):
    """Dun, wait for what the dunning has set, report."""
    if payment.dunned_at is None:
        return _duty(payment, "催告发榜方付款", payment.due_at)
    waits = dunning.dunned_in_vain(payment) is not None
    if waits:
        return _duty(payment, "已催告，等待发榜方付款", dunning.dunned_until(payment), runs=True)
    return _duty(payment, "登记诚信线索", dunning.report_by(payment))


def _in_default(user, *conditions):
    """Payments of the price that stayed unpaid after the payer was dunned, of projects that nobody closes yet."""
    closing = sa.exists().where(Closure.project_id == Project.id, Closure.state.in_(OPEN))
    dunned = Payment.payer == Payer.DEMANDER, Payment.dunned_at.is_not(None), Payment.state.in_(UNPAID)
    rows = queries.listed_payments(user).where(*dunned, Project.state.in_(IN_WORK), ~closing, *conditions)
    return [one for one in db.session.scalars(rows).unique() if not dunning.dunned_in_vain(one)]


def unpaid_duties(user):
    """A team that is not paid in spite of dunning may ask for the end of the project; once for each project."""
    for one in {one.project_id: one for one in _in_default(user, acts_for(user))}.values():
        path = on_ground(user, one.project, IN_DEFAULT) if _receives(user, one) else None
        if path is not None:
            duty = _duty(one, "发榜方逾期未付款：可以申请办理终止", one.due_at)
            tail = f"/closures/new?reason={path['key']}"
            yield dataclasses.replace(duty, path=f"/desk/projects/{one.project.code}{tail}")


def refund_duties(user):
    """Money that has to come back after the end: who has it, and who registers that it is there."""
    first: dict = {}
    rows = (
        queries.listed_payments(user).where(Payment.is_to_return).order_by(Payment.project_id, Payment.number)
    )
    for one in db.session.scalars(rows).unique():
        first.setdefault((one.project_id, one.payer), one)
    owed = refunds_owed({project_id for project_id, _ in first})
    for key, one in first.items():
        if owed[key].over_at is not None:
            continue  # A leader has decided to pursue it otherwise.
        what = "登记退回" if rules.refunds(user, one) else "退回款项" if _receives(user, one) else None
        if what is not None:
            yield _duty(one, f"{what}：{one.payer_text}，{formats.wan(owed[key].left_fen)}", owed[key].due_at)


def _stuck(user):
    """Earned public money that is locked for good."""
    locked = Payment.payer == Payer.PUBLIC, Payment.state == Y.LOCKED, Payment.passed_at.is_not(None)
    rows = queries.listed_payments(user).where(*locked)
    rows = rows.options(contains_eager(Payment.project).selectinload(Project.payments))
    for one in db.session.scalars(rows).unique():
        if waits_for_leader(one) and rules.decides_on_locked(user, one):
            due = rulepack.until("answer_days", one.passed_at)
            yield _duty(one, f"核定未解锁款项：{clocks.named(one)}", due)


def _not_back(user):
    """What was not back in time: who owes it goes on being asked, and a leader may decide to pursue it otherwise."""
    late = sa.exists().where(
        RefundOwed.project_id == Payment.project_id,
        RefundOwed.payer == Payment.payer,
        RefundOwed.over_at.is_(None),
        RefundOwed.due_at < clock.now(),
    )
    rows = queries.listed_payments(user).where(Payment.is_to_return, late)
    first: dict = {}
    for one in db.session.scalars(rows.order_by(Payment.project_id, Payment.number)).unique():
        first.setdefault((one.project_id, one.payer), one)
    owed = refunds_owed({project_id for project_id, _ in first})
    for key, one in first.items():
        if rules.decides_on_payment(user, one):
            said = f"逾期未退回：{one.payer_text}，{formats.wan(owed[key].left_fen)}"
            yield _duty(one, said, owed[key].due_at, runs=True)


def leader_duties(user):
    """Public money that the officer in charge has requested: somebody else approves; what only a leader can free; who
    does not pay when dunned; and what was not back in time."""
    yield from _stuck(user)
    yield from _not_back(user)
    asked = sa.and_(Payment.state == Y.REQUESTED, Payment.requested_by_id == Challenge.handler_id)
    for one in _working(user, asked):
        if rules.approves_payment(user, one):
            yield _duty(one, f"审批拨付：{clocks.named(one)}", one.due_at)
    for one in _in_default(user):
        yield _duty(one, f"发榜方催告后仍未付款：{clocks.named(one)}", one.due_at, runs=True)


SOURCES = (
    (lambda user: is_researcher(user) or is_enterprise(user) or is_finance(user), side_duties),
    (lambda user: is_researcher(user) or is_enterprise(user), unpaid_duties),
    (lambda user: is_researcher(user) or is_enterprise(user) or is_finance(user), refund_duties),
    (is_officer, officer_duties),
    (is_leader, leader_duties),
)
