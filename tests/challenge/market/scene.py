"""Offers and inquiries for tests, made in few steps."""

from challenge.delivery.outcomes.registering import actions as registering
from challenge.delivery.outcomes.registering.rules import may_offer
from challenge.market import actions, rules
from core.database import transaction
from tests import world
from tests.challenge.delivery.outcomes import scene as outcomes

OFFER = {
    "title": "煤矸石烧结陶粒配方与窑控技术",
    "industry": "新材料",
    "maturity": "中试阶段",
    "rights": "invention",
    "transfer": "licence",
    "price_fen": 80_000_000,
    "summary": "以煤矸石为主料烧制高强陶粒，掺量不低于七成。",
    "advantages": "筒压强度不低于 8 兆帕，吸水率不高于 6%。",
    "scenes": "建材企业的陶粒生产线改造。",
    "contact_name": "钱联系",
    "contact_phone": "00000",
    "contact_email": "owner@example.com",
}
ASKED = {
    "message": "我公司有两条陶粒线，希望引进。",
    "contact_name": "赵采购",
    "contact_email": "buyer@example.com",
}


def drafted(**facts):
    """(owner, offer as a draft)."""
    owner = world.user("researcher")
    with transaction():
        row = actions.draft(owner, OFFER | facts)
    return owner, row


def submitted(**facts):
    """(owner, offer that waits for an officer)."""
    owner, row = drafted(**facts)
    with transaction():
        actions.make(owner, row, "submit")
    return owner, row


def listed(**facts):
    """(owner, offer on show)."""
    owner, row = submitted(**facts)
    with transaction():
        actions.make(world.user("officer"), row, "publish")
    return owner, row


def asked(**facts):
    """(owner, asking person, inquiry that waits for its answer)."""
    owner, offer = listed(**facts)
    buyer = world.user("enterprise")
    with transaction():
        row = actions.inquire(buyer, offer, ASKED)
    return owner, buyer, row


def result(values=(), **facts):
    """A registered result of a project; `values`: what the team measured of its indicators."""
    officer, project = outcomes.ended(values, **facts)
    row = project.achievement
    with transaction():
        registering.save(project.leader, row, outcomes.RESULT, row.version)
        registering.make(project.leader, row, "submit")
        registering.register(officer, row, f"1400-{row.code}", outcomes.RESULT["evaluated_on"])
    return row


def listed_result(ownership, values=()):
    """(owner, offer on show that comes from a registered result of a project)."""
    row = result(values, ownership=ownership)
    sides = (row.project.leader, row.project.challenge.author)
    owner = next(one for one in sides if may_offer(one, row))
    with transaction():
        offer = actions.offer_result(owner, row)
        for name, value in OFFER.items():
            setattr(offer, name, value)
        for other in sides:
            if rules.consents_to_offer(other, offer):
                actions.consent(other, offer)
        actions.make(owner, offer, "submit")
        actions.make(world.user("officer"), offer, "publish")
    return owner, offer
