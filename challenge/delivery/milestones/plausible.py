"""Values that hardly anybody measures: named to whoever enters them, and again to whoever decides by them."""

from challenge.bidding.checklist import number_in
from challenge.delivery.milestones.judging import worse_end
from challenge.states import Comparator

FACTOR = 10


def doubt(test, value):
    """Why a measured text should be compared with the report once more, as a few words; None when nothing is odd.

    `test` is an indicator as a gate asks for it. Where what is asked is 0 or less (a temperature) size says nothing.
    """
    found = None if test.comparator is Comparator.QUALITATIVE else worse_end(test, value)
    asked = [one for one in map(number_in, (test.threshold, test.threshold_high)) if one is not None]
    if found is None or not asked or min(asked) <= 0:
        return None
    if found < 0:
        return "小于 0"
    if found > max(asked) * FACTOR:
        return f"超过要求值的 {FACTOR} 倍"
    return f"不到要求值的 1/{FACTOR}" if found * FACTOR < min(asked) else None


def doubts(tests, values):
    """Sentences on all odd ones of `values` {(lane, indicator id): text}, in the order of the lanes."""
    by_id = {one.id: one for one in tests}
    found = (
        (lane, by_id[key], text, doubt(by_id[key], text)) for (lane, key), text in sorted(values.items())
    )
    return [f"赛道 {lane} {test.name}“{text}”{why}" for lane, test, text, why in found if why]
