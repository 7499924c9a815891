"""What happened to a list before it lapsed: attention and bids of its last round, counted; lists that found a winner."""

import dataclasses

import sqlalchemy as sa

from challenge.bidding.models import Bid, FormalCheck
from challenge.posting.models import Challenge, Follow, Indicator, Invitee, Question, SecrecyPledge
from challenge.posting.reading.models import Reading
from challenge.states import SETTLED, B, C, Q
from core import clock
from core.database import db

WINNERS = (C.NOTICED, *SETTLED)
READ = 60  # newest lists with a winner that are compared
SHOWN = 5


@dataclasses.dataclass(frozen=True)
class Attention:
    """Whom the list reached; readings, questions and pledges of the last round."""

    readings: int
    followers: int
    invitees: int
    pledges: int
    asked: int
    answered: int
    declined: int


def attention(challenge):
    """Counted in one query."""
    of = {"challenge_id": challenge.id}
    questions = sa.select(sa.func.count(Question.id)).filter_by(**of)
    questions = questions.where(Question.asked_at >= challenge.published_at)
    readings = sa.select(sa.func.coalesce(sa.func.sum(Reading.times), 0)).filter_by(**of)
    numbers = (
        readings.where(Reading.day >= clock.beijing(challenge.published_at).date()),
        sa.select(sa.func.count(Follow.id)).filter_by(**of),
        sa.select(sa.func.count(Invitee.id)).filter_by(**of),
        sa.select(sa.func.count(SecrecyPledge.id))
        .filter_by(**of)
        .where(SecrecyPledge.at >= challenge.published_at),
        questions,
        questions.where(Question.state == Q.ANSWERED),
        questions.where(Question.state == Q.DECLINED),
    )
    return Attention(*db.session.execute(sa.select(*(one.scalar_subquery() for one in numbers))).one())


def bids_of(challenge):
    """Bids of the last round with their people and promises, the list opened; the caller says who may read them."""
    loaded = sa.select(Bid).filter_by(challenge_id=challenge.id)
    # Those of earlier rounds come along: who may read is asked of the people of all.
    loaded = loaded.options(sa.orm.selectinload(Bid.members), sa.orm.selectinload(Bid.promises))
    every = db.session.scalars(loaded.order_by(Bid.id)).unique().all()
    return [one for one in every if one.created_at >= challenge.published_at]


@dataclasses.dataclass(frozen=True)
class Fate:
    """How many bids of the last round were begun and what became of them; without names."""

    begun: int
    unsent: int
    withdrawn: int
    submitted: int
    unreadable: int
    unqualified: int

    @property
    def valid(self):
        """Submitted bids that passed the formal check."""
        return self.submitted - self.unreadable - self.unqualified


def fate_of(bids):
    """Counted over `bids_of` a lapsed list."""
    sent = [one for one in bids if one.opened_at]
    withdrawn = sum(one.state is B.WITHDRAWN and one.sealed_at is not None for one in bids)
    return Fate(
        begun=len(bids),
        unsent=len(bids) - len(sent) - withdrawn,
        withdrawn=withdrawn,
        submitted=len(sent),
        unreadable=sum(one.state is B.UNREADABLE for one in sent),
        unqualified=sum(one.state is B.UNQUALIFIED for one in sent),
    )


def grounds_of(bids):
    """{key of an item of the formal check: (label, bids that failed it)} over the bids that were refused."""
    ids = [one.id for one in bids if one.state is B.UNQUALIFIED]
    rows = sa.select(FormalCheck).where(FormalCheck.bid_id.in_(ids)).order_by(FormalCheck.id)
    last = {one.bid_id: one for one in db.session.scalars(rows)}
    failed = [item for one in last.values() for item in one.items if not item["ok"]]
    return {
        item["key"]: (item["label"], sum(other["key"] == item["key"] for other in failed)) for item in failed
    }


MUST = (
    sa.select(sa.func.count(Indicator.id))
    .where(Indicator.challenge_id == Challenge.id, Indicator.is_must.is_(True))
    .scalar_subquery()
)
COMPARED = (
    *(Challenge.id, Challenge.code, Challenge.title, Challenge.industry, Challenge.difficulty),
    *(Challenge.secrecy, Challenge.reward_fen, Challenge.cycle_months, Challenge.published_at),
    *(Challenge.deadline, MUST.label("must")),
)


def winners():
    """The newest lists whose winner is public, with what is compared."""
    rows = sa.select(*COMPARED).where(Challenge.state.in_(WINNERS), Challenge.published_at.is_not(None))
    newest = rows.order_by(Challenge.published_at.desc(), Challenge.id.desc()).limit(READ)
    return db.session.execute(newest).all()
