"""Files that nothing refers to are removed after a day; no file that anything refers to ever is."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from challenge.notice.objections.models import ObjectionFile
from challenge.posting.codes import random_code
from challenge.posting.models import Attachment
from challenge.review.contacts.models import (
    ContactEvidence,
    ContactReport,
    named_mark,
    reporter_mark,
)
from challenge.review.contacts.states import Channel
from challenge.states import C
from core import audit, clock, files, orphans, outbox, settings
from core.database import db, transaction
from talent.models import ImportRun
from tests import bids, world
from tests.challenge.notice.objections import scene

ROOT = Path(__file__).parents[2]
# Who stores bytes, and where their id is kept. A plain column is found by itself; an id that goes into ciphertext
# must be told to `orphans.within_ciphertext`, or its file would be removed after a day.
STORES = {
    "challenge.bidding.sealing": "sealed_file.blob, attachment.blob",
    "challenge.posting.actions.drafting": "attachment.blob",
    "challenge.posting.succession": "attachment.blob",
    "challenge.review.actions.reporting": "contact_evidence.label",
    "challenge.notice.objections.actions.writing": "objection_file.blob",
    "challenge.bidding.liaison.actions.agreeing": "agreement.blob",
    "challenge.envoys.visits.actions": "visit_file.blob",
    "challenge.delivery.research.actions": "research_file.blob",
    "challenge.delivery.outcomes.following.actions": "follow_up.blob",
    "challenge.delivery.contracts.actions": "contract_signature.blob",
    "challenge.delivery.tolerance.actions": "tolerance_file.blob",
    "challenge.delivery.closing.actions": "closure_file.blob",
    "challenge.delivery.acceptance.archiving": "project_archive.blob",
    "challenge.delivery.acceptance.actions": "acceptance_file.blob",
    "challenge.delivery.milestones.actions": "milestone_file.blob",
    "challenge.delivery.ledger.actions": "payment.blob, expense.blob",
    "talent.imports": "import_run.plan",
}


def test_whoever_stores_files_is_known_here():
    paths = [
        path
        for name in ("accounts", "talent", "challenge", "reports")
        for path in (ROOT / name).rglob("*.py")
    ]
    stores = re.compile(r"files\.(?:store|storing)\(|stored\.keep\(")
    found = {path for path in paths if stores.search(path.read_text("utf-8"))}
    assert {".".join(one.relative_to(ROOT).with_suffix("").parts) for one in found} == set(STORES)


def test_every_column_for_ids_is_looked_into(app):
    found = {f"{one.table.name}.{one.name}" for one in orphans.searched()}
    told = {place for places in STORES.values() for place in places.split(", ")}
    in_ciphertext = {"contact_evidence.label"}
    assert told - found == in_ciphertext
    assert len(orphans._sealed) == len(in_ciphertext)
    assert found >= {"setting.value", "job.payload", "challenge_version.files"}


def stored():
    return files.store(b"x", encrypted=True)[0]


def age_all(hours=25):
    for path in files.root().glob("??/*"):
        at = path.stat().st_mtime - hours * 3600
        os.utime(path, (at, at))


@pytest.fixture
def kept(app):
    """A file in the keeping of every kind of row."""
    listed = world.challenge(C.OPEN)
    bid = bids.drafted(listed)
    with transaction():
        bids.drafting.attach(bids.find(bid.code), "协议.pdf", bids.PDF, "other")
    sealed = bids.find(bid.code).files[0].blob
    objection = scene.drafted(world.user("researcher"), scene.noticed()[2])
    now, ids = clock.now(), [stored() for _ in range(6)]
    facts = {"mime": "", "size": 1, "sha256": ""}
    with transaction():
        owner = {"owner_type": "challenge", "owner_id": listed.id, "uploaded_by_id": bid.leader_id}
        db.session.add(Attachment(name="", **facts, blob=ids[0], uploaded_at=now, **owner))
        objection.files.append(ObjectionFile(label=b"", blob=ids[1], mime="", size=1))
        report = ContactReport(
            code=random_code("JC"),
            challenge_id=listed.id,
            channel=Channel.CALL,
            reported_at=now,
            reporter_mark=reporter_mark(1),
            named_mark=named_mark("某"),
            told_sealed=b"",
        )
        evidence = ContactEvidence(code="e" * 32, **facts)
        evidence.label = {"name": "", "blob": ids[2]}
        report.evidence.append(evidence)
        db.session.add(report)
        db.session.add(ImportRun(filename="", at=now, plan=ids[3]))
        settings.put("a file within", {"deep": [{"in": ids[4]}]})
        outbox.enqueue("mail", {"blob": ids[5]}, due_at=now + dt.timedelta(days=9))
    return {sealed, *ids}


def test_what_is_referred_to_stays_and_the_rest_goes_after_a_day(app, kept):
    age_all()
    fresh, old = stored(), stored()
    path = files.root() / old[:2] / old
    os.utime(path, (0, 0))
    assert set(orphans.orphans()) == {old}
    runner = app.test_cli_runner()
    assert "没有记录引用的 1 个" in runner.invoke(args=["files", "status"]).output
    assert path.exists()
    assert "已清理 1 个文件" in runner.invoke(args=["files", "clean"]).output
    assert (path.exists(), set(files.older_than(dt.timedelta()))) == (False, kept | {fresh})
    assert audit.head().what == "清理没有记录引用的文件 1 个"
    seq = audit.head().seq
    assert (orphans.clean(), audit.head().seq) == ({}, seq)


def test_what_cannot_be_read_stops_the_cleaning(app, kept):
    age_all()
    with transaction():
        db.session.scalars(sa.select(ContactEvidence)).one().label_sealed = b"damaged"
    done = app.test_cli_runner().invoke(args=["files", "clean"])
    assert done.exit_code != 0
    assert kept <= set(files.older_than(dt.timedelta()))
