"""Several processes write one log at a time: one chain, no gap, no number twice, every head holds."""

import itertools
import subprocess
import sys

import sqlalchemy as sa

from app import ROOT
from core import audit, audit_walk, log_tree
from core.audit import AuditEntry, Subject
from core.database import db, transaction
from core.log_tree import LogHead

WRITERS, EACH = 4, 40
# As small an application as can write to the log, so that four of them start quickly.
WRITER = """
import sys
import flask
from core import audit, log_tree
from core.database import db, transaction

url, folder, name, each = sys.argv[1:]
log_tree.BLOCK = 16
app = flask.Flask("writer")
app.config.update(SQLALCHEMY_DATABASE_URI=url, KEYS_DIR=folder)
db.init_app(app)
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(each)):
        with transaction():
            audit.record(None, "thing.change", audit.Subject("thing", number, f"writer:{name}"))
            if number % 10 == 9:
                log_tree.sign_head()
"""


def test_four_processes_write_one_chain(app, monkeypatch):
    monkeypatch.setattr(log_tree, "BLOCK", 16)
    with transaction():
        audit.record(None, "thing.change", Subject("thing", 0))
        log_tree.sign_head()  # makes the key that all sign with
    url = db.engine.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-c", WRITER, url, app.config["KEYS_DIR"]]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    writers = [
        subprocess.Popen([*arguments, str(name), str(EACH)], cwd=ROOT, **pipes)  # noqa: S603
        for name in range(WRITERS)
    ]
    for one in writers:
        assert one.stdout.readline() == "ready\n"
    for one in writers:
        one.stdin.write("go\n")
        one.stdin.flush()
    faults = [one.communicate(timeout=60)[1] for one in writers]
    assert ([one.returncode for one in writers], faults) == ([0] * WRITERS, [""] * WRITERS)
    db.session.rollback()
    assert [audit_walk.first_broken(), log_tree.first_wrong_block(), log_tree.first_wrong_head()] == [
        None
    ] * 3
    numbers = list(db.session.scalars(sa.select(AuditEntry.seq).order_by(AuditEntry.seq)))
    assert numbers == list(range(1, WRITERS * EACH + 2))
    for name in range(WRITERS):
        mine = sa.select(AuditEntry.object_id).filter_by(thread=f"writer:{name}").order_by(AuditEntry.seq)
        assert list(db.session.scalars(mine)) == [str(number) for number in range(EACH)]
    threads = list(db.session.scalars(sa.select(AuditEntry.thread).order_by(AuditEntry.seq)))[1:]
    turns = sum(one != other for one, other in itertools.pairwise(threads))
    assert turns > WRITERS, "the writers wrote one after the other: nothing was shown"
    heads = sa.select(sa.func.count()).select_from(LogHead)
    assert db.session.scalar(heads) == 1 + WRITERS * EACH // 10
