"""Rounds of a draw as pages show them, without names; who the names of an exclusion belong to."""

import dataclasses
import json

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from challenge.review import rules as review
from challenge.review.draw import rules
from challenge.review.draw.models import Commitment, Draw
from challenge.review.draw.states import Round
from challenge.states import A
from core.canonical import digest
from core.database import db
from core.formats import moment
from talent.models import Profile
from talent.states import ExpertKind

MARK = 10  # hex digits of a mark that are shown


@dataclasses.dataclass(frozen=True)
class Shown:
    """One round: what is public of it."""

    draw: Draw
    title: str
    is_late: bool
    commitments: list
    strata: list
    facts: dict
    told: dict | None
    drawn: list
    substitutes: list


def rounds(challenge):
    """Every round of a list as `Shown`, newest first."""
    wanted = sa.select(Draw).where(Draw.challenge_id == challenge.id).order_by(Draw.number.desc())
    loads = (
        selectinload(Draw.commitments).joinedload(Commitment.user),
        selectinload(Draw.assignments),
        joinedload(Draw.transcript),
    )
    return [_shown(one) for one in db.session.scalars(wanted.options(*loads))]


def _shown(draw):
    told = json.loads(draw.transcript.body) if draw.transcript else None
    return Shown(
        draw=draw,
        title=f"第 {draw.number} 轮（{draw.round.label}）",
        is_late=rules.is_marked_late(draw),
        commitments=draw.commitments,
        strata=[_stratum(draw, row) for row in draw.conditions["strata"]] if draw.conditions else [],
        facts=_facts(draw),
        told=told,
        drawn=_drawn(draw),
        substitutes=_substitutes(draw, told) if told else [],
    )


def _stratum(draw, row):
    if draw.candidates is None:
        return ExpertKind(row["kind"]).label, row["seats"], row["outside"], "—", "—"
    own = [one for one in draw.candidates if one["kind"] == row["kind"]]
    outside = sum(one["outside"] for one in own)
    return ExpertKind(row["kind"]).label, row["seats"], row["outside"], len(own), outside


def _facts(draw):
    if draw.conditions is None:
        return {}
    said = draw.conditions
    return {
        "unit_max": said["unit_max"],
        "industries": said["industries"],
        "excluded": said["excluded"],
        "seated": len(said["seated"]),
        "is_supplement": draw.round is Round.SUPPLEMENT,
        "fixed": _when_fixed(draw),
        "candidates_digest": digest(draw.candidates) if draw.candidates is not None else "",
        "conditions_digest": digest(draw.conditions),
    }


def _when_fixed(draw):
    """A public sentence: whether the conditions stood before anybody could know who bids."""
    if draw.round is Round.SUPPLEMENT:
        return "沿用本评审组原来的条件"
    entry = f"日志第 {draw.conditions_seq} 条，{moment(draw.conditions_at)}" if draw.conditions_seq else ""
    if draw.is_early:
        return f"揭榜截止之前固定（{entry}）"
    late = f"揭榜截止之后固定{f'（{entry}）' if entry else ''}"
    return (
        f"{late}。截止前固定的条件抽不出评审组，改变的原因：{draw.eased_reason}"
        if draw.eased_reason
        else late
    )


def _drawn(draw):
    """(reviewer's number, kind, mark, is a substitute, has left) in the order in which they were asked."""
    first = len(json.loads(draw.transcript.body)["result"]["drawn"]) if draw.transcript else 0
    gone = (A.RECUSED, A.DECLINED, A.EXPIRED, A.REMOVED)
    rows = []
    for place, row in enumerate(draw.assignments):
        seat = rules.seat_of(row)
        kind = ExpertKind(seat["kind"]).label
        rows.append((review.number_of(row), kind, seat["id"][:MARK], place >= first, row.state in gone))
    return rows


def _substitutes(draw, told):
    used = {rules.seat_of(row)["id"] for row in draw.assignments}
    return [
        (ExpertKind(kind).label, [(key[:MARK], key in used) for key in order])
        for kind, order in told["result"]["substitutes"].items()
    ]


def unknown(excluded):
    """Those of the excluded whom no profile of the pool is called by, or belongs to."""
    names = {one["who"] for one in excluded}
    if not names:
        return []
    known = sa.select(Profile.name, Profile.unit).where(
        sa.or_(Profile.name.in_(names), Profile.unit.in_(names))
    )
    found = {text for row in db.session.execute(known) for text in row}
    return [one["who"] for one in excluded if one["who"] not in found]
