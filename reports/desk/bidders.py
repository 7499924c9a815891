"""Duties of those who bid and of those who review."""

import sqlalchemy as sa

from challenge.bidding.models import Bid, BidMember
from challenge.bidding.rules import answers_old_version
from challenge.posting.models import Challenge
from challenge.review.models import Assignment
from challenge.review.rules import reply_until
from challenge.states import A, B, C
from core import clock
from core.database import db
from reports.desk.duty import Duty
from talent.models import Profile


def unless_suspended(challenge, due):
    """The clock, unless it stands still."""
    return None if challenge.suspended_at else due


def _bid_duty(bid):
    titles = {
        B.DRAFT: "完成并提交揭榜方案",
        B.SEALED: "方案已密封，截止前可替换",
        B.CORRECTING: "提交补正材料",
    }
    due = bid.correction_due if bid.state is B.CORRECTING else bid.challenge.deadline
    is_old = answers_old_version(bid)
    what = "榜单有实质性变更，请确认或替换方案" if is_old else titles[bid.state]
    path, since = f"/desk/bids/{bid.code}", bid.state_since or bid.created_at
    runs = bid.state is B.SEALED and not is_old
    return Duty(what, bid.challenge.title, path, due, since, bid.code, runs)


def bidder_duties(user):
    """Own bids that can still be changed, and invitations into teams."""
    live = sa.and_(Bid.state.in_((B.DRAFT, B.SEALED)), Challenge.state == C.OPEN)
    correcting = sa.and_(Bid.state == B.CORRECTING, Challenge.state != C.SUSPENDED)
    rows = db.session.scalars(
        sa.select(Bid)
        .join(Challenge)
        .options(sa.orm.contains_eager(Bid.challenge))
        .where(Bid.leader_id == user.id, sa.or_(live, correcting))
    ).unique()
    now = clock.now()
    ends = (
        (bid, bid.correction_due if bid.state is B.CORRECTING else bid.challenge.deadline) for bid in rows
    )
    yield from (_bid_duty(bid) for bid, end in ends if end is None or now < end)
    invited = db.session.scalars(
        sa.select(Bid)
        .join(BidMember)
        .options(sa.orm.joinedload(Bid.challenge))
        .where(
            BidMember.user_id == user.id,
            BidMember.confirmed_at.is_(None),
            BidMember.declined_at.is_(None),
            Bid.state == B.DRAFT,
        )
    ).unique()
    for bid in invited:
        path, due = (
            f"/desk/bids/{bid.code}/invitation",
            unless_suspended(bid.challenge, bid.challenge.deadline),
        )
        yield Duty("确认是否加入团队", bid.challenge.title, path, due, bid.created_at, bid.code)


def reviewer_duties(user):
    """Invitations to answer and reviews to finish."""
    rows = db.session.scalars(
        sa.select(Assignment)
        .join(Profile)
        .join(Challenge, Assignment.challenge_id == Challenge.id)
        .options(sa.orm.joinedload(Assignment.challenge))
        .where(Challenge.state != C.SUSPENDED)
        .where(Profile.user_id == user.id, Assignment.state.in_((A.INVITED, A.ACCEPTED)))
    ).unique()
    for one in rows:
        invited = one.state is A.INVITED
        what, due = ("答复评审邀请", reply_until(one)) if invited else ("完成评审", one.due_at)
        title, path = one.challenge.title, f"/desk/reviews/{one.id}"
        yield Duty(what, title, path, due, one.state_since, one.challenge.code)
