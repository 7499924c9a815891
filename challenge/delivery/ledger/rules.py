"""Questions about payments: who requests, approves, pays and confirms, and the gates before money moves."""

from accounts.rules import is_finance
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.closing.states import BEFORE_DECISION
from challenge.delivery.contracts.rules import wrong_time
from challenge.delivery.ledger import sides, tranche
from challenge.delivery.states import ENDED, P, Payer, Y
from core import clock, formats
from talent.integrity import gate
from talent.integrity.states import Purpose

ACCEPTANCE = "acceptance"


def requests_payment(user, payment):
    """Who receives it, or the officer in charge for them; own funds are not requested."""
    project = payment.project
    mine = sides.speaks_for(user, payment, sides.receiver_of)
    asks = mine or rules.handles_project(user, project)
    return payment.payer is not Payer.OWN and asks


def withdraws_request(user, payment):
    """Who has requested."""
    return user.is_authenticated and user.id == payment.requested_by_id


def approves_payment(user, payment):
    """Whoever pays the price for it, the officer in charge or a leader for public money; never who requested, never finance."""
    project = payment.project
    if not user.is_authenticated or user.id == payment.requested_by_id:
        return False
    if payment.payer is Payer.DEMANDER:
        return sides.speaks_for(user, payment, sides.payer_of)
    decides = rules.handles_project(user, project) or rules.decides_on_project(user, project)
    return payment.payer is Payer.PUBLIC and decides and not is_finance(user)


def pays(user, payment):
    """Who registers that it was paid: the side that pays the price, finance for public money, the team's leader for own funds."""
    if payment.payer is Payer.DEMANDER:
        return sides.speaks_for(user, payment, sides.payer_of)
    if payment.payer is Payer.PUBLIC:
        project = payment.project
        apart = user.organisation_id not in (project.organisation_id, project.challenge.organisation_id)
        return is_finance(user) and apart
    return rules.acts_for_team(user, payment.project)


def invests(user, payment):
    """The team's leader, for own funds."""
    return payment.payer is Payer.OWN and rules.acts_for_team(user, payment.project)


def receives(user, payment):
    """Who confirms the arrival: the side that receives; for own funds the officer in charge."""
    if payment.payer is Payer.OWN:
        return rules.handles_project(user, payment.project)
    return sides.speaks_for(user, payment, sides.receiver_of)


def registered_it(user, payment):
    """Who has registered the payment may correct it, until the receiver has confirmed."""
    return user.is_authenticated and user.id == payment.registered_by_id and pays(user, payment)


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
    """No money moves on while the project is suspended; the pause of a closure leaves what is unlocked payable, so that a debtor may still pay."""
    project = payment.project
    if project.state is not P.SUSPENDED or rests_for_closure(project):
        return None
    return "项目已暂停，恢复后再办理拨付。"


def rests_for_closure(project):
    """A closure that is not decided has put the project to rest."""
    return any(one.has_suspended and one.state in BEFORE_DECISION for one in project.closures)


def project_ended(payment):
    """The project has ended before its time: accounts are settled."""
    return None if payment.project.state in ENDED else "项目尚未结束，不能办理结算。"


def milestone_passed(payment):
    """Its milestone has passed."""
    return None if payment.passed_at else f"{payment.milestone_text}尚未通过，不能解锁。"


def was_earned(payment):
    """Its milestone has passed, and no acceptance has to pass before it: what still held it was the price alone."""
    return payment.passed_at is not None and support_of(payment)["after"] != ACCEPTANCE


def is_earned(payment):
    """Locked though it was earned: it stays theirs."""
    return payment.state is Y.LOCKED and was_earned(payment)


def earlier_unlocked(payment):
    """Public money is unlocked in the order of the milestones."""
    if payment.payer is not Payer.PUBLIC:
        return None
    place = (payment.milestone, payment.number)
    earlier = (
        one for one in _others(payment) if one.state is Y.LOCKED and (one.milestone, one.number) < place
    )
    found = next(earlier, None)
    return f"前一笔财政资金（{found.milestone_text}）尚未解锁。" if found else None


def first_tranche_covered(payment):
    """The first public tranche keeps to its limit: a share of what the demander has really paid, or of the grant."""
    project = payment.project
    if payment.payer is not Payer.PUBLIC:
        return None
    if tranche.by_grant(project):
        others = _others(payment)
        return None if any(_is_moving(one) for one in others) else _below_minimum(payment, others)
    if not any(one.payer is Payer.DEMANDER for one in project.payments):
        return None  # By the contract the poster pays nothing: there is no sum to measure the tranche with.
    leaders = tranche.leaders(project)
    if payment not in leaders:
        return None
    paid, most = tranche.paid_fen(project), tranche.share(project)
    sum_fen = sum(one.amount_fen for one in leaders if _is_moving(one) or one is payment)
    if sum_fen * 100 <= paid * most:
        return None
    clause = rulepack.cite(project, "first_tranche_max")
    said = f"首笔财政资金不超过发榜方实付金额的 {most}%，发榜方已付到账 {formats.wan(paid)}"
    before = sum_fen - payment.amount_fen
    with_them = f"，连同此前已解锁的 {formats.wan(before)}" if before else ""
    return f"{said}，本笔 {formats.wan(payment.amount_fen)}{with_them}，暂不能解锁{clause}。"


def decides_on_locked(user, payment):
    """A leader of the bureau, about public money that no step of anybody else will unlock."""
    return payment.payer is Payer.PUBLIC and decides_on_payment(user, payment)


def locked_for_good(payment):
    """Only the limit of the first tranche holds it, and nothing that anybody still pays or changes can lift that."""
    if not first_tranche_covered(payment):
        return earlier_unlocked(payment) or "本笔款项不受首笔拨付上限限制，按规则解锁。"
    if tranche.by_grant(payment.project):
        at_work = wrong_time(payment.project) is None
        return "任务书还可以变更，请先变更拨付计划。" if at_work else None
    ways = (Y.CONFIRMED, Y.CANCELLED)
    open_ones = [
        one.code for one in payment.project.payments if one.payer is Payer.DEMANDER and one.state not in ways
    ]
    if not open_ones:
        return None
    return f"发榜方还有未付清的款项（{'、'.join(open_ones)}），付清后按规则解锁；仍不能解锁的再核定。"


def given_up_for_good(payment):
    """What would unlock it did not come before the project has ended; until then the plan itself can be changed."""
    if payment.project.state not in ENDED:
        return "项目结束后才能核定取消；项目进行中请变更任务书的拨付计划。"
    return None if first_tranche_covered(payment) else locked_for_good(payment)


def support_of(payment):
    """What its way of support (拨投贷补奖买) means: after what it is unlocked, which proof is asked, whether that covers it."""
    rows = {one["key"]: one for one in rulepack.entries(payment.project, "supports")}
    return rows[payment.kind.value]


def support_allows(payment):
    """Some ways of support pay only what has passed its acceptance."""
    if support_of(payment)["after"] == ACCEPTANCE and payment.project.state is not P.PASSED:
        return f"{payment.kind.label}在项目验收通过后解锁。"
    return None


def proof_given(payment):
    """Some ways of support are paid against proof, and some not beyond what it shows."""
    asked = support_of(payment)
    if asked["proof"] and not payment.proofs:
        return f"{payment.kind.label}须先提交{asked['proof']}，再申请拨付。"
    shown = sum(one.amount_fen for one in payment.proofs)
    if asked["covers"] and shown < payment.amount_fen:
        return f"凭证金额合计 {formats.wan(shown)}，少于本笔 {formats.wan(payment.amount_fen)}，请补充凭证。"
    return None


def gives_proof(user, payment):
    """Who may ask for the money, until it is asked for."""
    return requests_payment(user, payment) and bool(support_of(payment)["proof"])


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
    receiver = sides.organisation_of(project, sides.receiver_of(payment))
    ids = {"users": [project.leader_id], "organisations": [receiver.id]}
    found = gate.findings(Purpose.PAYMENT, **ids)
    return found[0].neutral if found else None


def is_overdue(payment):
    """The time to pay has run out; it does not run while the project is suspended."""
    waits = payment.state in (Y.UNLOCKED, Y.REQUESTED, Y.APPROVED)
    runs = payment.due_at is not None and payment.project.state is not P.SUSPENDED
    return waits and runs and clock.now() >= payment.due_at


def denies_arrival(user, payment):
    """The team's leader, for money that others have registered as paid."""
    return payment.payer is not Payer.OWN and receives(user, payment)


def denies_own(user, payment):
    """The officer in charge, for own funds that are not there."""
    return payment.payer is Payer.OWN and receives(user, payment)
