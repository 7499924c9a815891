"""Orphans: files of the store that nothing refers to, and `flask files status|clean`, which tells and removes them.

A crash between file and row leaves one, and so does a row that went without its file. No table is named here: every
column that could hold the id of a file is looked into, so that a new one cannot be forgotten.
"""

import re
import sys
from datetime import timedelta

import click
import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from core import audit, files
from core.audit import AuditEntry
from core.database import db, transaction
from core.outbox import Job

# Files come before their rows: what a request is just writing down has none yet.
AGE = timedelta(days=1)
ID_SIZE = 32
AT_ONCE = 500
_ID = re.compile(rf"[0-9a-f]{{{ID_SIZE}}}")
_sealed = []


def within_ciphertext(ids):
    """Register `ids()`, which yields the ids of files that stand in ciphertext, where no look into columns finds them."""
    _sealed.append(ids)
    return ids


def orphans() -> dict[str, int]:
    """Return {blob id: size on disk} of files at least a day old that nothing refers to.

    All tables are read as of one instant: a file that moves from one row to another meanwhile is found in either.
    """
    left = files.older_than(AGE)
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        for ids in _sealed:
            _leave_out(left, ids())
        for column in searched() if left else ():
            _leave_out(left, _ids_in(column, sorted(left)))
    finally:
        db.session.rollback()
    return left


def faults() -> dict[str, str]:
    """Return {blob id: what is wrong} of the files that a column `blob` refers to and that are gone or not as stored."""
    columns = [table.columns["blob"] for table in db.metadata.sorted_tables if "blob" in table.columns]
    wanted = {one for column in columns for one in db.session.scalars(sa.select(column)) if one}
    return {one: fault for one in sorted(wanted) if (fault := _fault_of(one))}


def _fault_of(blob):
    try:
        return None if files.is_sound(blob) else "已损坏"
    except files.Missing:
        return "缺失"


def searched() -> list[sa.Column]:
    """Return the columns of all tables that could hold the id of a file, alone or within JSON."""
    return [one for table in db.metadata.sorted_tables for one in table.columns if _could_hold(one.type)]


def _could_hold(kind):
    return isinstance(kind, sa.JSON) or (
        isinstance(kind, sa.String) and (kind.length or ID_SIZE) >= ID_SIZE and not isinstance(kind, sa.Enum)
    )


def _leave_out(left, ids):
    for one in ids:
        left.pop(one, None)


def _ids_in(column, wanted):
    """Ids among `wanted` that stand in this column, as its value or anywhere in its JSON."""
    if isinstance(column.type, sa.JSON):
        for text in db.session.scalars(sa.select(sa.cast(column, sa.Text)).where(_counts(column.table))):
            yield from _ID.findall(text or "")
    else:
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            yield from db.session.scalars(sa.select(column).where(column.in_(part)))


def _counts(table):
    """The log says what was done to files and keeps none; a job that has ended needs none any more."""
    if table is AuditEntry.__table__:
        return sa.false()
    return Job.state.in_(("waiting", "leased", "failed")) if table is Job.__table__ else sa.true()


def clean() -> dict[str, int]:
    """Remove the orphans and what interrupted writes have left; returns {blob id: size} of the former."""
    found = orphans()
    with transaction():
        for one in found:
            files.delete(one)
        if found:
            told = audit.Subject("files", 0)
            audit.record(None, "files.clean", told, f"清理没有记录引用的文件 {len(found)} 个")
    files.discard_unfinished(AGE)
    return found


files_group = AppGroup("files", help="附件存储。")


@files_group.command("status")
@with_appcontext
def status():
    """Say how many files there are, how many nothing refers to, which are gone or damaged; exit 1 for the latter."""
    every, left = files.older_than(timedelta()), orphans()
    click.echo(f"文件 {len(every)} 个，{sum(every.values())} 字节。")
    click.echo(f"满一天且没有记录引用的 {len(left)} 个，{sum(left.values())} 字节。")
    click.echo(f"写入中断留下的 {len(files.unfinished(AGE))} 个。")
    wrong = faults()
    click.echo(f"有记录引用而缺失或已损坏的 {len(wrong)} 个。")
    for blob, fault in wrong.items():
        click.echo(f"  {blob} {fault}")
    sys.exit(1 if wrong else 0)


@files_group.command("clean")
@with_appcontext
def clean_command():
    """Remove files at least a day old that nothing refers to."""
    found = clean()
    click.echo(f"已清理 {len(found)} 个文件，{sum(found.values())} 字节。")


def register(app):
    """Attach the commands."""
    app.cli.add_command(files_group)
