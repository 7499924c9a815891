"""Look-alikes of a demand, and lists that speak of the same matter."""

import dataclasses

import sqlalchemy as sa
from flask import current_app

from accounts.rules import is_bureau
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import PUBLISHED
from challenge.states import C
from core.database import db

COMPARED = 200
SHOWN, MOST_KEPT = 60, 10_000
# Of the 14 demands of the demonstration world those from here on share a material or a process.
SAME_MATTER = 0.03
# What a link to a list says.
_SHOWN = (
    sa.orm.load_only(
        Challenge.code, Challenge.title, Challenge.state, Challenge.deadline, Challenge.suspended_at
    ),
    sa.orm.undefer_group("work"),
    *(sa.orm.lazyload(one) for one in (Challenge.organisation, Challenge.programme)),
)
PUBLIC = tuple(state for state in PUBLISHED if state is not C.CANCELLED)
KNOWN = (C.POOLED, *PUBLIC)


@dataclasses.dataclass(frozen=True)
class LookAlike:
    """A list that looks alike; without code and title when its reader may not know it."""

    code: str
    title: str
    state: C


def _of_its_field(challenge):
    """The newest lists of the same field, without the one it continues and the other half of a split, which must
    look like it."""
    columns = (
        Challenge.id,
        Challenge.code,
        Challenge.title,
        Challenge.state,
        Challenge.difficulty,
        Challenge.secrecy,
    )
    others = [Challenge.id.not_in((challenge.id, challenge.lineage_id or 0)), Challenge.state.in_(KNOWN)]
    if challenge.lineage_id:
        others.append(sa.func.coalesce(Challenge.lineage_id, 0) != challenge.lineage_id)
    rows = sa.select(*columns).where(Challenge.industry == challenge.industry, *others)
    return db.session.execute(rows.order_by(Challenge.id.desc()).limit(COMPARED)).all()


def look_alikes(challenge, reader):
    """Up to three lists of the pool, open or solved, that look like this demand; for the demand check."""
    from talent.recommend import similar_to

    if not (challenge.title and challenge.industry):
        return []
    rows = _of_its_field(challenge)
    others = [(row, {"title": row.title, "problem": _problem(row, reader)}) for row in rows]
    found = similar_to({"title": challenge.title, "problem": challenge.difficulty}, others, k=3)
    return [_as_seen_by(reader, row) for row, _likeness in found]


def _problem(row, reader):
    # Likeness to words that the reader may not see would give them away, one guess after the other.
    return row.difficulty if _is_open(row) or is_bureau(reader) else ""


def _is_open(row):
    return row.secrecy.get("difficulty", "public") == "public"


def _as_seen_by(reader, row):
    if row.state is C.POOLED and not is_bureau(reader):
        return LookAlike("", "", row.state)
    return LookAlike(row.code, row.title, row.state)


def similar_lists(challenge):
    """Up to three public lists, of whatever field, that speak of the same matter; for the public page."""
    public = sa.select(Challenge.id, Challenge.version, Challenge.code).where(Challenge.state.in_(PUBLIC))
    marks = tuple(map(tuple, db.session.execute(public.order_by(Challenge.id.desc()).limit(SHOWN))))
    known = current_app.extensions.setdefault("similar_lists", {})
    key = challenge.code, challenge.version, hash(marks)
    if key not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[key] = _nearest(challenge, [number for number, *_rest in marks])
    found = db.session.scalars(sa.select(Challenge).where(Challenge.id.in_(known[key])).options(*_SHOWN))
    return sorted(found.unique(), key=lambda row: known[key].index(row.id))


def _nearest(challenge, ids):
    """Ids of the three nearest among these lists, as far as words are public."""
    from talent.recommend import similar_to

    columns = Challenge.id, Challenge.title, Challenge.difficulty, Challenge.secrecy
    rows = db.session.execute(sa.select(*columns).where(Challenge.id.in_(ids)).order_by(Challenge.id))
    # The list itself stays among them: then all pages ask the same small matcher.
    others = [(row.id, _public_texts(row)) for row in rows]
    found = similar_to(_public_texts(challenge), others, k=5, threshold=SAME_MATTER)
    return [near for near, _likeness in found if near not in (challenge.id, challenge.lineage_id)][:3]


def _public_texts(row):
    return {"title": row.title, "problem": row.difficulty if _is_open(row) else ""}
