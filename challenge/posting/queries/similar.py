"""Look-alikes: lists whose words overlap with those of a demand."""

import sqlalchemy as sa

from challenge.posting.models import Challenge
from challenge.posting.queries.lists import PUBLISHED
from challenge.states import C
from core import fulltext
from core.database import db

COMPARED = 300
ALIKE = 0.34
KNOWN = (C.POOLED, *(state for state in PUBLISHED if state is not C.CANCELLED))


def overlap(one, other):
    """Jaccard overlap, 0 to 1, of two collections of terms."""
    one, other = set(one), set(other)
    return len(one & other) / len(one | other) if one | other else 0.0


def _terms(title, keywords):
    found = fulltext.terms(f"{title} {' '.join(keywords)}")
    return [term for term in found if len(term) > 1]


def _neighbours(challenge, states, limit):
    chosen = (Challenge.id, Challenge.code, Challenge.title, Challenge.keywords, Challenge.state)
    rows = sa.select(*chosen).where(Challenge.industry == challenge.industry, Challenge.id != challenge.id)
    return rows.where(Challenge.state.in_(states)).order_by(Challenge.id.desc()).limit(limit)


def _ranked(challenge, states, limit):
    mine = _terms(challenge.title, challenge.keywords)
    found = db.session.execute(_neighbours(challenge, states, limit)).all()
    scored = [(overlap(mine, _terms(row.title, row.keywords)), row) for row in found]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].id))


def look_alikes(challenge):
    """Up to three lists of the pool, open or solved, that look like this demand; for the demand check."""
    if not challenge.title:
        return []
    return [row for score, row in _ranked(challenge, KNOWN, COMPARED) if score >= ALIKE][:3]


def similar_lists(challenge):
    """Up to three public lists of the same field, the closest first; for the public page."""
    states = tuple(state for state in PUBLISHED if state is not C.CANCELLED)
    return [row for _score, row in _ranked(challenge, states, 30)][:3]
