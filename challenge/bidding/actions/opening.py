"""Actions of the opening (开标): begun by one person, completed by a second of another role."""

from challenge.bidding import queries, rules
from core import workflow
from core.errors import Conflict

IN_TEAM = "您是本榜单一个揭榜团队的成员，不能参与开标。"


def begin(actor, challenge):
    """The first person begins; nothing is opened yet."""
    _stay_out(actor, challenge)
    workflow.apply(actor, challenge, "begin_opening")
    return rules.pending_opening(challenge)


def complete(actor, challenge):
    """The second person completes: every sealed bid is opened or shown as unreadable with the reason."""
    opening = rules.pending_opening(challenge)
    _stay_out(actor, challenge)
    workflow.apply(actor, challenge, "open")
    return opening


def _stay_out(actor, challenge):
    if challenge.is_past_deadline and queries.is_in_any_team(actor.id, challenge):
        raise Conflict(IN_TEAM)
