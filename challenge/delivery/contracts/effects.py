"""What moves with a contract: it is frozen, confirmed side by side, comes into force, replaces the former version."""

import datetime as dt

from challenge.delivery.contracts import comparing, limits, rules
from challenge.delivery.contracts.models import Signature
from challenge.delivery.ledger.effects import plan_payments
from challenge.delivery.milestones.effects import set_milestones
from challenge.delivery.models import ProjectIndicator
from challenge.delivery.rules import leads_project
from challenge.delivery.states import P, Party
from challenge.states import Comparator
from core import audit
from core.workflow import Refusal, Refused

KEPT = (
    "name",
    "asked",
    "promised",
    "threshold",
    "threshold_high",
    "unit",
    "test_method",
    "test_conditions",
    "measured_by",
    "weight",
    "is_must",
)


def keep_signature(contract, move):
    """Who has confirmed for which side, how; the last one puts the contract into force."""
    party = move.facts["party"]
    if party is Party.BUREAU and (found := rules.sides_before_bureau(contract)):
        raise Refused(Refusal("needs", found))
    if party is Party.BIDDER and not leads_project(move.actor, contract.project) and "file" not in move.facts:
        raise Refused(Refusal("needs", "不是由项目负责人本人确认的，须上传牵头单位的签字盖章件。"))
    contract.signatures.append(
        Signature(
            party=party,
            user_id=move.actor.id,
            manner=move.facts["manner"],
            digest=contract.digest,
            at=move.at,
            **move.facts.get("file", {}),
        )
    )
    if not rules.awaited(contract):
        former = rules.contract_in_force(contract.project)
        if former is not None:
            move.carry(former, "supersede")
        move.carry(contract, "put_in_force")


def take_effect(contract, move):
    """The indicators and milestones are those of this version; the period too; the first version starts the project."""
    project, content = contract.project, contract.content
    former = limits.before(contract)
    contract.in_force_at = move.at
    project.starts_on = dt.date.fromisoformat(content["starts_on"])
    # Days that a suspension has given back stand in the project alone: only what was agreed on anew is written.
    if former is None or former.content["ends_on"] != content["ends_on"]:
        project.ends_on = dt.date.fromisoformat(content["ends_on"])
    project.extended_months += contract.months
    set_indicators(project, content["indicators"])
    set_milestones(project, content["milestones"], move, former.content["milestones"] if former else ())
    if contract.successor is not None:
        project.leader = contract.successor
    if project.state is P.SIGNING:
        move.carry(project, "sign")
    plan_payments(contract, move)


def publish_change(contract, move):
    """Which parts have changed, and why less is due than the list has asked, stand on the public timeline."""
    former = limits.before(contract)
    if former is None:
        return
    rows = comparing.differences(former.content, contract.content)
    lower = limits.lowered(contract.project, contract.content)
    said = f"任务书{contract.kind.label}（{contract.project.code} 第 {contract.number} 版）：{'、'.join(comparing.parts_of(rows))}"
    after = {"digest": contract.digest}
    if lower != limits.lowered(contract.project, former.content) and lower:
        texts = [f"{one.item} {one.old} 改为 {one.new}" for one in rows if one.item.split("：")[0] in lower]
        said += f"。低于榜单要求：{'；'.join(texts)}。说明：{contract.note}"
    audit.record(move.actor, "contract.change", contract, said, after=after, public=True)


def set_indicators(project, rows):
    """The rows of the contract as they are measured against; what was measured so far stays with its indicator."""
    known = {one.indicator_id: one for one in project.indicators}
    for position, row in enumerate(rows):
        found = known.get(row["id"])
        if found is None:
            found = ProjectIndicator(indicator_id=row["id"])
            project.indicators.append(found)
        found.position, found.comparator = position, Comparator(row["comparator"])
        for name in KEPT:
            setattr(found, name, row[name])


def keep_refusal(contract, move):
    """Why this version did not come into force."""
    contract.reason = move.facts["reason"]
