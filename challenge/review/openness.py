"""Who may know who has reviewed: everybody from the notice on, where the rule pack says so; nobody who gave which score."""

from challenge import rulepack
from challenge.states import SETTLED, C

NAMES_OPEN = {C.NOTICED, *SETTLED}


def names_are_public(challenge):
    """From the published notice on; sealed again while an upheld objection has the list reviewed anew."""
    reached = NAMES_OPEN & {challenge.state, challenge.suspended_from}
    return bool(reached) and rulepack.value(challenge, "names_open_at_notice")


def foretold(challenge):
    """The sentence that reviewers read before they accept, and the public with the draw."""
    clause = rulepack.cite(challenge, "names_open_at_notice")
    if not rulepack.value(challenge, "names_open_at_notice"):
        return f"评审专家姓名不公开{clause}。"
    whom = "姓名和所在单位" if rulepack.value(challenge, "reviewer_units_open") else "姓名"
    return f"参加评分的专家，{whom}自发布公示起公开；谁给了多少分、写了什么意见不公开{clause}。"
