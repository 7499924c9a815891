"""Offers and inquiries as rows, already filtered for a reader; filters and columns of their lists."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only

from accounts.models import Organisation
from accounts.queries import organisations_called
from accounts.rules import is_auditor, is_enterprise, is_officer, leads_organisation
from challenge.delivery.models import Project
from challenge.delivery.outcomes.registering.models import Achievement
from challenge.delivery.outcomes.states import MATURITIES
from challenge.market.effects import KIND
from challenge.market.models import Inquiry, Offer
from challenge.market.rules import trades
from challenge.market.states import Right, S, Transfer, W
from challenge.posting.models import Challenge
from challenge.posting.queries.modes import whose_mode
from challenge.states import INDUSTRIES, Ownership
from core import formats, fulltext
from core.database import db
from core.listing import Filter, equals

SHOWN = (
    *(Offer.code, Offer.title, Offer.state, Offer.industry, Offer.maturity, Offer.rights, Offer.transfer),
    *(Offer.price_fen, Offer.summary, Offer.published_at, Offer.is_demo),
)
PUBLIC = sa.select(Offer).where(Offer.state == S.LISTED)
# What a row of the public list and of its spreadsheet shows, and nothing else: no contact data leaves the table.
BOARD = PUBLIC.options(
    load_only(*SHOWN), joinedload(Offer.organisation).load_only(Organisation.name, Organisation.county)
)


def _speaks_for(user, organisation_id, author_id):
    """SQL twin of `rules._speaks_for`."""
    if not trades(user):
        return sa.false()
    mine = organisation_id == user.organisation_id
    return mine if is_enterprise(user) or leads_organisation(user) else sa.and_(mine, author_id == user.id)


def visible_offers(user):
    """SELECT of the offers `permissions.READ_OFFER` shows on the desk; its twin in SQL."""
    if not user.is_authenticated:
        return sa.select(Offer).where(sa.false())
    reasons = [_speaks_for(user, Offer.organisation_id, Offer.author_id), _is_co_owner(user)]
    if is_officer(user) or is_auditor(user):
        reasons.append(Offer.state != S.DRAFT)
    return sa.select(Offer).where(sa.or_(*reasons))


def _is_co_owner(user):
    if user.organisation_id is None:
        return sa.false()
    own = user.organisation_id
    says = sa.func.coalesce(Challenge.ownership, "")
    # NULL where a list has neither programme nor ownership: it must not swallow the other side.
    by_poster = sa.func.coalesce(whose_mode("poster", "licensor"), sa.false())
    licensed = sa.and_(says == Ownership.LICENCE, by_poster)
    of_poster = sa.or_(says.in_((Ownership.POSTER, Ownership.JOINT)), licensed)
    of_bidder = sa.and_(says != Ownership.POSTER, sa.not_(licensed))
    poster = sa.and_(Challenge.organisation_id == own, of_poster)
    bidder = sa.and_(Project.organisation_id == own, of_bidder)
    sides = (
        sa.true()
        if is_enterprise(user)
        else sa.or_(Project.leader_id == user.id, Challenge.author_id == user.id)
    )
    owned = sa.select(Achievement.id).join(Achievement.project).join(Project.challenge)
    return Offer.achievement_id.in_(owned.where(sa.or_(poster, bidder), sides))


def offers(user):
    """`visible_offers` with what the list shows."""
    return visible_offers(user).options(joinedload(Offer.organisation))


def visible_inquiries(user):
    """SELECT of the inquiries `permissions.READ_INQUIRY` shows to this person; its twin in SQL."""
    joined = sa.select(Inquiry).join(Offer, Inquiry.offer_id == Offer.id)
    if not user.is_authenticated:
        return joined.where(sa.false())
    asks = _speaks_for(user, Inquiry.organisation_id, Inquiry.author_id)
    answers = _speaks_for(user, Offer.organisation_id, Offer.author_id)
    return joined.where(sa.or_(asks, answers, sa.true() if is_officer(user) else sa.false()))


def inquiries(user):
    """`visible_inquiries` with what the list shows."""
    offer = contains_eager(Inquiry.offer)
    return visible_inquiries(user).options(offer.joinedload(Offer.organisation))


def _choices(states):
    return tuple((one.value, one.label) for one in states)


def _same(words):
    return tuple((one, one) for one in words)


def _found_in_index(statement, words):
    if not fulltext.terms(words):
        return statement
    return statement.where(Offer.id.in_(fulltext.matching(KIND, words)))


def _found(statement, words):
    named = [one.icontains(words, autoescape=True) for one in (Offer.code, Offer.title)]
    return statement.where(sa.or_(*named, Offer.organisation_id.in_(organisations_called(words))))


def _inquiry_found(statement, words):
    named = [one.icontains(words, autoescape=True) for one in (Inquiry.code, Offer.title, Offer.code)]
    called = organisations_called(words)
    units = [Inquiry.organisation_id.in_(called), Offer.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


OF_A_RESULT = (
    Filter("industry", "产业领域", equals(Offer.industry), _same(INDUSTRIES)),
    Filter("maturity", "成熟度", equals(Offer.maturity), _same(MATURITIES)),
    Filter("rights", "知识产权", equals(Offer.rights), _choices(Right)),
    Filter("transfer", "转化方式", equals(Offer.transfer), _choices(Transfer)),
)
PUBLIC_FILTERS = (Filter("q", "关键词", _found_in_index, kind="text"), *OF_A_RESULT)
PUBLIC_SORTS = {
    "-published": ("上架时间", (Offer.published_at, Offer.id)),
    "price": ("意向价格", (Offer.price_fen.is_(None), Offer.price_fen, Offer.id)),
}
FILTERS = (
    Filter("q", "编号、名称或单位", _found, kind="text"),
    Filter("state", "状态", equals(Offer.state), _choices(S)),
    OF_A_RESULT[0],
)
SORTS = {"-since": ("状态时间", (Offer.state_since, Offer.id)), "code": ("编号", Offer.code)}
INQUIRY_FILTERS = (
    Filter("q", "编号、成果或单位", _inquiry_found, kind="text"),
    Filter("state", "状态", equals(Inquiry.state), _choices(W)),
)
INQUIRY_SORTS = {"-since": ("状态时间", (Inquiry.state_since, Inquiry.id)), "code": ("编号", Inquiry.code)}


def price_text(offer):
    """The price in words."""
    return "面议" if offer.price_fen is None else formats.wan(offer.price_fen)


COLUMNS = (
    ("编号", lambda row: row.code),
    ("成果名称", lambda row: row.title),
    ("提供单位", lambda row: row.organisation.name),
    ("产业领域", lambda row: row.industry),
    ("成熟度", lambda row: row.maturity),
    ("知识产权", lambda row: row.rights.label if row.rights else ""),
    ("转化方式", lambda row: row.transfer.label if row.transfer else ""),
    ("意向价格", price_text),
    ("成果简介", lambda row: row.summary),
    ("上架时间", lambda row: formats.moment(row.published_at)),
)
DESK_COLUMNS = (*COLUMNS, ("状态", lambda row: row.state.label))
INQUIRY_COLUMNS = (
    ("编号", lambda row: row.code),
    ("成果编号", lambda row: row.offer.code),
    ("成果名称", lambda row: row.offer.title),
    ("提供单位", lambda row: row.offer.organisation.name),
    ("意向单位", lambda row: row.organisation.name),
    ("状态", lambda row: row.state.label),
    ("提出时间", lambda row: formats.moment(row.created_at)),
    ("状态时间", lambda row: formats.moment(row.state_since)),
)


def inquiry_counts(offer_ids):
    """{offer id: how many have asked} of these offers, withdrawn ones left out."""
    rows = sa.select(Inquiry.offer_id, sa.func.count()).where(
        Inquiry.offer_id.in_(offer_ids), Inquiry.state != W.WITHDRAWN
    )
    return {one: int(count) for one, count in db.session.execute(rows.group_by(Inquiry.offer_id))}
