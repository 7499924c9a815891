"""Verbs of the market: offer a result, agree to it, ask for a meeting, and the steps of both."""

import sqlalchemy as sa

from challenge.delivery.outcomes.registering.prefilled import measured_text
from challenge.delivery.outcomes.registering.rules import may_offer
from challenge.market import messages, rules
from challenge.market.models import Inquiry, Offer, OfferConsent
from challenge.market.states import S, W
from challenge.posting.codes import next_code
from core import audit, clock
from core.database import db
from core.errors import STALE, Conflict
from core.workflow import Refusal, Refused, apply

ALIVE = (W.SENT, W.ACCEPTED)
TITLE_MAX = 80


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def wait(offer):
    """One after the other: lock the row of the offer until the transaction ends, and read it anew."""
    row = sa.select(Offer).filter_by(id=offer.id).with_for_update(of=Offer)
    db.session.scalars(row.execution_options(populate_existing=True)).unique().one()
    db.session.expire(offer, ["inquiries", "consents"])


def draft(user, values):
    """A new offer of the own organisation; returns it."""
    if not rules.trades(user):
        _refuse("who", "只有企业和科研人员账号可以提供成果，请先加入单位。")
    return _begin(user, **values)


def offer_result(user, achievement):
    """An offer out of a registered result, for its owner; returns it. Other owners are asked."""
    if achievement.offer is not None:
        return achievement.offer
    if not may_offer(user, achievement):
        _refuse("who", "只有成果的权利人可以提供已登记的成果。")
    challenge = achievement.project.challenge
    row = _begin(
        user,
        achievement=achievement,
        title=achievement.title[:TITLE_MAX],
        industry=achievement.industry,
        maturity=achievement.maturity,
        summary=achievement.summary,
        advantages=measured_text(achievement),
        scenes=achievement.prospects,
        is_demo=challenge.is_demo,
    )
    for one in sorted(rules.owners(row) - {row.organisation_id}):
        messages.ask_owner(row, achievement.project, one)
    return row


def _begin(user, **facts):
    begun = {"created_at": clock.now(), "state_since": clock.now()}
    row = Offer(code=next_code("SC"), organisation=user.organisation, author=user, **begun, **facts)
    row.contact_name = row.contact_name or user.display_name
    db.session.add(row)
    db.session.flush()
    row.consents.append(OfferConsent(organisation=user.organisation, user_id=user.id, at=clock.now()))
    db.session.flush()
    audit.record(user, "offer.create", row, f"起草供给成果 {row.code}")
    return row


def save(user, offer, values, seen):
    """Keep what was written; `seen` is the version of the row that was shown."""
    wait(offer)
    if not rules.owns_offer(user, offer):
        _refuse("who", "只有提供单位可以修改。")
    if offer.state is not S.DRAFT:
        _refuse("state", f"当前状态为“{offer.state.label}”，不能修改，请先撤回。")
    if offer.version != seen:
        raise Conflict(STALE)
    for name, value in values.items():
        setattr(offer, name, value)
    db.session.flush()
    audit.record(user, "offer.save", offer, "填写供给成果")


def consent(user, offer):
    """Agree for the own organisation; a second click finds it done."""
    wait(offer)
    if any(one.organisation_id == user.organisation_id for one in offer.consents):
        return
    if not rules.consents_to_offer(user, offer):
        _refuse("who", "不需要您单位同意，或者该成果已经上架。")
    offer.consents.append(OfferConsent(organisation=user.organisation, user_id=user.id, at=clock.now()))
    db.session.flush()
    audit.record(user, "offer.consent", offer, f"{user.organisation.name}同意上架")


def make(user, offer, action, **facts):
    """A step of an offer."""
    wait(offer)
    if action == "publish":
        offer.published_at = clock.now()
    apply(user, offer, action, **facts)


def inquire(user, offer, values):
    """Ask for a meeting; the own organisation has one such wish at a time. Returns it."""
    wait(offer)
    if not rules.may_inquire(user, offer):
        _refuse("who", "您不能对这项成果提出对接意向。")
    if alive(user, offer) is not None:
        _refuse("state", "您单位已有一条对接意向正在办理，请在“对接意向”中查看。")
    begun = {"created_at": clock.now(), "state_since": clock.now()}
    row = Inquiry(
        code=next_code("YX"), offer=offer, organisation=user.organisation, author=user, **begun, **values
    )
    db.session.add(row)
    db.session.flush()
    audit.record(user, "inquiry.create", row, f"提出对接意向 {row.code}")
    messages.tell_of_inquiry(row)
    return row


def alive(user, offer):
    """The wish of the own organisation that is under way, or None."""
    mine = (one for one in offer.inquiries if one.organisation_id == user.organisation_id)
    return next((one for one in mine if one.state in ALIVE), None)


def answer(user, inquiry, action, **facts):
    """A step of an inquiry."""
    wait(inquiry.offer)
    db.session.refresh(inquiry)
    if action == "accept":
        inquiry.accepted_at = clock.now()
    apply(user, inquiry, action, **facts)
