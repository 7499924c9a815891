"""What the hall counts of experts for the factors of a recommendation, by profile id."""

import datetime as dt

import sqlalchemy as sa

from challenge.bidding.models import Bid, BidMember
from challenge.posting.models import Challenge
from challenge.review.models import Assignment
from challenge.review.queries import reviews_by_profile
from challenge.review.rules import ACTIVE
from challenge.states import SETTLED, A, B
from core import clock
from core.database import db
from talent.models import Profile

SERVED_SINCE = dt.timedelta(days=3 * 365)
DECLINED_SINCE = dt.timedelta(days=365)


def reviews_counted():
    """Reviews of this year, reviews done in three years, invitations declined or left unanswered in one.

    Who stands back because of a tie has done what is asked: 回避 counts for nothing.
    """
    done, refused = (A.SUBMITTED, A.LOCKED), (A.DECLINED, A.EXPIRED)
    return {
        "reviews": reviews_by_profile(),
        "served": _assignments(done, clock.now() - SERVED_SINCE),
        "declined": _assignments(refused, clock.now() - DECLINED_SINCE),
    }


def _assignments(states, since):
    asked = (Assignment.state.in_(states), Assignment.invited_at >= since)
    rows = sa.select(Assignment.profile_id, sa.func.count()).where(*asked).group_by(Assignment.profile_id)
    return dict(db.session.execute(rows).all())


def announced_lists():
    """Select of the lists whose result has been announced in public."""
    return sa.select(Challenge.id).where(Challenge.state.in_(SETTLED))


def running_projects():
    """Select of (profile id, bid id): who leads or belongs to the winning team of an announced list."""
    won = sa.and_(Bid.state == B.WON, Bid.challenge_id.in_(announced_lists()))
    joined = sa.select(BidMember.user_id, BidMember.bid_id).where(BidMember.confirmed_at.is_not(None))
    leads = sa.select(Bid.leader_id.label("user_id"), Bid.id.label("bid_id")).where(won)
    members = joined.join(Bid, Bid.id == BidMember.bid_id).where(won)
    both = sa.union(leads, members).subquery()
    return sa.select(Profile.id, both.c.bid_id).join(both, both.c.user_id == Profile.user_id)


def projects_by_profile():
    """Announced lists that the expert's team has won; until one is announced, the table of bids is not asked."""
    if db.session.scalar(announced_lists().limit(1)) is None:
        return {}
    each = running_projects().subquery()
    rows = sa.select(each.c.id, sa.func.count()).group_by(each.c.id)
    return dict(db.session.execute(rows).all())


def without_project(statement):
    """Narrow a select of profiles to those whom no announced list binds."""
    if db.session.scalar(announced_lists().limit(1)) is None:
        return statement
    return statement.where(Profile.id.not_in(running_projects().with_only_columns(Profile.id)))


def with_room(statement, limit):
    """Narrow a select of profiles to those below their cap of reviews this year."""
    used = _used()
    cap = sa.case((Profile.review_cap < limit, Profile.review_cap), else_=limit)
    return statement.where(sa.func.coalesce(used, 0) < cap)


def unused_this_year(statement):
    """Narrow a select of profiles to those without a review this year."""
    return statement.where(sa.func.coalesce(_used(), 0) == 0)


def _used():
    first = clock.beijing_instant(clock.today().replace(month=1, day=1))
    asked = (Assignment.state.in_((A.INVITED, *ACTIVE)), Assignment.invited_at >= first)
    mine = sa.select(sa.func.count(Assignment.id)).where(Assignment.profile_id == Profile.id, *asked)
    return mine.correlate(Profile).scalar_subquery()
