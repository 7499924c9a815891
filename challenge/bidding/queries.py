"""Bids already filtered for a reader."""

import sqlalchemy as sa

from accounts.rules import is_auditor, is_leader, is_officer, is_privileged, is_supervisor
from challenge.bidding.family import Family
from challenge.bidding.models import Bid, BidMember, Opening
from challenge.bidding.rules import may_bid
from challenge.bidding.shown import BEFORE_RESULT
from challenge.posting.models import Attachment, Challenge
from challenge.states import B
from core.database import db
from core.listing import equals

# Rooms to the right know further readers (reviewers): they add (user) -> SQL condition here.
further_readers = []


def own_bids(user):
    """Bids the person leads or has joined; the only ones that anybody sees before opening."""
    joined = sa.exists().where(
        BidMember.bid_id == Bid.id, BidMember.user_id == user.id, BidMember.confirmed_at.is_not(None)
    )
    return sa.or_(Bid.leader_id == user.id, joined)


def visible_bids(user):
    """SELECT of the bids `may.READ_BID` shows to this person; its twin in SQL."""
    if not user.is_authenticated:
        return sa.select(Bid).where(sa.false())
    reasons = [own_bids(user), *(condition(user) for condition in further_readers)]
    opened = sa.and_(Bid.opened_at.is_not(None), _stands_apart(user))
    if is_officer(user):
        reasons.append(
            sa.and_(opened, sa.or_(Challenge.handler_id.is_(None), Challenge.handler_id == user.id))
        )
    if is_leader(user) or is_supervisor(user):
        reasons.append(opened)
    return sa.select(Bid).join(Challenge).where(sa.or_(*reasons))


def reads_own(user):
    """Whether the own bids of this person are looked up: staff and administrators bid only with such a role."""
    return may_bid(user) or not is_privileged(user)


def may_see_any(user):
    """Whether the table of bids may be asked at all: before any opening, staff do not even touch it."""
    if reads_own(user):
        return True
    return db.session.scalar(sa.select(Opening.id).where(Opening.second_id.is_not(None)).limit(1)) is not None


def in_shown_state(statement, value):
    """Narrow to the state that is shown; twin of `shown.state_of`."""
    of_list = sa.func.coalesce(Challenge.suspended_from, Challenge.state)
    chosen = sa.and_(Bid.state == B.WON, of_list.in_(BEFORE_RESULT))
    if value == B.NOMINATED.value:
        return statement.where(sa.or_(Bid.state == B.NOMINATED, chosen))
    return equals(Bid.state)(statement, value).where(~chosen)


def listed_bids(user):
    """SELECT for the list of bids: without the ciphertexts, with the lists they answer."""
    lean = (sa.orm.contains_eager(Bid.challenge), sa.orm.defer(Bid.draft), sa.orm.defer(Bid.sealed))
    return visible_bids(user).options(*lean)


def file_of(bid, blob):
    """The attachment of this blob: a row of the opened bid, or what the team has put in; or None."""
    if bid.opened_at is None:
        return next((one for one in bid.files if one.blob == blob), None)
    return db.session.scalar(sa.select(Attachment).filter_by(owner_type="bid", owner_id=bid.id, blob=blob))


def attachments_of(bid):
    """Attachments of an opened bid."""
    mine = sa.select(Attachment).filter_by(owner_type="bid", owner_id=bid.id)
    return db.session.scalars(mine.order_by(Attachment.id)).all()


def _stands_apart(user):
    other, joined = sa.orm.aliased(Bid), sa.orm.aliased(BidMember)
    member = sa.exists().where(
        joined.bid_id == other.id, joined.user_id == user.id, joined.confirmed_at.is_not(None)
    )
    sides = [other.leader_id == user.id, member]
    if user.organisation_id is not None:
        sides.append(other.organisation_id == user.organisation_id)
    same_list = (other.challenge_id == Bid.challenge_id, other.opened_at.is_not(None))
    return ~sa.exists().where(*same_list, sa.or_(*sides))


def asked_to_join(user):
    """Bids whose team has asked this person by account and waits for the answer, while the list takes bids."""
    pending = (
        BidMember.user_id == user.id,
        BidMember.confirmed_at.is_(None),
        BidMember.declined_at.is_(None),
    )
    rows = sa.select(Bid).join(BidMember).where(*pending, Bid.state.in_((B.DRAFT, B.SEALED)))
    return [bid for bid in db.session.scalars(rows) if bid.challenge.is_taking_bids]


def finished_opening(challenge):
    """The completed opening of the present round (a list put up again has a former one), or None."""
    return next(
        (one for one in challenge.openings if one.minutes and one.first_at >= challenge.deadline), None
    )


def visible_openings(user):
    """SELECT of the finished openings whose minutes this person reads; the twin of `may.READ_MINUTES`."""
    rows = sa.select(Opening).join(Challenge).options(sa.orm.contains_eager(Opening.challenge))
    finished = Opening.second_id.is_not(None), Opening.first_at >= Challenge.deadline
    rows = rows.where(*finished, Challenge.published_at.is_not(None))
    if is_auditor(user):
        return rows
    opens = is_officer(user) or is_supervisor(user) or is_leader(user)
    # Whoever has no organisation stands apart from every poster; a comparison with NULL would say neither.
    apart = sa.true() if user.organisation_id is None else Challenge.organisation_id != user.organisation_id
    return rows.where(apart if opens else sa.false())


def with_unopened(statement, value):
    """Those at which some bid did not open (`some`), or all did (`none`); a bid opened from its copy counts too."""
    lost = sa.exists().where(
        Bid.challenge_id == Opening.challenge_id,
        Bid.opened_at >= Challenge.deadline,
        sa.or_(Bid.state == B.UNREADABLE, Bid.copy_due.is_not(None)),
    )
    return statement.where(lost if value == "some" else ~lost)


def of_list_called(statement, words):
    """Those whose list has this code or title."""
    columns = (Challenge.code, Challenge.title)
    return statement.where(sa.or_(*(one.icontains(words, autoescape=True) for one in columns)))


def is_in_any_team(user_id, challenge):
    """Whether a person leads or has joined a sealed bid of this list; asked at the opening only."""
    joined = sa.exists().where(
        BidMember.bid_id == Bid.id, BidMember.user_id == user_id, BidMember.confirmed_at.is_not(None)
    )
    sealed = sa.select(Bid.id).where(Bid.challenge_id == challenge.id, Bid.state == B.SEALED)
    return db.session.scalar(sealed.where(sa.or_(Bid.leader_id == user_id, joined)).limit(1)) is not None


def related_codes(challenge):
    """信用代码 of the poster and of its related units."""
    return Family(challenge).codes
