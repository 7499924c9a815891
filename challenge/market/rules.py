"""Questions about offers and inquiries: who stands how to one, and what must be true before a step."""

from accounts.rules import is_auditor, is_enterprise, is_officer, is_researcher, leads_organisation
from challenge.delivery.outcomes.registering.rules import owners_of
from challenge.market.states import S, W

# What a reader needs to judge an offer.
NEEDS = {
    "title": "成果名称",
    "industry": "产业领域",
    "maturity": "成熟度",
    "rights": "知识产权",
    "transfer": "转化方式",
    "summary": "成果简介",
    "advantages": "技术优势",
    "contact_name": "联系人",
}
RELEASED = (W.ACCEPTED, W.SIGNED)


def trades(user):
    """Speaks for an organisation: may post an offer or ask for one."""
    return (is_enterprise(user) or is_researcher(user)) and user.organisation_id is not None


def _speaks_for(user, organisation_id, author_id):
    """Whoever wrote it, an enterprise account of the same organisation, or the first account of it."""
    if not trades(user) or user.organisation_id != organisation_id:
        return False
    return user.id == author_id or is_enterprise(user) or leads_organisation(user)


def is_listed(user, offer):
    """On show: anybody reads it."""
    return offer.state is S.LISTED


def owns_offer(user, offer):
    """Speaks for the organisation that offers it."""
    return _speaks_for(user, offer.organisation_id, offer.author_id)


def watches_offers(user, offer):
    """Officers and the auditor, once it was handed in."""
    return (is_officer(user) or is_auditor(user)) and offer.state is not S.DRAFT


def checks_offer(user, offer):
    """An officer of another organisation."""
    return is_officer(user) and user.organisation_id != offer.organisation_id


def owners(offer):
    """Ids of the organisations whose consent an offer needs."""
    if offer.achievement is None:
        return {offer.organisation_id}
    return set(owners_of(offer.achievement))


def consents_to_offer(user, offer):
    """Speaks for an owner that has not agreed yet, and does not offer it itself."""
    given = {one.organisation_id for one in offer.consents}
    waits = trades(user) and user.organisation_id in owners(offer) - given
    return waits and offer.state in (S.DRAFT, S.SUBMITTED) and _is_side(user, offer)


def _is_side(user, offer):
    project = offer.achievement.project if offer.achievement else None
    if project is None:
        return False
    return is_enterprise(user) or user.id in (project.leader_id, project.challenge.author_id)


def is_co_owner(user, offer):
    """Speaks for one of several owners of a result: reads the offer from the start."""
    is_owner = trades(user) and offer.achievement is not None and user.organisation_id in owners(offer)
    return is_owner and _is_side(user, offer)


def complete(offer):
    """Nothing that a reader needs is missing; the owner can be reached."""
    missing = [label for name, label in NEEDS.items() if not getattr(offer, name)]
    if missing:
        return f"请先填写{'、'.join(missing)}，再提交。"
    return None if offer.contact_phone or offer.contact_email else "请至少填写一种联系方式（电话或邮箱）。"


def owners_agree(offer):
    """Everybody who owns the result has agreed to offer it."""
    given = {one.organisation_id for one in offer.consents}
    return "须由全部权利人同意后才能上架，请等待另一方在本页同意。" if owners(offer) - given else None


def may_inquire(user, offer):
    """Speaks for another organisation than the one that offers it."""
    return trades(user) and offer.state is S.LISTED and user.organisation_id != offer.organisation_id


def asked_to_meet(user, inquiry):
    """Speaks for the organisation that asks."""
    return _speaks_for(user, inquiry.organisation_id, inquiry.author_id)


def answers_inquiry(user, inquiry):
    """Speaks for the organisation that offers."""
    return owns_offer(user, inquiry.offer)


def is_party(user, inquiry):
    """Of one side or the other."""
    return asked_to_meet(user, inquiry) or answers_inquiry(user, inquiry)


def watches_inquiries(user, inquiry):
    """Officers see that there is one and what became of it, and neither message nor contact."""
    return is_officer(user)


def reads_contact(user, inquiry):
    """Either side, once the owner has accepted."""
    return is_party(user, inquiry) and inquiry.state in RELEASED


def offer_is_listed(inquiry):
    """What is no more on offer is not talked about anew."""
    return None if inquiry.offer.state is S.LISTED else "该成果已不在展示中，不能再接受对接。"
