"""The state of a bid as people read it."""

from challenge.states import B, C

BEFORE_RESULT = (C.AWARDED, C.NOTICED)


def state_of(bid):
    """The stored state, but the chosen bid is 拟揭榜 until the result of its list is announced."""
    of_list = bid.challenge.suspended_from or bid.challenge.state
    return B.NOMINATED if bid.state is B.WON and of_list in BEFORE_RESULT else bid.state
