"""Open lists that a result on offer might answer, each with its reason."""

import dataclasses

import sqlalchemy as sa
from flask import current_app

from challenge.posting.models import Challenge
from challenge.posting.queries.lists import past_deadline
from challenge.posting.queries.similar import SAME_MATTER
from challenge.states import C
from core.database import db

COMPARED, SHOWN, MOST_KEPT = 60, 3, 2000


@dataclasses.dataclass(frozen=True)
class Near:
    """An open list, and why it stands here."""

    code: str
    title: str
    state: C
    reason: str


def lists_like(offer):
    """Up to three lists that take bids now and speak of the same matter, as far as their words are public."""
    is_open = sa.and_(Challenge.state == C.OPEN, sa.not_(past_deadline()))
    marks = sa.select(Challenge.id, Challenge.version).where(is_open).order_by(Challenge.id.desc())
    found = tuple(map(tuple, db.session.execute(marks.limit(COMPARED))))
    known = current_app.extensions.setdefault("lists_like_offers", {})
    key = offer.code, offer.version, hash(found)
    if key not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[key] = _nearest(offer, [number for number, _version in found])
    return known[key]


def _nearest(offer, ids):
    from talent.recommend import similar_to

    known = (Challenge.code, Challenge.title, Challenge.state, Challenge.industry)
    words = (Challenge.difficulty, Challenge.secrecy, Challenge.keywords)
    wanted = sa.select(*known, *words).where(Challenge.id.in_(ids)).order_by(Challenge.id)
    rows = db.session.execute(wanted).all()
    query = {"title": offer.title, "problem": f"{offer.summary}\n{offer.advantages}\n{offer.scenes}"}
    others = [(row, {"title": row.title, "problem": _public_words(row)}) for row in rows]
    near = similar_to(query, others, k=SHOWN, threshold=SAME_MATTER)
    return tuple(Near(row.code, row.title, row.state, _reason(offer, row)) for row, _likeness in near)


def _public_words(row):
    return row.difficulty if row.secrecy.get("difficulty", "public") == "public" else ""


def _reason(offer, row):
    text = f"{offer.title}{offer.summary}{offer.advantages}{offer.scenes}"
    shared = [one for one in row.keywords or () if one in text]
    if shared:
        return f"都涉及{'、'.join(shared[:3])}"
    return "同一领域，技术内容相近" if row.industry == offer.industry else "技术内容相近"
