"""What the demonstration clock will meet next."""

import dataclasses
import datetime as dt

import sqlalchemy as sa

from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.states import E
from challenge.delivery.milestones import clocks
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.panels.models import Panel
from challenge.delivery.panels.states import S
from challenge.delivery.race.models import RaceGate
from challenge.delivery.race.states import RG
from challenge.delivery.states import IN_WORK, M
from challenge.delivery.tolerance.models import Tolerance
from challenge.delivery.tolerance.states import OPEN
from challenge.notice.models import Notice
from challenge.posting.models import Challenge
from challenge.states import C, N
from core import clock
from core.database import db

SHOWN = 14
UNCLEARED = (E.SETTLING, E.CONFIRMING)


@dataclasses.dataclass(frozen=True)
class Coming:
    """An instant worth seeing: what happens to which list, when, and how many days ahead lie just after it."""

    what: str
    challenge: Challenge
    at: dt.datetime

    @property
    def days(self):
        """Whole days to move on so that the instant has passed."""
        return (self.at - clock.now()).days + 1


def coming():
    """The next instants of lists, notices and projects, nearest first; what two lanes of a race share once."""
    found = {*_of_lists(), *_of_milestones(), *_of_gates(), *_of_closures(), *_of_panels()}
    return sorted(found, key=lambda one: (one.at, one.challenge.code, one.what))[:SHOWN]


def _rows(select):
    return db.session.scalars(select).unique()


def _of_lists():
    now = clock.now()
    for one in _rows(sa.select(Challenge).where(Challenge.state == C.OPEN, Challenge.deadline > now)):
        yield Coming("揭榜截止", one, one.deadline)
    notices = sa.select(Notice).join(Challenge).options(sa.orm.contains_eager(Notice.challenge))
    for one in _rows(notices.where(Notice.state == N.PUBLISHED, Notice.ends_at > now)):
        yield Coming("公示期满", one.challenge, one.ends_at)


def _through_project(model, of_project):
    """Rows of `model` with their project and its list, in one query."""
    loaded = sa.orm.joinedload(of_project).joinedload(Project.challenge)
    return sa.select(model).join(of_project).options(loaded)


def _of_milestones():
    """Days on which evidence is due; in a race the next gate speaks for all lanes."""
    turn = ProjectMilestone.state.in_((M.PLANNED, M.RECTIFYING))
    rows = _through_project(ProjectMilestone, ProjectMilestone.project)
    for one in _rows(rows.where(turn, Project.state.in_(IN_WORK))):
        day = clocks.due_on(one)
        if day is not None and clocks.ends_at(day) > clock.now():
            what = "整改期限届满" if one.state is M.RECTIFYING else "到期"
            yield Coming(f"里程碑 {one.number} {what}", one.project.challenge, clocks.ends_at(day))


def _of_gates():
    loaded = sa.orm.joinedload(RaceGate.challenge)
    waiting = RaceGate.state.in_((RG.PLANNED, RG.PUBLISHED))
    for one in _rows(sa.select(RaceGate).options(loaded).where(waiting)):
        if one.state is RG.PUBLISHED:
            what, at = f"赛马关口 {one.number} 异议期满", one.objections_until
        else:
            what, at = f"赛马关口 {one.number} 测试", one.held_on and clock.beijing_instant(one.held_on)
        if at is not None and at > clock.now():
            yield Coming(what, one.challenge, at)


def _of_closures():
    now, rows = clock.now(), _through_project(Closure, Closure.project)
    for one in _rows(rows.where(Closure.state == E.HEARING, Closure.hearing_until > now)):
        yield Coming("终止办理：陈述期满", one.project.challenge, one.hearing_until)
    for one in _rows(rows.where(Closure.state.in_(UNCLEARED), Closure.settle_until > now)):
        yield Coming("终止办理：结算期限届满", one.project.challenge, one.settle_until)


def _of_panels():
    now = clock.now()
    votes = _through_project(Panel, Panel.project).where(Panel.state == S.VOTING, Panel.vote_due_at > now)
    for one in _rows(votes):
        yield Coming(f"{one.purpose.label}表决期满", one.project.challenge, one.vote_due_at)
    running = (Tolerance.state.in_(OPEN), Tolerance.due_at > now)
    for one in _rows(_through_project(Tolerance, Tolerance.project).where(*running)):
        yield Coming(f"容错评议：{one.state.label}期满", one.project.challenge, one.due_at)
