"""What `flask batch verify` says of a batch, and that it notices what was changed."""

import json

import sqlalchemy as sa

from challenge.review.batches import actions, keeping, verifying
from challenge.review.batches.models import BatchVersion
from challenge.review.batches.states import Edit
from core import append_only
from core.canonical import canonical, digest
from core.database import db, transaction
from tests.challenge.review import batched


def test_every_version_is_checked_and_a_changed_one_is_named(app):
    officer, batch, _ = batched.computed()
    code, number, _score = keeping.newest(batch).told["pairs"][0]
    with transaction():
        actions.edit(officer, batch, 1, Edit.LOCK, "保持连续", (code, number))
    run = app.test_cli_runner().invoke
    answer = run(args=["batch", "verify", str(batch.id), "--json"])
    told = json.loads(answer.output)
    assert (answer.exit_code, told["holds"], len(told["checks"])) == (0, True, 8)
    assert run(args=["batch", "verify", "999"]).exit_code == 1
    body = keeping.newest(batch).told
    seated = {n for of, n, _ in body["pairs"] if of == code}
    kept = next(
        n for n in json.loads(batch.versions[0].facts)["lists"][code]["scores"] if int(n) not in seated
    )
    forged = body | {
        "pairs": [[of, int(kept) if (of, n) == (code, number) else n, s] for of, n, s in body["pairs"]]
    }
    text = canonical(forged).decode()
    db.session.rollback()
    with db.engine.begin() as connection:
        append_only.unguard(connection, "batch_version")
        row = sa.update(BatchVersion.__table__).where(BatchVersion.number == 2)
        connection.execute(row.values(body=text, digest=digest(text.encode())))
        append_only.guard(connection, "batch_version")
    db.session.rollback()
    wrong = [(one.number, one.label) for one in verifying.checks(batch) if not one.holds]
    assert wrong == [(2, "日志"), (2, "最优性")]
    answer = run(args=["batch", "verify", str(batch.id)])
    assert answer.exit_code == 1
    assert "✗ 第 2 版 日志：日志中没有这个摘要" in answer.output
