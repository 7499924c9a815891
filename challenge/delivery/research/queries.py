"""Entries of an R&D log as rows, already filtered for a reader, and what the log as a whole looks like."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import User
from challenge.delivery import rules as projects
from challenge.delivery.contracts.models import Contract
from challenge.delivery.research import rules, weeks
from challenge.delivery.research.models import ResearchEntry, ResearchShare, concerns
from challenge.delivery.research.states import Work
from challenge.delivery.states import ENDED
from core import audit, clock, formats
from core.database import db
from core.listing import Filter, contains, equals


def visible_entries(user, project):
    """SELECT of the entries of one project that this person may read; twin of `permissions.READ_RESEARCH`."""
    mine = sa.select(ResearchEntry).where(ResearchEntry.project_id == project.id)
    if rules.reads_log(user, project):
        return mine
    if projects.posts_project(user, project):
        return mine.where(sa.exists().where(ResearchShare.entry_id == ResearchEntry.id))
    return mine.where(sa.false())


def listed_entries(user, project):
    """`visible_entries` with what a list shows."""
    own = joinedload(ResearchEntry.author).lazyload(User.grants)
    several = [
        selectinload(getattr(ResearchEntry, name)) for name in ("files", "indicators", "corrections", "share")
    ]
    return visible_entries(user, project).options(own, joinedload(ResearchEntry.corrects), *several)


def _since(statement, value):
    return _by_day(statement, value, lambda day: ResearchEntry.worked_on >= day)


def _until(statement, value):
    return _by_day(statement, value, lambda day: ResearchEntry.worked_on <= day)


def _by_day(statement, value, condition):
    try:
        return statement.where(condition(dt.date.fromisoformat(value)))
    except ValueError:
        return statement.where(sa.false())


def _concerned(statement, value):
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    about = sa.select(concerns.c.entry_id).where(concerns.c.indicator_id == number)
    return statement.where(ResearchEntry.id.in_(about))


def _shown(statement, value):
    shared = sa.exists().where(ResearchShare.entry_id == ResearchEntry.id)
    return statement.where(shared if value == "yes" else ~shared)


def filters(project):
    """Filters of the list of one project's entries."""
    after = rules.late_days(project)

    def late(statement, value):
        is_late = ResearchEntry.days_late > after
        return statement.where(is_late if value == "yes" else ~is_late)

    return (
        Filter("q", "内容", contains(ResearchEntry.text), kind="text"),
        Filter("kind", "类别", equals(ResearchEntry.kind), tuple((one.value, one.label) for one in Work)),
        Filter("indicator", "指标", _concerned, tuple((one.id, one.name) for one in project.indicators)),
        Filter("late", "是否补记", late, (("no", "及时记录"), ("yes", "补记"))),
        Filter("shared", "发榜方可见", _shown, (("yes", "可见"), ("no", "不可见"))),
        Filter("since", "工作日期从", _since, kind="date"),
        Filter("until", "到", _until, kind="date"),
    )


SORTS = {
    "-day": ("工作日期", (ResearchEntry.worked_on, ResearchEntry.number)),
    "number": ("编号", ResearchEntry.number),
    "delay": ("补记天数", (ResearchEntry.days_late, ResearchEntry.number)),
}
COLUMNS = (
    ("编号", lambda row: row.number),
    ("工作日期", lambda row: formats.date_zh(row.worked_on)),
    ("类别", lambda row: row.kind.label),
    ("内容", lambda row: row.text),
    ("指标", lambda row: "、".join(one.name for one in row.indicators)),
    ("附件", lambda row: "、".join(f"{one.name}（{one.sha256}）" for one in row.files)),
    ("更正", lambda row: f"更正第 {row.corrects.number} 条" if row.corrects else ""),
    ("记录人", lambda row: row.author_name),
    ("记录时间", lambda row: formats.moment(row.at)),
    ("距工作日期（天）", lambda row: row.days_late),
    ("前一条摘要", lambda row: row.previous),
    ("摘要", lambda row: row.digest),
)


def numbered(project, number):
    """The entry of this number, or None."""
    wanted = sa.select(ResearchEntry).filter_by(project_id=project.id, number=number)
    return db.session.scalar(wanted) if number < 1_000_000 else None


def newest(project):
    """The entry at the head of the chain, or None."""
    rows = sa.select(ResearchEntry).filter_by(project_id=project.id)
    return db.session.scalar(rows.order_by(ResearchEntry.number.desc()).limit(1))


def weeks_of(project):
    """Week by week how the log covers the project until today or its end; empty before the contract is in force."""
    in_force = sa.select(sa.func.min(Contract.in_force_at)).where(Contract.project_id == project.id)
    signed = db.session.scalar(in_force)
    if signed is None:
        return []
    today = clock.today()
    start = max(project.starts_on, clock.beijing(signed).date())
    is_over = project.state in ENDED and project.state_since
    end = clock.beijing(project.state_since).date() if is_over else today
    after = rules.late_days(project)
    mine = sa.select(ResearchEntry.worked_on, ResearchEntry.days_late).filter_by(project_id=project.id)
    written = [(day, late > after) for day, late in db.session.execute(mine)]
    return weeks.weeks_of(start, end, written, breaks(project), today)


def breaks(project):
    """(first, last) day of every suspension of the project, from the log; the last one may still run."""
    subject = project.log_subject()
    mine = sa.select(audit.AuditEntry.action, audit.AuditEntry.at).filter_by(
        thread=subject.thread, object_type=subject.type, object_id=str(subject.id)
    )
    mine = mine.where(audit.AuditEntry.action.in_(("project.suspend", "project.resume")))
    found, since = [], None
    for action, at in db.session.execute(mine.order_by(audit.AuditEntry.seq)):
        day = clock.beijing(at).date()
        if action == "project.suspend":
            since = day
        elif since is not None:
            found.append((since, day))
            since = None
    return found if since is None else [*found, (since, clock.today())]
