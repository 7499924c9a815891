"""What counts towards the yearly number of reviews of an expert besides the lists: later rooms add to it."""

import collections

from core import clock

# Functions (first instant of the year, profile id or None for all) -> {profile id: number}.
counted_elsewhere: list = []


def first_instant():
    """Of the present year of Beijing."""
    return clock.beijing_instant(clock.today().replace(month=1, day=1))


def elsewhere(profile_id=None):
    """{profile id: number} of this year's other reviews, of one expert or of all."""
    found: collections.Counter = collections.Counter()
    for counts in counted_elsewhere:
        found.update(counts(first_instant(), profile_id))
    return found
