"""Names of the reviewers on a published notice: who has scored, never who gave which score."""

from challenge import rulepack
from challenge.review.openness import names_are_public
from challenge.review.rules import ACTIVE


def named(challenge):
    """[[name, unit]] of those whose scores count, as the notice keeps them; [] where the rule pack keeps names sealed.

    The order is that of the names, and nothing else is kept: the list leads to no number, kind or score.
    """
    if not names_are_public(challenge):
        return []
    units = rulepack.value(challenge, "reviewer_units_open")
    people = [one.profile for one in challenge.assignments if one.state in ACTIVE]
    told = [[one.name, one.unit if units else ""] for one in people]
    return sorted(told, key=lambda one: [text.encode("gb18030", "replace") for text in one])


def shown(notice):
    """What anybody may read now: kept at publication, taken back while the list is reviewed anew."""
    return notice.facts.get("reviewers", []) if names_are_public(notice.challenge) else []
