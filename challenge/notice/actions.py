"""Verbs of notice: draft the text, publish, announce; keep the holiday table and what hangs on it."""

import datetime as dt

import sqlalchemy as sa

from challenge import rulepack
from challenge.notice import text
from challenge.notice.models import Notice
from challenge.notice.objections import clocks
from challenge.notice.objections.models import Objection
from challenge.notice.rules import current_notice, drafted_notice
from challenge.posting.models import Challenge
from challenge.states import SETTLED, C, N
from core import audit, clock, workdays
from core.database import db
from core.errors import Conflict
from core.formats import date_zh
from core.workflow import Refusal, Refused, apply


def draft(officer, challenge):
    """Generate the text from data, or generate it anew while it waits for publication; returns the notice."""
    if challenge.state is not C.AWARDED or not challenge.proposals:
        raise Refused(Refusal("state", f"当前状态为“{challenge.state.label}”，定榜后才能生成公示文本。"))
    facts = text.facts_of(challenge)
    content = {
        "title": text.title_of(facts),
        "facts": facts,
        "bid_id": challenge.proposals[-1].places[0].bid_id,
        "author_id": officer.id,
        "workdays": rulepack.value(challenge, "notice_workdays"),
    }
    row = drafted_notice(challenge)
    if row is None:
        row = Notice(code=next_code(), state=N.DRAFT, state_since=clock.now(), challenge=challenge, **content)
        db.session.add(row)
    for name, value in content.items():
        setattr(row, name, value)
    db.session.flush()
    audit.record(officer, "notice.draft", row, "生成公示文本")
    return row


def next_code():
    """The next code of a notice in this year."""
    year = clock.today().year
    mine = sa.select(sa.func.count()).select_from(Notice).where(Notice.code.startswith(f"GS{year}"))
    return f"GS{year}{db.session.scalar(mine) + 1:04d}"


def publish(officer, challenge, notice_id):
    """Publish the very text the officer has read; the period begins on the next day. A second click finds it done."""
    current = current_notice(challenge)
    if current is not None and current.id == notice_id and challenge.state is C.NOTICED:
        return
    row = drafted_notice(challenge)
    if row is not None and row.id != notice_id:
        raise Conflict("公示文本已被他人更新，请刷新页面核对后再发布。")
    apply(officer, challenge, "publish_notice")


def lock(notice):
    """Wait for whoever is submitting to this notice or announcing it, then read what they have left.

    Submission and announcement both come through here, so that of the two one is first and the other sees it.
    """
    wanted = sa.select(Notice).where(Notice.id == notice.id).with_for_update()
    db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    db.session.refresh(notice.challenge)
    db.session.expire(notice, ["objections"])
    return notice


def announce(officer, challenge):
    """公布结果 after the period, while no objection stands; a second click finds it done."""
    notice = current_notice(challenge)
    if notice is not None:
        lock(notice)
    if challenge.state in SETTLED:
        return
    apply(officer, challenge, "announce")


def set_holiday(officer, day, kind, name, source):
    """Add or change a day that departs from the weekend rule; returns the running notices it lengthens."""
    row = db.session.get(workdays.Holiday, day)
    before = _day(row) if row else None
    row = row or workdays.Holiday(day=day)
    row.kind, row.name, row.source = kind, name, source
    db.session.add(row)
    db.session.flush()
    audit.record(
        officer,
        "holiday.set",
        _subject(day),
        f"节假日表：{date_zh(day)} {name}",
        before=before,
        after=_day(row),
    )
    return lengthen(officer)


def drop_holiday(officer, day):
    """Remove a day from the table; returns the running notices it lengthens (a make-up day counts no more)."""
    row = db.session.get(workdays.Holiday, day)
    before = _day(row)
    db.session.delete(row)
    db.session.flush()
    audit.record(officer, "holiday.drop", _subject(day), f"节假日表：删去 {date_zh(day)}", before=before)
    return lengthen(officer)


def foreseen(change, *facts):
    """[(code, new last day)] of the running notices that this change of the table would lengthen; changes nothing."""
    with db.session.begin_nested() as savepoint:
        later = [(one.code, text.last_day_of(one)) for one in change(*facts)]
        savepoint.rollback()
    db.session.expire_all()
    return later


def _subject(day):
    return audit.Subject("holiday", day.isoformat(), "holidays")


def _day(row):
    return {"kind": row.kind, "name": row.name, "source": row.source}


def lengthen(officer):
    """Give every running notice its working days by the calendar as it is known now; returns those that end later.

    A published end is a promise to whoever may object: no edit of the calendar brings it nearer or makes it
    uncertain again, and a period that has ended under a known calendar stays ended.
    """
    later = [row for row in _running() if _recompute(officer, row)]
    for one in db.session.scalars(_with_running_clocks()):
        clocks.recompute(one)
    db.session.flush()
    return later


def _running():
    """Notices whose period runs; of a suspended list it is counted anew when the list is resumed."""
    running = sa.select(Notice).join(Challenge, Notice.challenge_id == Challenge.id)
    running = running.where(Notice.state == N.PUBLISHED, Challenge.state != C.SUSPENDED)
    return db.session.scalars(running.order_by(Notice.id)).all()


def _with_running_clocks():
    """Objections on whose clock somebody relies; those of a suspended list are counted anew when it is resumed."""
    joined = sa.select(Objection).join(Notice, Objection.notice_id == Notice.id)
    joined = joined.join(Challenge, Notice.challenge_id == Challenge.id)
    return joined.where(Objection.due_at.is_not(None), Challenge.state != C.SUSPENDED)


def resume_period(officer, row, since, at):
    """The working days that had not run out when the list was suspended run from the day after it is resumed.

    The day of the suspension was not a whole one, so it is given back; a brief suspension changes nothing.
    """
    if not workdays.costs_a_day(row.ends_at, since, at):
        return
    before, (start, days) = _end(row), _span(row)
    first, stopped = clock.beijing(start).date(), clock.beijing(since).date() - dt.timedelta(days=1)
    row.resumed_at, row.days_left = at, max(days - len(workdays.days_between(first, stopped)), 1)
    found = workdays.period(row.resumed_at, row.days_left)
    row.ends_at, row.calendar_known = max(found.ends_at, row.ends_at), not found.unknown_years
    what = "榜单暂停后恢复，公示截止时间顺延"
    audit.record(officer, "notice.resume", row, what, before=before, after=_end(row), public=True)


def _span(row):
    """From when how many working days run."""
    return (row.resumed_at, row.days_left) if row.resumed_at else (row.published_at, row.workdays)


def _recompute(officer, row):
    if row.calendar_known and clock.now() >= row.ends_at:
        return False
    found = workdays.period(*_span(row))
    is_later, is_known, before = found.ends_at > row.ends_at, not found.unknown_years, _end(row)
    row.ends_at = max(found.ends_at, row.ends_at)
    row.calendar_known = is_known if is_later else row.calendar_known or is_known
    if _end(row) != before:
        what = "公示截止时间因节假日安排顺延" if is_later else "节假日安排已公布，公示截止时间核定"
        audit.record(officer, "notice.recompute", row, what, before=before, after=_end(row), public=True)
    return is_later


def _end(row):
    return {"ends_at": row.ends_at.isoformat(), "calendar_known": row.calendar_known}
