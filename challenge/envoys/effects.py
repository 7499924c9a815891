"""What moves with an appointment and with a request."""

from talent.integrity import gate
from talent.integrity.states import Purpose


def note_consent(envoy, move):
    """When the person agreed, and whether under the own name in public."""
    envoy.agreed_at, envoy.is_named = move.at, bool(move.facts.get("is_named"))
    envoy.reason = ""
    gate.record(move.actor, envoy, Purpose.ENVOY, 1)


def keep_reason(row, move):
    """Why, for whoever reads the page."""
    row.reason = move.facts["reason"]


def forget_renewal(envoy, move):
    """What was offered is off the table."""
    envoy.next_ends_on = envoy.next_capacity = None


def leave_register(envoy, move):
    """Who no longer serves is no longer named in public."""
    envoy.is_named = False
    forget_renewal(envoy, move)


def take_renewal(envoy, move):
    """The term goes on as it was offered."""
    envoy.ends_on, envoy.capacity = envoy.next_ends_on, envoy.next_capacity
    envoy.reason = ""
    forget_renewal(envoy, move)
    gate.record(move.actor, envoy, Purpose.ENVOY, 1)
