"""`flask ledger verify` sees a settlement that was changed, that nobody confirmed, or that the ledger does not have."""

import sqlalchemy as sa

from challenge.delivery.closing.models import Closure, ClosureSignature
from challenge.delivery.closing.verifying import settlement_faults
from core.database import db, transaction
from tests.challenge.delivery.closing import scene

NAME = "GG2026-0001 第 1 次终止办理："


def test_settlements_are_held_against_digest_confirmations_and_ledger(app):
    officer, project, _people = scene.under_contract()
    closure = scene.agreed(scene.ended(project, officer), {2: 50})
    verify = app.test_cli_runner()
    assert verify.invoke(args=["ledger", "verify"]).output == "1 个项目的台账全部相符。\n"
    content = closure.settlement | {"work": []}
    for change, said in (
        (sa.update(Closure).values(settlement=content), "结算单内容与摘要不符。"),
        (sa.update(ClosureSignature).values(digest="0" * 64), "确认的不是现在的结算单。"),
        (sa.delete(ClosureSignature), "结算未经各方确认，也没有核定。"),
        (sa.update(Closure).values(settlement=content), "核定的已完成工作与台账不一致。"),
    ):
        with db.session.begin_nested() as part:
            db.session.execute(change)
            db.session.expire_all()
            assert f"{NAME}{said}" in list(settlement_faults(project)), said
            part.rollback()
        db.session.expire_all()
    with transaction():
        db.session.execute(sa.update(Closure).values(settlement_digest="0" * 64))
    answer = verify.invoke(args=["ledger", "verify"])
    assert (answer.exit_code, "1 个项目的台账，2 处不符。" in answer.output) == (1, True)
