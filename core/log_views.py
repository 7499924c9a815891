"""/log: the whole log for the audit administrator, whose own looks are logged too."""

import dataclasses

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask_login import current_user

from core import audit, clock
from core.audit import AuditEntry
from core.database import afterwards
from core.gates import requires
from core.listing import Filter, Listing, contains

bp = Blueprint("log", __name__)


def is_auditor(user):
    """The audit administrator."""
    return any(grant.role == "auditor" for grant in user.grants)


@dataclasses.dataclass(frozen=True)
class Reader:
    """Who looked, as plain values: the row itself is gone when the look is recorded."""

    id: int
    display_name: str


FILTERS = (
    ("actor", "操作人", contains(AuditEntry.actor_name)),
    ("what", "内容", contains(AuditEntry.what)),
)
COLUMNS = (
    ("序号", lambda entry: entry.seq),
    ("时间", lambda entry: clock.beijing(entry.at).strftime("%Y-%m-%d %H:%M:%S")),
    ("操作人", lambda entry: entry.actor_name),
    ("动作", lambda entry: entry.action),
    ("事项", lambda entry: entry.thread),
    ("内容", lambda entry: entry.what),
    ("哈希", lambda entry: entry.hash),
)


@bp.get("/log")
@requires(is_auditor)
def entries():
    """Search, filter, page and export; entries of sealed bids are left out until opening."""
    listing = Listing(
        sa.select(AuditEntry).where(audit.readable()),
        sorts={"-seq": ("序号", AuditEntry.seq), "at": ("时间", AuditEntry.at)},
        filters=[Filter(name, label, apply, kind="text") for name, label, apply in FILTERS],
        columns=COLUMNS,
        name="日志",
        per_page=50,
    )
    reader, seen = Reader(current_user.id, current_user.display_name), f"第 {listing.page} 页"
    afterwards(lambda: audit.record(reader, "log.read", audit.Subject("log", 0), f"查阅日志{seen}"))
    return listing.download() if listing.is_export else render_template("core/log.html", listing=listing)
