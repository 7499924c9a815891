"""Notices and results as rows; everything here is public unless it says otherwise."""

import datetime as dt
from types import SimpleNamespace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from challenge.notice import text
from challenge.notice.models import Notice
from challenge.notice.rules import is_paused, is_running
from challenge.posting.models import Challenge
from challenge.states import SETTLED, About, C, N
from core import audit, clock, workdays
from core.database import db

_OF_RESULT = Notice.kind == About.AWARD
RESULTS = (*SETTLED, C.LAPSED, C.CANCELLED)
OVER = SimpleNamespace(label="公示期满", tone="wait")
PAUSED = SimpleNamespace(label="暂停", tone="bad")
CLOSED = SimpleNamespace(label="已公布结果", tone="good")


def visible_notices(user=None):
    """SELECT of the notices anybody may read; twin of `permissions.READ_NOTICE`."""
    return sa.select(Notice).where(Notice.published_at.is_not(None))


def listed_notices(user):
    """`visible_notices` with the lists they belong to, for a list page."""
    joined = visible_notices(user).join(Challenge, Notice.challenge_id == Challenge.id)
    return joined.options(joinedload(Notice.challenge))


def phase_of(notice):
    """What a reader sees as the state: running, suspended, period over, result announced, revoked."""
    if notice.state is N.CLOSED:
        return CLOSED
    if is_paused(notice):
        return PAUSED
    if notice.state is N.PUBLISHED and not is_running(notice):
        return OVER
    return notice.state


def by_phase(statement, value):
    """Narrow a SELECT of notices to one phase: running, paused, over, closed, revoked."""
    now, paused = clock.now(), Challenge.state == C.SUSPENDED
    return statement.where(
        {
            "running": sa.and_(Notice.state == N.PUBLISHED, ~paused, Notice.ends_at > now),
            "paused": sa.and_(Notice.state == N.PUBLISHED, paused),
            "over": sa.and_(Notice.state == N.PUBLISHED, ~paused, Notice.ends_at <= now),
            "closed": Notice.state == N.CLOSED,
            "revoked": Notice.state == N.REVOKED,
        }[value]
    )


def remaining(notices):
    """{notice id: words for the rest of its period}, with one look at the holiday table for the whole page."""
    running = [one for one in notices if is_running(one)]
    if not running:
        return {}
    last = max(text.last_day_of(one) for one in running)
    ahead = workdays.days_between(clock.today(), last)
    return {one.id: _rest(sum(day <= text.last_day_of(one) for day in ahead)) for one in running}


def _rest(days):
    return f"还剩 {days} 个工作日" if days else "最后一天，今日 24:00 截止"


WHY_LATER = {"notice.recompute": "节假日安排", "notice.resume": "榜单暂停"}


def postponements(notice):
    """[(from, to, why)] of the times the published end was moved, oldest first, as the log has kept them."""
    moves = sa.select(audit.AuditEntry).filter_by(
        thread=notice.log_subject().thread, object_type="notice", object_id=str(notice.id)
    )
    moves = moves.where(audit.AuditEntry.action.in_(WHY_LATER)).order_by(audit.AuditEntry.seq)
    found = [
        (
            *(dt.datetime.fromisoformat(side["ends_at"]) for side in (one.before, one.after)),
            WHY_LATER[one.action],
        )
        for one in db.session.scalars(moves)
    ]
    return [one for one in found if one[0] != one[1]]


def results():
    """SELECT of (list, closed notice or None): announced, lapsed and cancelled lists that were public."""
    closed = sa.and_(Notice.challenge_id == Challenge.id, Notice.state == N.CLOSED, _OF_RESULT)
    statement = (
        sa.select(Challenge, Notice).outerjoin(Notice, closed).options(undefer(Challenge.is_work_over))
    )
    return statement.where(Challenge.state.in_(RESULTS), Challenge.published_at.is_not(None))


def closed_notice(challenge):
    """The notice whose result was announced, or None."""
    mine = sa.select(Notice).where(Notice.challenge_id == challenge.id, Notice.state == N.CLOSED)
    return db.session.scalar(mine.where(_OF_RESULT))


def published_notices(challenge):
    """Every published notice of a list, newest first."""
    rows = visible_notices().where(Notice.challenge_id == challenge.id)
    return db.session.scalars(rows.order_by(Notice.id.desc())).all()


def holidays(year):
    """Exceptions of one year by date."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = sa.select(workdays.Holiday).where(workdays.Holiday.day.between(first, last))
    return db.session.scalars(rows.order_by(workdays.Holiday.day)).all()


def holiday(day):
    """The exception of one day, or None."""
    return db.session.get(workdays.Holiday, day)


def was_dropped(day):
    """Whether the last thing that happened to this day (ISO) in the table was its removal."""
    mine = sa.select(audit.AuditEntry.action).filter_by(thread="holidays", object_id=day)
    return db.session.scalar(mine.order_by(audit.AuditEntry.seq.desc()).limit(1)) == "holiday.drop"


def holiday_years():
    """Years that have entries, with this year and the next, ascending."""
    days = db.session.execute(
        sa.select(sa.func.min(workdays.Holiday.day), sa.func.max(workdays.Holiday.day))
    ).one()
    known = {day.year for day in days if day} | {clock.today().year, clock.today().year + 1}
    return list(range(min(known), max(known) + 1))
