"""“Then … is told that …” of payments."""

from accounts.mailbox import heads_of, holders, members_of, tell
from accounts.states import Role
from challenge.delivery.ledger import sides
from challenge.delivery.states import Payer
from core import formats


def _path(payment):
    return f"/desk/projects/{payment.project.code}/payments/{payment.number}"


def _poster(payment):
    challenge = payment.project.challenge
    return members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}


def _team(project):
    """The leader, or the lead unit's first account where that one is stopped."""
    return {project.leader_id} if project.leader.is_active else heads_of(project.organisation_id)


def _side(payment, side):
    return _poster(payment) if side == sides.POSTER else _team(payment.project)


def _tell(people, payment, move, what=""):
    subject = f"拨付 {payment.code}：{what or move.step.label}"
    said = f"{payment.payer_text} {formats.wan(payment.amount_fen)}。"
    reason = move.facts.get("reason")
    tell(people - {move.actor.id}, subject, said + (f"理由：{reason}" if reason else ""), _path(payment))


def tell_team(payment, move):
    """The leader of the project, or who stands in."""
    _tell(_team(payment.project), payment, move)


def tell_approver(payment, move):
    """Whose approval it waits for: the poster, or the officer; a leader where the officer has requested."""
    handler = payment.project.challenge.handler_id
    people = {handler} if handler and handler != payment.requested_by_id else holders(Role.LEADER)
    whole = _side(payment, sides.payer_of(payment)) if payment.payer is Payer.DEMANDER else people
    _tell(whole, payment, move, "等待审批")


def tell_payer(payment, move):
    """Who has to pay."""
    side = sides.payer_of(payment)
    _tell(_side(payment, side) if side else holders(Role.FINANCE), payment, move)


def ask_whether_paid(payment, move):
    """Who pays: it was approved before the end, and comes back whole if it was paid."""
    side = sides.payer_of(payment)
    people = _side(payment, side) if side else holders(Role.FINANCE)
    _tell(people, payment, move, "请说明是否已经付款")


def tell_receiver(payment, move):
    """Who confirms that it has arrived."""
    people = _side(payment, sides.receiver_of(payment))
    if payment.payer is Payer.OWN:
        people = {payment.project.challenge.handler_id}
    _tell(people, payment, move, "请确认到账")


def tell_refund_owed(claim, amount_fen):
    """Who has the money and who gets it back: how much, until when."""
    project = claim.project
    rows = [one for one in project.payments if one.payer is claim.payer]
    payer = sides.payer_of(rows[0])
    people = _side(rows[0], sides.receiver_of(rows[0])) | (
        _side(rows[0], payer) if payer else holders(Role.FINANCE)
    )
    said = f"{rows[0].payer_text} {formats.wan(amount_fen)} 应在 {formats.moment(claim.due_at)} 前退回，到账后由付款方在台账登记退回。"
    tell(people, f"应退回款项：{project.code}", said, f"/desk/projects/{project.code}/ledger")


def tell_officer(payment, move):
    """The officer in charge."""
    _tell({payment.project.challenge.handler_id}, payment, move)


def tell_poster(payment, move):
    """Who pays the price, and is late."""
    _tell(_side(payment, sides.payer_of(payment)), payment, move, "付款期限已过，请尽快付款")
