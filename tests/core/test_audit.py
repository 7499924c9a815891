"""The log: chained, verified, never running backwards, and the clock that follows it."""

import contextlib
import datetime as dt

import sqlalchemy as sa

from core import append_only, audit, audit_walk, clock
from core.audit import AuditEntry, Subject
from core.database import db, transaction
from tests import world


def write(count):
    """`count` entries by one officer."""
    officer = world.user("officer")
    with transaction():
        return [audit.record(officer, "test.do", Subject("thing", n), f"第{n}件") for n in range(count)]


def unguarded(statement):
    """Change the log (by a statement or its text) behind its guard, as somebody with the database file could."""
    db.session.rollback()  # a reader keeps the snapshot it began with
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for table in ("audit_entry", "log_block", "log_head"):
                append_only.unguard(connection, table)
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(sa.text(statement) if isinstance(statement, str) else statement)


def test_each_entry_carries_the_hash_of_the_former(app):
    entries = write(3)
    assert entries[0].previous == audit.GENESIS
    assert [one.previous for one in entries[1:]] == [one.hash for one in entries[:-1]]
    assert [one.seq for one in entries] == [1, 2, 3]
    assert audit_walk.first_broken() is None


def test_a_changed_entry_is_named(app):
    write(5)
    unguarded("UPDATE audit_entry SET what = 'nothing happened' WHERE seq = 3")
    assert audit_walk.first_broken() == 3


def test_a_missing_entry_is_named(app):
    write(5)
    unguarded("DELETE FROM audit_entry WHERE seq = 2")
    assert audit_walk.first_broken() == 3


def test_the_command_names_the_break_and_fails(app):
    write(2)
    run = app.test_cli_runner().invoke
    assert run(args=["audit", "verify"]).exit_code == 0
    unguarded("UPDATE audit_entry SET actor_name = '' WHERE seq = 1")
    answer = run(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert "第 1 条" in answer.output


def test_the_clock_never_runs_back_behind_the_log(app, now):
    write(1)
    before = now.instant
    now.forward(minutes=-10)
    with transaction():
        assert clock.now() == before
        assert audit.record(None, "test.late", Subject("thing", 9)).at == before
    now.forward(minutes=20)
    with transaction():
        assert clock.now() == before + dt.timedelta(minutes=10)


def test_within_a_transaction_the_clock_runs_forward_only(app, now):
    """Else a step is allowed by one look at the clock and noted at an instant at which it was not allowed."""
    start = clock.now()
    with transaction():
        now.forward(minutes=10)
        allowed_at = clock.now()
        now.forward(minutes=-10)
        assert clock.now() == allowed_at == start + dt.timedelta(minutes=10)
        assert audit.record(None, "test.noted", Subject("thing", 1)).at == allowed_at
    now.forward(minutes=-10)
    with contextlib.suppress(ZeroDivisionError), transaction():
        now.forward(minutes=30)
        clock.now()
        raise ZeroDivisionError
    now.forward(minutes=-20)
    with transaction():  # what was undone has shown nobody an instant
        assert clock.now() == allowed_at


def test_entries_are_written_in_the_transaction_of_the_change(app):
    count = sa.select(sa.func.count()).select_from(AuditEntry)
    before = db.session.scalar(count)
    try:
        with transaction():
            audit.record(None, "test.undone", Subject("thing", 1))
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert db.session.scalar(count) == before


def test_the_page_of_the_log_is_for_the_auditor_and_leaves_out_what_is_sealed(app, client_of):
    with transaction():
        audit.record(None, "test.open", Subject("thing", 1), "公开可查的一条")
        audit.record(None, "bid.submit", Subject("bid", 1, "bid:1", sealed=True), "密封的一条")
    assert client_of(world.user("officer")).get("/desk/log").status_code == 403
    auditor = client_of(world.user("auditor"))
    assert auditor.get("/desk/log").status_code == 200
    assert "公开可查的一条" in auditor.text()
    assert "密封的一条" not in auditor.text()
    assert audit.head().action == "log.read"


def test_sealed_entries_are_read_from_the_unsealing_on(app, client_of):
    with transaction():
        audit.record(None, "bid.submit", Subject("bid", 1, "bid:1", sealed=True), "第一份方案")
        audit.record(None, "bid.submit", Subject("bid", 2, "bid:2", sealed=True), "第二份方案")
        audit.unseal("bid:1")
        audit.unseal("bid:1")
    auditor = client_of(world.user("auditor"))
    auditor.get("/desk/log")
    assert "第一份方案" in auditor.text()
    assert "第二份方案" not in auditor.text()
