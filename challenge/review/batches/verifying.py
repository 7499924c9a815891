"""Every version of a batch held against what proves it: its spelling and digest, the log, the conditions, the optimum."""

import json
from typing import NamedTuple

import sqlalchemy as sa

from challenge.review.batches import solving
from core.audit import AuditEntry
from core.canonical import canonical, digest
from core.database import db

STEPS = ("batch.ready", "batch.ready_again", "batch.adjust")


class Check(NamedTuple):
    """One question to one version: whether it holds, and what was found."""

    number: int
    label: str
    holds: bool
    sentence: str


def checks(batch):
    """`Check`s of every version, oldest first."""
    logged, facts = _logged(batch), None
    for row in batch.versions:
        facts = row.facts or facts
        body = json.loads(row.body)
        is_kept = canonical(body).decode() == row.body and digest(row.body.encode()) == row.digest
        yield Check(row.number, "摘要", is_kept, row.digest if is_kept else "内容与摘要不符")
        is_logged = logged.get(row.number) == row.digest
        yield Check(row.number, "日志", is_logged, "日志中有同一摘要" if is_logged else "日志中没有这个摘要")
        is_of = facts is not None and digest(facts.encode()) == body["facts"]
        yield Check(row.number, "计算依据", is_of, "与方案所记一致" if is_of else "与方案所记不一致")
        wrong = solving.checked(json.loads(facts), body) if is_of else ["没有计算依据可供核对"]
        yield Check(row.number, "最优性", not wrong, "；".join(wrong) or "各项条件满足，证明成立")


def _logged(batch):
    """{number of the version: digest in the log}: the entries come in the order of the versions."""
    wanted = sa.select(AuditEntry.after).where(
        AuditEntry.object_type == "batch",
        AuditEntry.object_id == str(batch.id),
        AuditEntry.action.in_(STEPS),
    )
    found = db.session.scalars(wanted.order_by(AuditEntry.seq)).all()
    return {number: after.get("version") for number, after in enumerate(found, 1)}
