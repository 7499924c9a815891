"""The chain of a project's log: each digest covers the entry, its files and the digest before; computed anew to verify."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from challenge.delivery.research.models import ResearchEntry
from core import audit, canonical
from core.database import db


def start_of(project):
    """What the first entry follows: the project's own code, so that no chain passes for another's."""
    return canonical.digest({"project": project.code})


def digest_of(entry, code):
    """SHA-256 over the canonical JSON of everything an entry of the project `code` says."""
    return canonical.digest(
        {
            "project": code,
            "number": entry.number,
            "worked_on": entry.worked_on,
            "kind": entry.kind.value,
            "text": entry.text,
            "corrects": entry.corrects.number if entry.corrects else None,
            "indicators": sorted(one.indicator_id for one in entry.indicators),
            "files": [[one.name, one.sha256] for one in entry.files],
            "author": [entry.author_id, entry.author_name],
            "at": entry.at,
            "days_late": entry.days_late,
            "previous": entry.previous,
        }
    )


def faults(project):
    """What does not hold in this log, as sentences; empty when all is well.

    Beside the chain itself each digest must stand in the public log as it was written there.
    """
    loads = [selectinload(getattr(ResearchEntry, name)) for name in ("files", "indicators", "corrects")]
    wanted = sa.select(ResearchEntry).filter_by(project_id=project.id).order_by(ResearchEntry.number)
    rows, told = db.session.scalars(wanted.options(*loads)).all(), _told(project)
    previous, found = start_of(project), []
    for number, one in enumerate(rows, 1):
        if one.number != number:
            return [*found, f"{project.code}：第 {number} 条研发记录缺失。"]
        if one.previous != previous or digest_of(one, project.code) != one.digest:
            found.append(f"{project.code}：第 {number} 条研发记录与摘要不符。")
        if told.get(number) != one.digest:
            found.append(f"{project.code}：第 {number} 条研发记录与日志中的摘要不符。")
        previous = one.digest
    found += [f"{project.code}：第 {one} 条研发记录缺失。" for one in sorted(told) if one > len(rows)]
    return found


def _told(project):
    """{number of an entry: digest} as the log has it."""
    mine = sa.select(audit.AuditEntry.after).filter_by(
        thread=project.log_subject().thread, object_type="research_entry", action="research.enter"
    )
    rows = [one for one in db.session.scalars(mine) if one and one.get("project") == project.code]
    return {one["number"]: one["digest"] for one in rows}
