"""What the page of the log shows beside its entries: how the weeks are covered, where its gaps are, its head."""

from types import SimpleNamespace

import sqlalchemy as sa

from challenge import rulepack
from challenge.delivery.research import queries, rules, weeks
from challenge.delivery.research.models import ResearchEntry
from core import clock, strips
from core.database import db


def diligence(project):
    """Numbers of the whole log, its weeks as a picture, its gaps; what is asked of it by the rule pack."""
    after = rules.late_days(project)
    late = sa.func.sum(sa.case((ResearchEntry.days_late > after, 1), else_=0))
    wanted = sa.select(sa.func.count(), late, sa.func.max(ResearchEntry.at)).filter_by(project_id=project.id)
    number, written_late, last = db.session.execute(wanted).one()
    rows = queries.weeks_of(project)
    covered, counted = weeks.coverage(rows)
    silent = rulepack.value(project, "research_silent_days")
    return SimpleNamespace(
        number=number,
        late=int(written_late or 0),
        late_days=after,
        last=last,
        head=queries.newest(project),
        covered=covered,
        counted=counted,
        gaps=weeks.gaps(rows),
        silent=_silent_since(last, silent),
        strip=strip(rows),
        summary=f"{counted} 周中 {covered} 周有记录" if counted else "还没有满一周",
    )


def strip(rows):
    """The weeks as a picture; None before there is one."""
    cells = [(_of_week(one), weeks.TONES[one.state]) for one in rows]
    return strips.strip(cells) if cells else None


def _of_week(one):
    said = weeks.LABELS[one.state] + (f" {one.number} 条" if one.number else "")
    return f"{_day(one.first)}—{_day(one.last)} {said}"


def _day(day):
    return f"{day.year}.{day.month:02}.{day.day:02}"


def _silent_since(last, days):
    """Whole days since the last entry, when they are more than the rule pack bears."""
    gone = (clock.now() - last).days if last else 0
    return gone if gone > days else None
