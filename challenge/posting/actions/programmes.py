"""项目批次: created with a frozen copy of the rule pack, edited until it ends."""

from challenge import rulepack
from challenge.posting.codes import next_code
from challenge.posting.models import Programme
from challenge.states import G
from core import audit, clock
from core.database import db
from core.errors import Conflict


def create_programme(actor, *, name, year, mode, budget_fen=0, opens_at=None, closes_at=None):
    """A programme in preparation; its rules are those of today, whatever changes later."""
    row = Programme(
        code=next_code("PC"),
        name=name,
        year=year,
        mode=mode,
        budget_fen=budget_fen,
        opens_at=opens_at,
        closes_at=closes_at,
        rules=rulepack.freeze(mode.value),
        rules_version=rulepack.CURRENT,
        created_at=clock.now(),
    )
    db.session.add(row)
    audit.record(actor, "programme.create", row, "新建项目批次", after={"rules": rulepack.CURRENT})
    return row


def edit_programme(actor, programme, *, name, budget_fen, opens_at, closes_at):
    """Change name, budget and windows of a programme that has not ended; never its rules."""
    if programme.state is G.CLOSED:
        raise Conflict("批次已结束，不能再修改。")
    before = {"name": programme.name, "budget_fen": programme.budget_fen}
    programme.name, programme.budget_fen = name, budget_fen
    programme.opens_at, programme.closes_at = opens_at, closes_at
    after = {"name": name, "budget_fen": budget_fen}
    audit.record(actor, "programme.edit", programme, "修改项目批次", before=before, after=after)
    return programme
