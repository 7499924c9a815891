"""Duties about the market: offers to check, wishes to meet that wait for an answer, consent of another owner."""

from sqlalchemy.orm import joinedload, selectinload

from accounts.rules import is_enterprise, is_officer, is_researcher
from challenge import rulepack
from challenge.delivery.models import Project
from challenge.delivery.outcomes.registering.models import Achievement
from challenge.market import rules
from challenge.market.messages import path_of
from challenge.market.models import Inquiry, Offer
from challenge.market.queries import inquiries, visible_offers
from challenge.market.states import S, W
from core.database import db
from reports.desk.duty import Duty

OF_OWNER = {W.SENT: ("答复对接意向", "answer_days"), W.ACCEPTED: ("登记对接结果", "fill_days")}
UNNAMED = "（未填名称）"


def officer_duties(user):
    """Offers that wait to be checked."""
    other = Offer.organisation_id != (user.organisation_id or 0)
    waiting = visible_offers(user).where(Offer.state == S.SUBMITTED, other)
    for one in db.session.scalars(waiting).unique():
        yield Duty(
            "审核供给成果",
            one.title,
            path_of(one),
            rulepack.until("answer_days", one.state_since),
            one.state_since,
            one.code,
        )


def owner_duties(user):
    """Wishes to meet that wait for the own answer, and after the meeting for its outcome."""
    for one in db.session.scalars(inquiries(user).where(Inquiry.state.in_(OF_OWNER))).unique():
        if rules.answers_inquiry(user, one):
            what, rule = OF_OWNER[one.state]
            due, path = rulepack.until(rule, one.state_since), f"/desk/market/inquiries/{one.code}"
            yield Duty(what, one.offer.title, path, due, one.state_since, one.code)


def draft_duties(user):
    """Own offers to finish; results of which the own organisation is an owner and that another one wants to offer."""
    project = joinedload(Offer.achievement).joinedload(Achievement.project)
    loads = (selectinload(Offer.consents), project.joinedload(Project.challenge))
    waiting = visible_offers(user).where(Offer.state == S.DRAFT).options(*loads)
    for one in db.session.scalars(waiting).unique():
        if rules.owns_offer(user, one):
            what = "按退回意见修改供给成果" if one.reason else "完成并提交供给成果"
            since = one.state_since or one.created_at
            yield Duty(
                what, one.title or UNNAMED, path_of(one), rulepack.until("fill_days", since), since, one.code
            )
        elif rules.consents_to_offer(user, one):
            yield Duty("确认是否同意成果上架", one.title, path_of(one), None, one.created_at, one.code)


def _trades(user):
    return is_enterprise(user) or is_researcher(user)


SOURCES = ((is_officer, officer_duties), (_trades, owner_duties), (_trades, draft_duties))
