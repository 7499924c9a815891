"""Questions about payments: who requests, approves, pays and confirms, and the gates before money moves."""

import datetime as dt

from accounts.rules import is_finance
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.states import ENDED, P, Payer, Y
from core import clock, formats
from talent.integrity import gate
from talent.integrity.states import Purpose

BY_GRANT = "补助总额"


def requests_payment(user, payment):
    """The leader of the project, or the officer in charge for the team; own funds are not requested."""
    project = payment.project
    asks = rules.leads_project(user, project) or rules.handles_project(user, project)
    return payment.payer is not Payer.OWN and asks


def withdraws_request(user, payment):
    """Who has requested."""
    return user.is_authenticated and user.id == payment.requested_by_id


def approves_payment(user, payment):
    """The poster for its money, the officer in charge or a leader for public money; never who requested, never finance."""
    project = payment.project
    if not user.is_authenticated or user.id == payment.requested_by_id:
        return False
    if payment.payer is Payer.DEMANDER:
        return rules.posts_project(user, project)
    decides = rules.handles_project(user, project) or rules.decides_on_project(user, project)
    return payment.payer is Payer.PUBLIC and decides and not is_finance(user)


def pays(user, payment):
    """Who registers that it was paid: the poster, finance for public money, the team's leader for own funds."""
    if payment.payer is Payer.DEMANDER:
        return rules.posts_project(user, payment.project)
    if payment.payer is Payer.PUBLIC:
        project = payment.project
        sides = (project.organisation_id, project.challenge.organisation_id)
        return is_finance(user) and user.organisation_id not in sides
    return rules.leads_project(user, payment.project)


def invests(user, payment):
    """The team's leader, for own funds."""
    return payment.payer is Payer.OWN and rules.leads_project(user, payment.project)


def receives(user, payment):
    """Who confirms the arrival: the team's leader; for own funds the officer in charge."""
    if payment.payer is Payer.OWN:
        return rules.handles_project(user, payment.project)
    return rules.leads_project(user, payment.project)


def decides_on_payment(user, payment):
    """A leader of the bureau who belongs to neither side."""
    return rules.decides_on_project(user, payment.project)


def refunds(user, payment):
    """Who has paid registers what came back; own funds do not come back."""
    return payment.payer is not Payer.OWN and pays(user, payment)


def handles_payment(user, payment):
    """The officer in charge."""
    return rules.handles_project(user, payment.project)


def project_goes_on(payment):
    """No money moves on while the project is suspended."""
    return "项目已暂停，恢复后再办理拨付。" if payment.project.state is P.SUSPENDED else None


def project_ended(payment):
    """The project has ended before its time: accounts are settled."""
    return None if payment.project.state in ENDED else "项目尚未结束，不能办理结算。"


def milestone_passed(payment):
    """Its milestone has passed."""
    return None if payment.passed_at else f"{payment.milestone_text}尚未通过，不能解锁。"


def earlier_unlocked(payment):
    """Public money is unlocked in the order of the milestones."""
    if payment.payer is not Payer.PUBLIC:
        return None
    earlier = (one for one in _others(payment) if one.state is Y.LOCKED and one.number < payment.number)
    found = next(earlier, None)
    return f"前一笔财政资金（{found.milestone_text}）尚未解锁。" if found else None


def first_tranche_covered(payment):
    """The first public tranche keeps to its limit: a share of what the demander has really paid, or of the grant."""
    others = _others(payment)
    if payment.payer is not Payer.PUBLIC or any(_is_moving(one) for one in others):
        return None
    if rulepack.value(payment.project, "first_tranche_basis") == BY_GRANT:
        return _below_minimum(payment, others)
    money = [one for one in payment.project.payments if one.payer is Payer.DEMANDER]
    if not money:
        return None  # By the contract the poster pays nothing: there is no sum to measure the tranche with.
    paid = sum(one.amount_fen for one in money if one.state is Y.CONFIRMED)
    most = rulepack.value(payment.project, "first_tranche_max")
    if payment.amount_fen * 100 <= paid * most:
        return None
    clause = rulepack.cite(payment.project, "first_tranche_max")
    said = f"首笔财政资金不超过发榜方实付金额的 {most}%，发榜方已付到账 {formats.wan(paid)}"
    return f"{said}，本笔 {formats.wan(payment.amount_fen)}，暂不能解锁{clause}。"


def _below_minimum(payment, others):
    grant = payment.amount_fen + sum(one.amount_fen for one in others if one.state is not Y.CANCELLED)
    least = rulepack.value(payment.project, "first_tranche_min")
    if payment.amount_fen * 100 >= grant * least:
        return None
    clause = rulepack.cite(payment.project, "first_tranche_min")
    return f"首笔财政资金应不低于补助总额的 {least}%，请先变更任务书的拨付计划{clause}。"


def _others(payment):
    return [one for one in payment.project.payments if one.payer is payment.payer and one is not payment]


def _is_moving(payment):
    return payment.state not in (Y.LOCKED, Y.CANCELLED)


def payee_clear(payment):
    """No finding in the integrity register keeps the team or its organisation from being paid."""
    project = payment.project
    ids = {"users": [project.leader_id], "organisations": [project.organisation_id]}
    found = gate.findings(Purpose.PAYMENT, **ids)
    return found[0].neutral if found else None


def is_overdue(payment):
    """The time to pay has run out; it does not run while the project is suspended."""
    waits = payment.state in (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED)
    runs = payment.due_at is not None and payment.project.state is not P.SUSPENDED
    return waits and runs and clock.now() >= payment.due_at


def demander_late(payment):
    """Money of the demander that is overdue."""
    if payment.payer is not Payer.DEMANDER:
        return "只对发榜方出资的款项催告。"
    if is_overdue(payment):
        return None
    days = rulepack.value(payment.project, "payment_days")
    clause = rulepack.cite(payment.project, "payment_days")
    return f"付款期限为首次申请后 {days} 天，期限未到{clause}。"


def dunned_in_vain(payment):
    """Some days have passed since the poster was dunned, and nothing was paid."""
    if found := demander_late(payment):
        return found
    days = rulepack.value(payment.project, "payment_dun_days")
    clause = rulepack.cite(payment.project, "payment_dun_days")
    if payment.dunned_at is None:
        return f"请先催告付款；催告 {days} 天后仍未付款的，可以登记诚信线索{clause}。"
    until = payment.dunned_at + dt.timedelta(days=days)
    if clock.now() < until:
        return f"已催告，{formats.moment(until)}后仍未付款的，可以登记诚信线索{clause}。"
    return None


def spends(user, project):
    """The leader of the project enters what was spent."""
    return rules.leads_project(user, project)


def denies_arrival(user, payment):
    """The team's leader, for money that others have registered as paid."""
    return payment.payer is not Payer.OWN and receives(user, payment)


def denies_own(user, payment):
    """The officer in charge, for own funds that are not there."""
    return payment.payer is Payer.OWN and receives(user, payment)
