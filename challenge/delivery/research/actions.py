"""Verbs of the R&D log: write, correct by a further entry, show to the poster."""

import datetime as dt

import sqlalchemy as sa

from challenge.delivery.research import chain, effects, messages, rules
from challenge.delivery.research.models import ResearchEntry, ResearchFile, ResearchShare
from challenge.posting import turns
from core import audit, clock, stored
from core.database import db
from core.formats import date_zh
from core.workflow import Refusal, Refused

FILES_MAX = 20
AGAIN = dt.timedelta(minutes=10)


def write(user, project, worked_on, kind, text, *, indicators=(), uploads=(), corrects=None):
    """Add an entry to the chain; returns it.

    `indicators` are ids of the project's indicators, `uploads` pairs of what the inspection found and the bytes,
    `corrects` the entry that this one puts right. What says the very same as the entry
    just before, by the same person, is a second click and written once.
    """
    turns.wait(project.challenge, "projects")
    _allowed(user, project, worked_on)
    last = db.session.scalar(_of(project).order_by(ResearchEntry.number.desc()).limit(1))
    today, now = clock.today(), clock.now()
    said = {"worked_on": worked_on, "kind": kind, "text": text, "author_id": user.id, "corrects": corrects}
    if last is not None and _is_again(said, last, len(uploads), now):
        return last
    row = ResearchEntry(
        project_id=project.id,
        number=last.number + 1 if last else 1,
        author_name=user.display_name,
        at=now,
        days_late=(today - worked_on).days,
        previous=last.digest if last else chain.start_of(project),
        indicators=[one for one in project.indicators if one.id in set(indicators)],
        **said,
    )
    _attach(row, uploads)
    row.digest = chain.digest_of(row, project.code)
    db.session.add(row)
    db.session.flush()
    shown = {"project": project.code, "number": row.number, "digest": row.digest}
    audit.record(user, "research.enter", row, f"{project.code} 研发记录第 {row.number} 条", after=shown)
    effects.wait_for_entry(project)
    return row


def _of(project):
    return sa.select(ResearchEntry).filter_by(project_id=project.id)


def _allowed(user, project, worked_on):
    if not rules.writes_log(user, project):
        raise Refused(Refusal("who", "只有项目团队的成员可以写研发记录，项目结束后不再增加。"))
    first = rules.first_day(project)
    if not first <= worked_on <= clock.today():
        raise Refused(Refusal("needs", f"工作日期应在{date_zh(first)}至今天之间。"))


def _is_again(said, last, files_sent, now):
    """A second click: the last entry says the very same."""
    same = all(getattr(last, name) == value for name, value in said.items())
    return same and len(last.files) == files_sent and now - last.at < AGAIN


def _attach(row, uploads):
    for one in uploads:
        stored.keep(row.files, one, ResearchFile, most=FILES_MAX)


def share(user, entry):
    """Show an entry to the poster; it is not taken back."""
    turns.wait(entry.project.challenge, "projects")
    db.session.refresh(entry, ["share"])
    if entry.share is not None:
        return
    if not rules.shares_entry(user, entry):
        raise Refused(Refusal("who", "只有项目负责人可以把研发记录给发榜方看。"))
    entry.share = ResearchShare(by_id=user.id, at=clock.now())
    db.session.flush()
    said = f"{entry.project.code} 研发记录第 {entry.number} 条给发榜方看"
    audit.record(user, "research.share", entry, said)
    messages.tell_shared(entry)
