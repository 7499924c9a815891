"""The transition table of a payment (拨付): locked until its gate, then requested, approved, paid and confirmed by different people."""

from operator import attrgetter

from challenge.delivery.ledger import claims, dunning, effects, forfeiting, messages, refunds, rules
from challenge.delivery.ledger.models import Payment
from challenge.delivery.states import UNPAID, Payer, Y
from core.workflow import machine, nobody, step


def same(payment):
    """状态不变"""
    return payment.state


def before_it_was_registered(payment):
    """登记以前的状态"""
    return Y.UNLOCKED if payment.payer is Payer.OWN else Y.APPROVED


_gates = [rules.milestone_passed, rules.support_allows, rules.earlier_unlocked, rules.first_tranche_covered]
_back = [effects.note_return, messages.tell_team]
_cancelled = [effects.note_reason, messages.tell_team]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "payment",
    Payment,
    Y,
    what=attrgetter("code"),
    steps=[
        step("unlock", "解锁", Y.LOCKED, Y.UNLOCKED, nobody, _gates, [effects.book, messages.tell_team]),
        # Public money that the limit of the first tranche would hold for ever: a leader decides, with a reason.
        step("release", "核定解锁", Y.LOCKED, Y.UNLOCKED, rules.decides_on_locked, [rules.milestone_passed, rules.support_allows, rules.locked_for_good],
             [effects.book, effects.unlock_what_follows, messages.tell_team, messages.tell_officer], asks=("reason",)),
        step("forgo", "核定取消", Y.LOCKED, Y.CANCELLED, rules.decides_on_locked, [rules.given_up_for_good],
             [effects.book, effects.note_reason, effects.unlock_what_follows, messages.tell_team, messages.tell_officer], asks=("reason",), danger=True),
        step("request", "申请拨付", Y.UNLOCKED, Y.REQUESTED, rules.requests_payment, [rules.project_goes_on, forfeiting.not_forfeited, rules.proof_given],
             [effects.start_clock, messages.tell_approver]),
        step("withdraw", "撤回申请", Y.REQUESTED, Y.UNLOCKED, rules.withdraws_request, [], [effects.forget_reason]),
        step("approve", "同意拨付", Y.REQUESTED, Y.APPROVED, rules.approves_payment, [rules.project_goes_on, forfeiting.not_forfeited, rules.payee_clear],
             [effects.note_clear, messages.tell_payer, messages.tell_team]),
        step("refuse", "不同意，退回", Y.REQUESTED, Y.UNLOCKED, rules.approves_payment, [], _back, asks=("reason",), danger=True),
        step("register", "登记付款", Y.APPROVED, Y.REGISTERED, rules.pays, [], [effects.book, effects.forget_reason, messages.tell_receiver], asks=("paid",)),
        step("return", "不能付款，退回", Y.APPROVED, Y.UNLOCKED, rules.pays, [forfeiting.nothing_asked],
             [*_back, messages.tell_officer], asks=("reason",), danger=True),
        # Money that comes back whole: who pays answers whether it was paid before the end.
        step("unpaid", "没有付款，取消", Y.APPROVED, Y.CANCELLED, rules.pays, [forfeiting.only_forfeited],
             [effects.book, effects.forget_reason, messages.tell_team, messages.tell_officer], danger=True),
        step("invest", "登记自筹投入", Y.UNLOCKED, Y.REGISTERED, rules.invests, [rules.project_goes_on],
             [effects.book, effects.forget_reason, messages.tell_receiver], asks=("paid",)),
        step("confirm", "确认到账", Y.REGISTERED, Y.CONFIRMED, rules.receives, [],
             [effects.book, effects.forget_reason, claims.claim_arrival, effects.unlock_what_follows, messages.tell_payer, messages.tell_officer]),
        step("dispute", "没有到账，退回核实", Y.REGISTERED, Y.APPROVED, rules.denies_arrival, [],
             [effects.book, effects.note_reason, messages.tell_payer, messages.tell_officer], asks=("reason",), danger=True),
        step("deny", "自筹未到位，退回", Y.REGISTERED, Y.UNLOCKED, rules.denies_own, [], [effects.book, *_cancelled], asks=("reason",), danger=True),
        step("correct", "更正付款登记", Y.REGISTERED, before_it_was_registered, rules.registered_it, [], [effects.book, effects.note_reason], asks=("reason",)),
        step("dun", "催告付款", UNPAID, same, rules.handles_payment, [dunning.demander_late], [effects.note_dunning, messages.tell_poster]),
        step("report", "登记诚信线索", UNPAID, same, rules.handles_payment, [dunning.dunned_in_vain, dunning.not_reported]),
        step("void", "取消未解锁款项", Y.LOCKED, Y.CANCELLED, nobody, [], [effects.book, effects.note_reason]),
        step("waive", "结算时取消", (Y.UNLOCKED, Y.APPROVED), Y.CANCELLED, rules.decides_on_payment, [rules.project_ended, forfeiting.only_forfeited],
             [effects.book, *_cancelled], asks=("reason",), danger=True),
        step("forfeit", "须全额退回，不再支付", (Y.UNLOCKED, Y.REQUESTED), Y.CANCELLED, nobody, [], [effects.book, effects.note_reason, messages.tell_team, messages.tell_payer], asks=("reason",)),
        step("refund", "登记退回", Y.CONFIRMED, same, rules.refunds, [rules.project_ended], [effects.book, claims.note_back, messages.tell_team, messages.tell_officer], asks=("paid",)),
        step("pursue", "另行追偿，不再等待退回", Y.CONFIRMED, same, rules.decides_on_payment, [refunds.still_claimed],
             [claims.note_pursuit, messages.tell_team, messages.tell_payer, messages.tell_officer], asks=("reason",), danger=True),
        step("unrefund", "冲回退回登记", Y.CONFIRMED, same, rules.refunds, [refunds.may_be_taken_back],
             [effects.book, claims.note_wrong, messages.tell_team, messages.tell_officer], asks=("reason",), danger=True),
    ],
)
