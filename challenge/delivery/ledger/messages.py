"""“Then … is told that …” of payments."""

from accounts.mailbox import holders, members_of, tell
from accounts.states import Role
from challenge.delivery.states import Payer
from core import formats


def _path(payment):
    return f"/desk/projects/{payment.project.code}/payments/{payment.number}"


def _poster(payment):
    challenge = payment.project.challenge
    return members_of(challenge.organisation_id, Role.ENTERPRISE) | {challenge.author_id}


def _tell(people, payment, move, what=""):
    subject = f"拨付 {payment.code}：{what or move.step.label}"
    said = f"{payment.payer.label} {formats.wan(payment.amount_fen)}。"
    reason = move.facts.get("reason")
    tell(people - {move.actor.id}, subject, said + (f"理由：{reason}" if reason else ""), _path(payment))


def tell_team(payment, move):
    """The leader of the project."""
    _tell({payment.project.leader_id}, payment, move)


def tell_approver(payment, move):
    """Whose approval it waits for: the poster, or the officer; a leader where the officer has requested."""
    handler = payment.project.challenge.handler_id
    people = {handler} if handler and handler != payment.requested_by_id else holders(Role.LEADER)
    _tell(_poster(payment) if payment.payer is Payer.DEMANDER else people, payment, move, "等待审批")


def tell_payer(payment, move):
    """Who has to pay."""
    people = _poster(payment) if payment.payer is Payer.DEMANDER else holders(Role.FINANCE)
    _tell({payment.project.leader_id} if payment.payer is Payer.OWN else people, payment, move)


def tell_receiver(payment, move):
    """Who confirms that it has arrived."""
    project = payment.project
    person = project.challenge.handler_id if payment.payer is Payer.OWN else project.leader_id
    _tell({person}, payment, move, "请确认到账")


def tell_officer(payment, move):
    """The officer in charge."""
    _tell({payment.project.challenge.handler_id}, payment, move)


def tell_poster(payment, move):
    """The poster, whose payment is overdue."""
    _tell(_poster(payment), payment, move, "付款期限已过，请尽快付款")
