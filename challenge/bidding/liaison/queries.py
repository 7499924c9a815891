"""Contacts already filtered for who reads them: each team its own, the demander those of its lists, nobody else any."""

import sqlalchemy as sa

from accounts.models import Organisation
from challenge.bidding.liaison.linking import signs_for
from challenge.bidding.liaison.models import Liaison
from challenge.bidding.liaison.states import AG, LIVE, L
from challenge.bidding.models import Bid
from challenge.bidding.queries import further_readers
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import posted_by
from core.database import db
from core.formats import moment
from core.listing import Filter, equals

SORTS = {"-asked": ("请求时间", (Liaison.asked_at, Liaison.id)), "code": ("编号", Liaison.code)}
COLUMNS = [
    ("编号", lambda row: row.code),
    ("榜单编号", lambda row: row.challenge.code),
    ("榜单", lambda row: row.challenge.title),
    ("发榜单位", lambda row: row.challenge.organisation.name),
    ("对接团队所在单位", lambda row: row.organisation.name),
    ("状态", lambda row: row.state.label),
    ("请求时间", lambda row: moment(row.asked_at)),
]


def visible_liaisons(user):
    """SELECT of `may.READ_LIAISON`: twin of `rules.is_side`."""
    rows = sa.select(Liaison).join(Challenge, Challenge.id == Liaison.challenge_id)
    if not user.is_authenticated:
        return rows.where(sa.false())
    return rows.where(sa.or_(Liaison.person_id == user.id, posted_by(user)))


def listed(user):
    """The same for a list page."""
    return visible_liaisons(user).options(sa.orm.contains_eager(Liaison.challenge))


def live_of(challenge, organisation_id):
    """The contact of an organisation on a list that stands, or None."""
    rows = sa.select(Liaison).filter_by(challenge_id=challenge.id, organisation_id=organisation_id)
    return db.session.scalar(rows.where(Liaison.state.in_(LIVE)))


def own_of(user, challenge):
    """The newest contact that this person has asked for on a list, or None."""
    rows = sa.select(Liaison).filter_by(challenge_id=challenge.id, person_id=user.id)
    return db.session.scalars(rows.order_by(Liaison.id.desc())).first()


def waiting_for(user):
    """Contacts and agreements that wait for this person: (liaison, what is to be done)."""
    rows = db.session.scalars(listed(user).where(Liaison.state.in_(LIVE))).unique().all()
    for one in rows:
        mine = one.person_id == user.id
        if one.challenge.is_taking_bids and one.state is L.ASKED and not mine:
            yield one, "答复对接请求"
        offered = next((each for each in one.agreements if each.state is AG.OFFERED), None)
        due = offered is not None and (offered.team_by_id if mine else offered.poster_by_id) is None
        if one.challenge.is_taking_bids and due:
            yield one, "核对并确认合作协议"
        if mine and one.challenge.is_taking_bids and _awaits_bid(one):
            yield one, "编制联合方案"


def _awaits_bid(liaison):
    """An agreement is in force and no bid has been begun on it."""
    return any(one.state is AG.IN_FORCE and one.bid_id is None for one in liaison.agreements)


def filters():
    """Filters of the list of contacts."""

    def called(statement, words):
        names = (Challenge.title, Challenge.code, Liaison.code)
        unit = Liaison.organisation.has(Organisation.name.icontains(words, autoescape=True))
        return statement.where(sa.or_(unit, *(one.icontains(words, autoescape=True) for one in names)))

    chosen = tuple((one.value, one.label) for one in L)
    return [
        Filter("q", "榜单或单位", called, kind="text"),
        Filter("state", "状态", equals(Liaison.state), chosen),
    ]


def co_signed(user):
    """SQL condition on `Bid`: its agreement in force is signed by the reader's organisation; twin of `rules.co_signs`."""
    return sa.and_(signs_for(Bid), posted_by(user))


further_readers.append(co_signed)
