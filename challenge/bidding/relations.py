"""Ties between a bid and the poster that the registers know (关联关系): lead unit, partners, members' units.

The bidder's own declaration stands beside them; these are computed anew each time, because a unit may become
related after the bid was begun, sealed or opened.
"""

import sqlalchemy as sa

from accounts.models import FormerName, Organisation
from accounts.states import OrganisationState
from challenge import rulepack
from challenge.bidding.checklist import Missing
from challenge.bidding.family import Family, names_of
from challenge.bidding.people import people_of
from core.database import db
from core.spelling import plain
from talent import conflicts

REGISTERED = (OrganisationState.APPROVED, OrganisationState.STOPPED)


def gaps(bid, partners):
    """What the checklist says about ties: of partners (dicts with name and credit_code) and of members."""
    return [*_of_two_units(partners), *_partner_gaps(bid, partners), *member_gaps(bid)]


def of_partners(bid, partners):
    """Why these partners (dicts with name and credit_code) may not take part, as sentences."""
    return [one.text for one in (*_of_two_units(partners), *_partner_gaps(bid, partners))]


def _partner_gaps(bid, partners):
    """Partners that are the poster or related to it, by code or by name."""
    if not partners or not rulepack.value(bid.challenge, "related_parties"):
        return
    family, clause = Family(bid.challenge), rulepack.cite(bid.challenge, "related_parties")
    for one in partners:
        unit = family.find(code=one["credit_code"], name=one["name"])
        if unit is not None and not _joins(bid, unit):
            yield Missing("team", f"合作单位“{one['name']}”不得参加：{family.path(unit)}{clause}。")


def _of_two_units(partners):
    """Partners with the code of a registered unit under another name than its own."""
    rows = registered(partners)
    by_code = {one.credit_code: one for one in rows}
    for one in partners:
        unit, name = by_code.get(one["credit_code"]), plain(one["name"])
        named = [row for row in rows if name in map(plain, names_of(row))]
        if unit is not None and unit not in named:
            other = f"，“{named[0].name}”的代码是 {named[0].credit_code}" if named else ""
            yield Missing(
                "team",
                f"合作单位“{one['name']}”的名称与统一社会信用代码不属于同一单位："
                f"代码 {unit.credit_code} 属于“{unit.name}”{other}。请核对后更正。",
            )


def registered(partners):
    """Units of the register that these partners name, by code or by any name."""
    names = {plain(one["name"]) for one in partners} - {""}
    former = sa.select(FormerName.organisation_id).where(FormerName.name_key.in_(names))
    meant = [
        Organisation.credit_code.in_({one["credit_code"] for one in partners}),
        Organisation.name_key.in_(names),
        Organisation.id.in_(former),
    ]
    wanted = sa.select(Organisation).where(Organisation.state.in_(REGISTERED), sa.or_(*meant))
    wanted = wanted.options(sa.orm.selectinload(Organisation.former_names))
    return db.session.scalars(wanted.order_by(Organisation.id)).all() if partners else []


def member_gaps(bid):
    """Members whose unit is the poster or related to it, as gaps of the checklist."""
    if not rulepack.value(bid.challenge, "related_parties"):
        return []
    family, clause = Family(bid.challenge), rulepack.cite(bid.challenge, "related_parties")
    found = ((one, family.find(**_unit(one))) for one in bid.members if one.declined_at is None)
    return [
        Missing("members", f"成员“{one.name}”所在单位{family.path(unit)}，不得参加{clause}。")
        for one, unit in found
        if unit is not None and not _joins(bid, unit)
    ]


def _joins(bid, unit):
    """The demander itself in a joint bid is no conflict of that bid: it has signed its agreement."""
    return unit.id == bid.challenge.organisation_id and rulepack.mode_of(bid).agreement_first


def ties(bid):
    """Every known tie of an opened bid to the poster as a sentence, lead unit first."""
    family = Family(bid.challenge)
    return [f"{who}：{family.path(unit)}。" for who, unit in _units(bid, family.find)]


def _units(bid, find):
    """[(who in the bid, related unit)]."""
    found = [("牵头单位", find(id=bid.organisation_id))]
    found += [(f"合作单位“{one.name}”", find(code=one.credit_code, name=one.name)) for one in bid.partners]
    found += [(f"成员“{one.name}”所在单位", find(**_unit(one))) for one in bid.members]
    present = {one.name for one in bid.members}
    sealed = bid.content.team if bid.content else ()
    found += [
        (f"成员“{one['name']}”所在单位", find(name=one["unit"]))
        for one in sealed
        if one["name"] not in present
    ]
    return [(who, unit) for who, unit in found if unit is not None and not _joins(bid, unit)]


def _unsure(bid, family):
    found = dict.fromkeys(unit for _, unit in _units(bid, family.unsure))
    return [f"{unit.name}与发榜方：{family.question(unit)}。是不是同一人，须先核实。" for unit in found]


def shown(bid):
    """What officers read about ties: the computed ones beside the bidder's declaration, and the clause."""
    family, known = Family(bid.challenge), ties(bid)
    units = dict.fromkeys(unit for _, unit in _units(bid, family.find))
    return {
        "known": known,
        "paths": [tie for unit in units if (tie := family.tie(unit)) is not None],
        "unknown": conflicts.unknown(people_of(bid), [one.name for one in bid.partners])
        + _unsure(bid, family),
        "declared": (bid.content.related_parties if bid.content else "") or "声明不存在关联关系。",
        "clause": rulepack.cite(bid.challenge, "related_parties") if known else "",
        "undeclared": bool(known) and not (bid.content and bid.content.related_parties),
    }


def _unit(member):
    """What is known of a member's unit: the account's, else as written."""
    account = member.user.organisation_id if member.user else None
    return {"id": account, "name": member.unit}
