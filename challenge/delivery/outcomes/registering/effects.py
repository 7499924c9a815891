"""What moves with registrations: they begin with a contract or with the end of a project, and remember why they went back."""

from challenge.delivery.outcomes.registering import messages, prefilled
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.outcomes.states import R
from challenge.posting.codes import next_code
from core import audit
from core.database import db


def begin_contract(contract, move):
    """The 任务书 is in force: its registration waits for both sides, prefilled; one that is being filled in follows a new version."""
    found = contract.project.tech_contract
    if found is None:
        facts = prefilled.of_contract(contract)
        row = TechContract(code=next_code("JS"), project=contract.project, **facts)
        _begin(row, move, f"技术合同登记 {row.code} 已按任务书预填")
        return
    if found.state is R.DRAFT:
        for name in ("contract_number", "total_fen", "technical_fen", "starts_on", "ends_on"):
            setattr(found, name, prefilled.of_contract(contract)[name])


def begin_result(project, move):
    """The result of a project waits to be registered, prefilled; once."""
    if project.achievement is None:
        row = Achievement(code=next_code("CG"), project=project, **prefilled.of_result(project))
        _begin(row, move, f"成果登记 {row.code} 已按项目记录预填")


def _begin(row, move, said):
    row.created_at = row.state_since = move.at
    db.session.add(row)
    db.session.flush()
    audit.record(move.actor, f"{row.__tablename__}.create", row, said)
    messages.tell_to_fill(row, getattr(move.actor, "id", None))


def note_reason(row, move):
    """Why it went back, or is not registered."""
    row.reason = move.facts["reason"]


def forget_reason(row, move):
    """It went on."""
    row.reason = ""
