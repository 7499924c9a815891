"""What a registration says from the start: taken from contract, list and measurements, so that nobody types it anew."""

import datetime as dt

from accounts.states import COUNTIES, Nature
from challenge import rulepack
from challenge.delivery.ledger.sides import OTHER
from challenge.delivery.milestones.concluding import conclusion
from challenge.delivery.outcomes.states import CATEGORIES, EVALUATIONS, LEGAL_KINDS, SOURCES
from challenge.delivery.states import P, Verdict
from challenge.posting.content import demand_text
from core import clock

ONE, TOGETHER = CATEGORIES[:2]
CITY = "山西省朔州市"
# What the register says of a place where it does not know it.
VAGUE = ("市内", "省内", "市外", "省外")
# What a service is by law only its papers tell.
KIND_OF = {
    Nature.ENTERPRISE: LEGAL_KINDS[6],
    Nature.UNIVERSITY: LEGAL_KINDS[2],
    Nature.INSTITUTE: LEGAL_KINDS[1],
    Nature.GOVERNMENT: LEGAL_KINDS[0],
}


def of_contract(contract):
    """Fields of the 技术合同登记 as the 任务书 in force has them: who pays the price by the mode of the list buys, the other side sells."""
    content, project = contract.content, contract.project
    pays = rulepack.mode_of(project).pays
    buyer, seller = content["parties"][pays], content["parties"][OTHER[pays]]
    units = {"poster": project.challenge.organisation, "bidder": project.organisation}
    price = content["money"]["demander_fen"] + content["money"]["public_fen"]
    return {
        "contract_number": contract.number,
        "title": content["challenge"]["title"],
        "category": TOGETHER if content["money"]["own_fen"] else ONE,
        "buyer": buyer["name"],
        "buyer_code": buyer["credit_code"],
        **_side("buyer", units[pays]),
        "seller": seller["name"],
        "seller_code": seller["credit_code"],
        **_side("seller", units[OTHER[pays]]),
        "total_fen": price,
        "technical_fen": price,
        "payment": "分期支付" if len(content["milestones"]) > 1 else "一次总付",
        "signed_on": _day_of(contract),
        "starts_on": dt.date.fromisoformat(content["starts_on"]),
        "ends_on": dt.date.fromisoformat(content["ends_on"]),
        "source": SOURCES[3] if project.challenge.public_funds_fen else SOURCES[-1],
    }


def _side(name, unit):
    """性质 and 所在地 as far as the register of organisations knows them."""
    place = f"{CITY}{unit.county}" if unit.county in COUNTIES else unit.region
    return {f"{name}_kind": KIND_OF.get(unit.nature, ""), f"{name}_place": "" if place in VAGUE else place}


def _day_of(contract):
    return clock.beijing(contract.in_force_at).date()


def of_result(project):
    """Fields of the 成果登记: units and people of the winning team, what came of it, the chains as they stand."""
    challenge, bid = project.challenge, project.bid
    units = [project.organisation.name, *(one.name for one in bid.partners), challenge.organisation.name]
    people = [project.leader.display_name]
    people += [one.name for one in bid.members if one.confirmed_at and one.name not in people]
    return {
        "title": challenge.title,
        "units": "\n".join(dict.fromkeys(units)),
        "people": "\n".join(people),
        "industry": challenge.industry,
        "summary": _summary(project),
        "chains": chains(project),
        **_evaluated(project),
    }


def _summary(project):
    """What the team has told of the work at its acceptance; nothing of a list that keeps a section to itself."""
    told = (one.summary for one in reversed(project.acceptances) if one.summary)
    return next(told, "") if is_open(project) else ""


def is_open(project):
    """The list says to everybody what was difficult and which indicators were asked for."""
    secrecy = project.challenge.secrecy
    return all(secrecy.get(section, "public") == "public" for section in ("difficulty", "indicators"))


def measured_text(achievement):
    """The indicators of a result that were met, with what was measured and on what that rests, a line each."""
    met = [one for one in achievement.chains if one["verdict"] == Verdict.MET.label and one["value"]]
    told = [f"{one['name']}：{one['value']}（约定 {one['due']}，{one['basis']}）" for one in met]
    return "\n".join(told) if is_open(achievement.project) else ""


def _evaluated(project):
    """Whatever has passed was evaluated by its acceptance."""
    if project.state is not P.PASSED:
        return {}
    return {"evaluation": EVALUATIONS[0], "evaluated_on": clock.beijing(project.state_since).date()}


def chains(project):
    """Each indicator: what was due, the value that counts, the verdict on it, and on what that rests."""
    return [_chain(one) for one in project.indicators]


def _chain(indicator):
    measured = [one for one in indicator.measurements if one.report is None or one.report.given_at]
    found = conclusion(measured)
    value = next((one.value for one in reversed(measured) if one.value), "")
    return {
        "name": indicator.name,
        "due": demand_text(indicator),
        "value": value,
        "verdict": found.verdict.label if found.verdict else "",
        "basis": found.basis,
    }
