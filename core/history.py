"""What the log says of something, newest first, as the component `timeline` takes it."""

import sqlalchemy as sa

from core import audit, formats
from core.audit import AuditEntry, Subject
from core.database import db


def reason_of(entry: AuditEntry) -> str | None:
    """The reason that was given with a step, or None."""
    return (entry.after or {}).get("reason")


def no_note(entry: AuditEntry) -> None:
    """For timelines that show no reasons."""


def shown(entries, *, note=reason_of, who=lambda entry: entry.actor_name) -> list[dict]:
    """Rows of the component for `entries` in their order; `note` and `who` are (entry) -> text or None."""
    return [
        {
            "what": one.what,
            "at_text": formats.moment(one.at),
            "who": who(one),
            "seq": one.seq,
            "note": note(one),
        }
        for one in entries
    ]


def entries_of(thread: str) -> list[AuditEntry]:
    """Everything the log says of one affair, newest first."""
    return audit.entries_of(thread)[::-1]


def about(*subjects: Subject) -> list[AuditEntry]:
    """Entries about these things alone, newest first; other things of the same affair stay out. One query, or none."""
    if not subjects:
        return []
    each = [
        sa.and_(
            AuditEntry.thread == (one.thread or f"{one.type}:{one.id}"),
            AuditEntry.object_type == one.type,
            AuditEntry.object_id == str(one.id),
        )
        for one in subjects
    ]
    rows = sa.select(AuditEntry).where(sa.or_(*each))
    return list(db.session.scalars(rows.order_by(AuditEntry.seq.desc())))


def events(*rows) -> list[dict]:
    """Timeline of rows that have a `log_subject`."""
    return shown(about(*(one.log_subject() for one in rows)))
