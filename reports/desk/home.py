"""What the home page shows: open lists, running notices, results and a few sums, all public."""

import sqlalchemy as sa

from challenge.notice.models import Notice
from challenge.posting.models import Challenge
from challenge.states import PUBLIC, SETTLED, C, N
from core import clock
from core.database import db

SHOWN = 6


def open_challenges():
    """Lists that take bids now, nearest deadline first."""
    return (
        db.session.scalars(
            sa.select(Challenge)
            .where(Challenge.state == C.OPEN, Challenge.deadline > clock.now())
            .order_by(Challenge.deadline)
            .limit(SHOWN)
        )
        .unique()
        .all()
    )


def running_notices():
    """Notices whose period runs, nearest end first."""
    return (
        db.session.scalars(
            sa.select(Notice)
            .options(sa.orm.joinedload(Notice.challenge))
            .join(Challenge, Notice.challenge_id == Challenge.id)
            .where(Notice.state == N.PUBLISHED, Notice.ends_at > clock.now(), Challenge.state != C.SUSPENDED)
            .order_by(Notice.ends_at)
            .limit(SHOWN)
        )
        .unique()
        .all()
    )


def figures():
    """Published lists, open lists, reward of the open ones in 分, lists with a result."""
    taking = sa.and_(Challenge.state == C.OPEN, Challenge.deadline > clock.now())
    row = db.session.execute(
        sa.select(
            sa.func.count().filter(Challenge.state.in_(PUBLIC)),
            sa.func.count().filter(taking),
            sa.func.coalesce(sa.func.sum(Challenge.reward_fen).filter(taking), 0),
            sa.func.count().filter(Challenge.state.in_(SETTLED)),
        ).select_from(Challenge)
    ).one()
    return {"published": row[0], "open": row[1], "reward_fen": int(row[2]), "announced": row[3]}
