"""Verbs of contracts: draft from data, offer, confirm or refuse."""

from challenge.delivery.contracts import rules, terms
from challenge.delivery.contracts.models import Contract
from challenge.delivery.states import K, Manner, P, Version
from challenge.posting import turns
from core import audit, canonical, clock, files
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply

MOVED = "任务书已有变化，请刷新页面核对后再办理。"


def draft(officer, project, starts_on, extra="", as_asked=()):
    """Generate the first version from list and bid, or anew while it is a draft; returns the contract."""
    turns.wait(project.challenge, "projects")
    row = rules.open_contract(project)
    if project.state is not P.SIGNING or (row is not None and row.state is not K.DRAFT):
        raise Refused(Refusal("state", "任务书已发出确认或者已生效，不能重新生成。"))
    content = terms.first(project, starts_on, extra, as_asked)
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


def offer(officer, contract, seen):
    """Send the very text the officer has read to both sides; a second click finds it done."""
    turns.wait(contract.project.challenge, "projects")
    if contract.state is K.OFFERED:
        return
    if contract.version != seen:
        raise Conflict(MOVED)
    apply(officer, contract, "offer")


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
