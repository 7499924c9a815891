"""Look-alikes: lists whose words overlap with those of a demand."""

import dataclasses
import functools

import sqlalchemy as sa

from accounts.rules import is_bureau
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import PUBLISHED
from challenge.states import C
from core import fulltext
from core.database import db

COMPARED = 200
SHOWN = 30
KNOWN = (C.POOLED, *(state for state in PUBLISHED if state is not C.CANCELLED))


@dataclasses.dataclass(frozen=True)
class LookAlike:
    """A list that looks alike; without code and title when its reader may not know it."""

    code: str
    title: str
    state: C


def overlap(one, other):
    """Jaccard overlap, 0 to 1, of two collections of terms."""
    one, other = set(one), set(other)
    return len(one & other) / len(one | other) if one | other else 0.0


@functools.lru_cache(maxsize=10_000)
def _terms_of(text):
    return frozenset(term for term in fulltext.terms(text) if len(term) > 1)


def _terms(row):
    return _terms_of(f"{row.title} {' '.join(row.keywords)}")


def _neighbours(challenge, columns, states, limit):
    rows = sa.select(Challenge.id, Challenge.code, Challenge.title, Challenge.state, *columns)
    rows = rows.where(Challenge.industry == challenge.industry, Challenge.id != challenge.id)
    rows = rows.where(Challenge.id != (challenge.lineage_id or 0))  # what it continues must look like it
    return db.session.execute(
        rows.where(Challenge.state.in_(states)).order_by(Challenge.id.desc()).limit(limit)
    )


def look_alikes(challenge, reader):
    """Up to three lists of the pool, open or solved, that look like this demand; for the demand check."""
    from talent.recommend import similar_to

    if not (challenge.title and challenge.industry):
        return []
    rows = _neighbours(challenge, [Challenge.difficulty, Challenge.secrecy], KNOWN, COMPARED).all()
    others = [(row, {"title": row.title, "problem": _problem(row, reader)}) for row in rows]
    found = similar_to({"title": challenge.title, "problem": challenge.difficulty}, others, k=3)
    return [_as_seen_by(reader, row) for row, _likeness in found]


def _problem(row, reader):
    # Likeness to words that the reader may not see would give them away, one guess after the other.
    is_open = row.secrecy.get("difficulty", "public") == "public"
    return row.difficulty if is_open or is_bureau(reader) else ""


def _as_seen_by(reader, row):
    if row.state is C.POOLED and not is_bureau(reader):
        return LookAlike("", "", row.state)
    return LookAlike(row.code, row.title, row.state)


def similar_lists(challenge):
    """Up to three public lists of the same field, the closest first; for the public page."""
    states = tuple(state for state in PUBLISHED if state is not C.CANCELLED)
    rows = _neighbours(challenge, [Challenge.keywords], states, SHOWN).all()
    mine = _terms(challenge)
    return sorted(rows, key=lambda row: (-overlap(mine, _terms(row)), -row.id))[:3]
