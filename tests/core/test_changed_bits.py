"""No bit of the log, its kept blocks, its published heads or a stored file changes unseen, and none makes a check fail."""

import random

import pytest
import sqlalchemy as sa

from core import audit, audit_walk, files, log_tree
from core.audit import Subject
from core.database import db, transaction
from core.files import Damaged
from tests import world
from tests.core.test_audit import unguarded

CHANGES = 500
TABLES = {"audit_entry": 80, "log_head": 12, "log_block": 8}  # of a hundred


@pytest.fixture
def log(app, monkeypatch):
    """A log of 13 entries with everything an entry can hold, kept blocks and three heads, its guards gone."""
    monkeypatch.setattr(log_tree, "BLOCK", 4)
    officer = world.user("officer", display_name="张三丰")
    for number in range(1, 14):
        with transaction():
            facts = {"before": {"原因": "旧"}, "after": {"原因": "é新", "n": number}} if number % 2 else {}
            subject = Subject("thing", number, f"affair:{number}", sealed=number % 3 == 0)
            audit.record(officer, "thing.change", subject, f"第{number}件事", public=number % 5 == 0, **facts)
            if number in (5, 9, 13):
                log_tree.sign_head()
    unguarded("SELECT 1")


def changed(value, drawn):
    """The value with one bit turned over; None where it has none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ 1 << drawn.randrange(16)
    data = bytearray(value if isinstance(value, bytes) else str(value).encode())
    if not data:
        return None
    data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
    return bytes(data)


def is_written(table, column, key, value, drawn):
    """Turn over one bit of one cell, as somebody with the database file could; False where it cannot be stored."""
    new = changed(value, drawn)
    if new is None:
        return False
    is_text = not isinstance(value, bool | int | bytes)
    place = f"{column.name} = " + ("CAST(:new AS TEXT)" if is_text else ":new")
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        if is_text:
            try:
                new = new.decode()
            except UnicodeDecodeError:
                return False
            place = f"{column.name} = CAST(:new AS {column.type.compile(db.engine.dialect)})"
    statement = f"UPDATE {table.name} SET {place} WHERE {next(iter(table.primary_key)).name} = :key"  # noqa: S608
    try:
        with db.session.begin_nested():
            db.session.execute(sa.text(statement), {"new": new, "key": key})
    except (sa.exc.DBAPIError, ValueError):
        return False
    if db.engine.dialect.name == "sqlite":
        return True
    # PostgreSQL reads some spellings of an instant as the same one and stores that: nothing has changed.
    here = sa.select(audit_walk.as_stored(column)).where(next(iter(table.primary_key)) == key)
    return db.session.scalar(here) != value


def cells(name):
    """(column, key of the row, value) of every cell of a table."""
    table = db.metadata.tables[name]
    key = next(iter(table.primary_key)).name
    stored = [audit_walk.as_stored(column) for column in table.columns]
    for row in db.session.execute(sa.select(*stored)).mappings():
        yield from (
            (column, row[key], row[column.key]) for column in table.columns if row[column.key] is not None
        )


def test_every_changed_bit_of_the_log_is_noticed(log):
    drawn = random.Random(500)  # noqa: S311  reproducible, no secrets
    every = {name: list(cells(name)) for name in TABLES}
    db.session.rollback()
    assert (audit_walk.first_broken(), log_tree.first_wrong_block(), log_tree.first_wrong_head()) == (
        None,
    ) * 3
    done, unseen = 0, []
    while done < CHANGES:
        (name,) = drawn.choices(list(TABLES), TABLES.values())
        column, key, value = drawn.choice(every[name])
        if is_written(db.metadata.tables[name], column, key, value, drawn):
            done += 1
            checks = (audit_walk.first_broken, log_tree.first_wrong_block, log_tree.first_wrong_head)
            if all(check() is None for check in checks):
                unseen.append((name, column.name, key, value))
        db.session.rollback()
    assert unseen == []


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_every_changed_bit_of_a_stored_file_is_noticed(app, is_encrypted):
    drawn = random.Random(501)  # noqa: S311  reproducible, no secrets
    blob, _, _ = files.store("附件的内容".encode() * 20, encrypted=is_encrypted)
    path = files.root() / blob[:2] / blob
    whole = path.read_bytes()
    for _ in range(CHANGES):
        data = bytearray(whole)
        data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        path.write_bytes(data)
        with pytest.raises(Damaged):
            files.read(blob, is_encrypted)
    for end in range(0, len(whole), 13):
        path.write_bytes(whole[:end])
        with pytest.raises(Damaged):
            files.read(blob, is_encrypted)


@pytest.mark.parametrize(
    ("column", "said", "engines"),
    [
        ("after", '{"\\u539F\\u56e0": "\\u00e9\\u65b0", "n": 1}', {"sqlite", "postgresql"}),
        ("after", '{"\\u539f\\u56e0":"\\u00e9\\u65b0","n":1}', {"sqlite", "postgresql"}),
        ("at", "2026-09-16T02:00:00.000000", {"sqlite"}),
        ("sealed", 2, {"sqlite"}),
    ],
)
def test_the_same_value_in_another_spelling_is_noticed(log, column, said, engines):
    if db.engine.dialect.name not in engines:
        return  # this engine has one spelling of such a value only
    field = db.metadata.tables["audit_entry"].c[column]
    place = "CAST(:new AS JSON)" if column == "after" and db.engine.dialect.name == "postgresql" else ":new"
    statement = sa.text(f"UPDATE audit_entry SET {field.name} = {place} WHERE seq = 1")  # noqa: S608
    unguarded(statement.bindparams(new=said))
    assert audit_walk.first_broken() == 1
