"""Money that comes back whole after an end: nothing more of it is paid; what was approved may have been paid before."""

from challenge.delivery.closing.paths import ALL, path_named
from challenge.delivery.states import ENDED, Y
from core import clock, formats


def is_forfeited(payment):
    """The end of its project takes all of this payer's money back."""
    return not_forfeited(payment) is not None


def not_forfeited(payment):
    """After an end whose path takes all of this payer's money back nothing more of it is paid."""
    project = payment.project
    if project.state not in ENDED or not project.reason_code:
        return None
    path = path_named(project, project.reason_code)
    if path["returns"].get(payment.payer.value) != ALL:
        return None
    return f"项目因“{path['label']}”结束，{payment.payer.label}须全额退回，不再支付。"


def is_asked(payment):
    """Approved before the end, forfeited by it: who pays says whether it was paid."""
    return payment.state is Y.APPROVED and is_forfeited(payment)


def question(payment):
    """What who pays is asked, as sentences; None when nothing is."""
    if not is_asked(payment):
        return None
    day = formats.date_zh(last_day(payment)[0])
    return (
        f"{not_forfeited(payment)}在 {day} 以前已经付款的，请登记付款；没有付款的，请办理“没有付款，取消”。"
    )


def last_day(payment):
    """(last day on which forfeited money can have been paid, what that day is), or None."""
    if not is_forfeited(payment):
        return None
    return clock.beijing(payment.project.state_since).date(), "项目结束日"


def nothing_asked(payment):
    """Approved money is not simply sent back while it is asked whether it was paid."""
    return question(payment)


def only_forfeited(payment):
    """Approved money is paid or sent back; only what comes back whole is cancelled at once."""
    if payment.state is Y.UNLOCKED or is_forfeited(payment):
        return None
    return "本笔款项已经同意拨付，由付款方付款或者退回；退回以后才能取消。"


def all_answered(closure):
    """Before the accounts are drawn up it is known of every approved payment whether it was paid."""
    codes = [one.code for one in closure.project.payments if is_asked(one)]
    if not codes:
        return None
    return f"{'、'.join(codes)} 已同意拨付而须全额退回，付款方说明是否已经付款后才能出具结算单。"
