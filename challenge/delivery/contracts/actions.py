"""Verbs of contracts: draft from data, offer, confirm or refuse."""

from challenge.delivery.contracts import amending, comparing, limits, rules, terms
from challenge.delivery.contracts.models import Contract
from challenge.delivery.ledger.checks import failing
from challenge.delivery.states import K, Manner, P, Version
from challenge.posting import turns
from core import audit, canonical, clock, files
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply

MOVED = "任务书已有变化，请刷新页面核对后再办理。"


def draft(officer, project, starts_on, extra="", as_asked=(), kinds=None):
    """Generate the first version from list and bid, or anew while it is a draft; returns the contract."""
    turns.wait(project.challenge, "projects")
    row = rules.open_contract(project)
    if project.state is not P.SIGNING or (row is not None and row.state is not K.DRAFT):
        raise Refused(Refusal("state", "任务书已发出确认或者已生效，不能重新生成。"))
    content = terms.first(project, starts_on, extra, as_asked, kinds)
    facts = {
        "content": content,
        "digest": canonical.digest(content),
        "drafted_by_id": officer.id,
        "drafted_at": clock.now(),
    }
    if row is None:
        number, begun = len(project.contracts) + 1, {"state": K.DRAFT, "state_since": clock.now()}
        row = Contract(project=project, number=number, kind=Version.FIRST, **begun, **facts)
        db.session.add(row)
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.flush()
    audit.record(officer, "contract.draft", row, f"生成任务书第 {row.number} 版")
    return row


def offer(officer, contract, seen, check_reason=""):
    """Send the very text the officer has read to both sides; a second click finds it done.

    `check_reason`: why, where its money does not keep to a rule of the pack.
    """
    turns.wait(contract.project.challenge, "projects")
    if contract.state is K.OFFERED:
        return
    if contract.version != seen:
        raise Conflict(MOVED)
    _explain(officer, contract, check_reason)
    apply(officer, contract, "offer")


def _explain(officer, contract, check_reason):
    bad = failing(contract) if rules.drafts_contract(officer, contract) else []
    if not bad or not check_reason:
        return
    contract.check_reason = check_reason
    after = {"reason": check_reason, "checks": [f"{one.asked}；{one.found}" for one in bad]}
    audit.record(officer, "contract.explain", contract, "说明规则核对不符的理由", after=after)


def confirm(user, contract, digest, upload=None):
    """Confirm the content of this digest for the own side; `upload` is what the inspection found and the bytes.

    A second click finds it done; the last side puts the contract into force.
    """
    turns.wait(contract.project.challenge, "projects")
    db.session.expire(contract, ["signatures"])
    if any(one.user_id == user.id for one in contract.signatures):
        return
    if contract.digest != digest:
        raise Conflict(MOVED)
    facts = {"party": rules.party_of(user, contract), "manner": Manner.CONFIRMED}
    if upload is not None:
        facts |= {"manner": Manner.UPLOADED, "file": _keep(*upload)}
    apply(user, contract, "confirm", **facts)


def _keep(found, data):
    blob, digest, _size = files.store(data, encrypted=True)
    return {"blob": blob, "file_sha256": digest, "file_name": found.safe_name, "file_mime": found.mime}


def refuse(user, contract, reason):
    """Do not agree; the officer drafts anew."""
    turns.wait(contract.project.challenge, "projects")
    apply(user, contract, "refuse", reason=reason)


def ask_change(user, project, why, changes):
    """Ask for what differs (`amending.amended`) as the next version; returns it."""
    _check(user, project, rules.asks_change)
    content = amending.amended(rules.contract_in_force(project).content, changes)
    return _ask(user, project, content, why=why, kind=Version.CHANGE)


def ask_extension(user, project, why, months, *, last_only=False):
    """Ask for so many months more; returns the version."""
    _check(user, project, rules.asks_change)
    _stop(limits.extension_fault(project, months))
    former = rules.contract_in_force(project).content
    content = amending.extended(former, project, months, last_only=last_only)
    return _ask(user, project, content, why=why, kind=Version.EXTENSION, months=months)


def ask_successor(user, project, why, code, successor):
    """Ask that another person leads; returns the version."""
    _check(user, project, rules.asks_successor, of_leader=True)
    _stop(limits.successor_fault(project, successor, code))
    content = amending.led_by(rules.contract_in_force(project).content, project.leader, successor)
    facts = {"why": why, "why_code": code, "successor": successor}
    return _ask(user, project, content, kind=Version.CHANGE, **facts)


def _check(user, project, question, *, of_leader=False):
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["contracts", "payments"])
    if not question(user, project):
        raise Refused(Refusal("who", "只有双方和经办人可以申请变更任务书。"))
    _stop(rules.can_be_changed(project, of_leader=of_leader))


def _stop(sentence):
    if sentence:
        raise Refused(Refusal("needs", sentence))


def _ask(user, project, content, **facts):
    former = rules.contract_in_force(project).content
    if content == former:
        _stop("没有需要变更的内容，请至少改动一项。")
    _stop(next((said for _, said in limits.faults(project, former, content)), None))
    now = clock.now()
    row = Contract(
        project=project,
        number=len(project.contracts) + 1,
        state=K.DRAFT,
        state_since=now,
        content=content,
        digest=canonical.digest(content),
        drafted_by_id=user.id,
        drafted_at=now,
        asked_for=rules.side_of(user, project),
        **facts,
    )
    db.session.add(row)
    db.session.flush()
    parts = comparing.parts_of(comparing.differences(former, content))
    said = f"拟定任务书{row.kind.label}（第 {row.number} 版）：{'、'.join(parts)}"
    audit.record(user, "contract.draft", row, said, after={"reason": row.why, "digest": row.digest})
    return apply(user, row, "ask")


def offer_change(officer, contract, seen, note="", check_reason=""):
    """Send a version that was asked for to all sides; `note` tells the public why less is due than the list has asked."""
    turns.wait(contract.project.challenge, "projects")
    if contract.state is K.OFFERED:
        return
    if contract.version != seen:
        raise Conflict(MOVED)
    if rules.drafts_contract(officer, contract):
        contract.note = note
    _explain(officer, contract, check_reason)
    apply(officer, contract, "offer")


def end(user, contract, action, reason):
    """Decline, or withdraw what one has asked for."""
    turns.wait(contract.project.challenge, "projects")
    apply(user, contract, action, reason=reason)
