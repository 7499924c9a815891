"""/desk/log: the whole log for the audit administrator, whose own looks are logged too."""

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask_login import current_user

from core import audit, clock, naming
from core.audit import AuditEntry
from core.database import afterwards
from core.gates import requires
from core.listing import Filter, Listing, contains, equals
from core.looks import Reader

bp = Blueprint("log", __name__)
naming.affair("log", "日志")
naming.affair("files", "附件存储")


def is_auditor(user):
    """The audit administrator."""
    return any(grant.role == "auditor" for grant in user.grants)


def _is_about(statement, text):
    object_mark = AuditEntry.object_type + ":" + AuditEntry.object_id
    return statement.where(naming.about(AuditEntry.thread, object_mark, text))


def _filters():
    return [
        Filter("affair", "事项（编号或名称）", _is_about, kind="text"),
        Filter("type", "类别", equals(AuditEntry.object_type), naming.labels()),
        Filter("actor", "操作人", contains(AuditEntry.actor_name), kind="text"),
        Filter("what", "内容", contains(AuditEntry.what), kind="text"),
    ]


def _columns(names):
    return (
        ("序号", lambda entry: entry.seq),
        ("时间", lambda entry: clock.beijing(entry.at).strftime("%Y-%m-%d %H:%M:%S")),
        ("操作人", lambda entry: entry.actor_name),
        ("类别", lambda entry: names[entry.seq].affair),
        ("事项", lambda entry: names[entry.seq].affair_name),
        ("对象", lambda entry: names[entry.seq].thing),
        ("内容", lambda entry: entry.what),
        ("哈希", lambda entry: entry.hash),
    )


def _listing():
    """The list and the names of what its rows are about; the names are asked for once, when the rows are known."""
    names = {}
    listing = Listing(
        sa.select(AuditEntry).where(audit.readable()),
        sorts={"-seq": ("序号", AuditEntry.seq), "at": ("时间", AuditEntry.at)},
        filters=_filters(),
        columns=_columns(names),
        name="日志",
        per_page=50,
    )
    names.update(naming.of(listing.rows))
    return listing, names


@bp.get("/desk/log")
@requires(is_auditor)
def entries():
    """Search, filter, page and export; entries of sealed bids are left out until opening."""
    listing, names = _listing()
    reader, seen = Reader(current_user.id, current_user.display_name), f"第 {listing.page} 页"
    afterwards(lambda: audit.record(reader, "log.read", audit.Subject("log", 0), f"查阅日志{seen}"))
    if listing.is_export:
        return listing.download()
    return render_template("core/log.html", listing=listing, names=names)
