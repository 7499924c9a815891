"""Duties of the two sides of a draw: a seed before the deadline, the list, the draw itself, a consent."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accounts.rules import is_officer
from challenge import rulepack
from challenge.posting.models import Challenge, Programme
from challenge.review.draw import rules
from challenge.review.draw.models import Draw
from challenge.review.draw.states import Side
from core.database import db
from reports.desk.duty import Duty

LATEST = 100
ASKED = {
    ("commit", Side.OFFICER): "提交专家抽取的种子承诺",
    ("commit", Side.SUPERVISOR): "提交专家抽取的种子承诺",
    ("fix", Side.OFFICER): "固定抽取条件和候选名单",
    ("draw", Side.OFFICER): "与监督人员当场抽取专家",
    ("draw", Side.SUPERVISOR): "到场抽取专家",
    ("consent", Side.SUPERVISOR): "决定是否重新抽取专家",
}


def draws(user):
    """What this person's side of each draw is waited for."""
    waiting = Challenge.state.in_(rules.NEEDS_DRAW)
    side = Side.OFFICER if is_officer(user) else Side.SUPERVISOR
    other = Challenge.organisation_id != (user.organisation_id or 0)
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    not_mine = sa.or_(Challenge.handler_id != user.id, Challenge.handler_id.is_(None))
    owned = mine if side is Side.OFFICER else not_mine
    packs = selectinload(Challenge.programme).undefer(Programme.rules)
    loads = (
        packs,
        selectinload(Challenge.draws).selectinload(Draw.commitments),
        selectinload(Challenge.batch_lists),
    )
    wanted = (
        sa.select(Challenge)
        .where(waiting, other, owned)
        .order_by(Challenge.deadline, Challenge.id)
        .limit(LATEST)
    )
    for challenge in db.session.scalars(wanted.options(*loads)).unique():
        stage = rules.stage_of(challenge)
        what = ASKED.get((stage, side))
        draw = rules.current(challenge)
        if what and not (stage == "commit" and draw and side in rules.given(draw)):
            yield _duty(challenge, draw, what, stage)


def _duty(challenge, draw, what, stage):
    is_late = stage == "commit" and rules.is_late(challenge, draw)
    since = draw.state_since if draw else challenge.published_at
    due = challenge.deadline
    if stage != "commit" or is_late:
        # Nothing can be late before the deadline, nothing is fixed or drawn before the review begins.
        begun = challenge.deadline if is_late else challenge.state_since
        since = max((one for one in (since, begun) if one), default=None)
        due = rulepack.until("draw_days", since)
    path = f"/desk/challenges/{challenge.code}/draw"
    told = what.replace("提交", "补交") if is_late else what
    return Duty(told, challenge.title, path, due, since, challenge.code)
