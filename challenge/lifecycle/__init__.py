"""The first table on the wall: every transition of every machine of the hall, one file a machine.

`challenges` is the list's table, `bids` the bid's (揭榜方案), `reviews` the reviewer's and the notice's,
`objections` that of objections (异议), `posting` those of programmes and questions. Read them as sentences: action, button, from, to, who, needs, then.
"""

from challenge.lifecycle import bids, challenges, objections, posting, reviews

TABLES = (challenges, bids, reviews, objections, posting)


def register(app):
    """The tables register themselves when they are imported."""
