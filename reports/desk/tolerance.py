"""Duties about tolerance: statements, dossiers to freeze, opinions to answer, decisions, summaries to write."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accounts.rules import is_leader, is_officer
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.states import M
from challenge.delivery.tolerance import rules
from challenge.delivery.tolerance.messages import path_of
from challenge.delivery.tolerance.models import Precedent, Tolerance
from challenge.delivery.tolerance.queries import with_project
from challenge.delivery.tolerance.states import DECIDED, OPEN, T
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from core import clock
from core.database import db
from reports.desk.duty import Duty
from reports.desk.research import led_projects


def _rows(*conditions):
    return db.session.scalars(with_project(*conditions)).unique()


def _duty(one, what, due=None, tail="", *, runs=False):
    return Duty(
        what, one.project.challenge.title, path_of(one) + tail, due, one.state_since, one.project.code, runs
    )


def team_duties(user):
    """What the leader of the team has to say."""
    for one in _rows(Project.leader_id == user.id, Tolerance.state.in_((T.STATING, T.HEARING))):
        if one.state is T.HEARING:
            yield _duty(one, "答复容错评议意见", one.due_at)
        elif rules.party_of(user, one) in rules.awaited(one):
            yield _duty(one, "容错评议陈述情况", one.due_at)


def may_ask(user):
    """Until when the team can ask for it after a milestone that failed."""
    failed = Project.milestones.any(ProjectMilestone.state == M.FAILED)
    mine = led_projects(user).where(Project.state.in_(rules.GOES_ON), failed)
    loads = (selectinload(Project.milestones), selectinload(Project.tolerances))
    for one in db.session.scalars(mine.options(*loads)).unique():
        until = rules.request_until(one)
        if until is not None and clock.now() < until:
            path = f"/desk/projects/{one.code}/tolerance"
            title = one.challenge.title
            yield Duty("里程碑未通过，可以申请容错评议", title, path, until, None, one.code, runs=True)


def poster_duties(user):
    """What the poster has to say."""
    mine = Challenge.organisation_id == user.organisation_id
    for one in _rows(mine, Tolerance.state == T.STATING, Project.leader_id != user.id):
        if rules.party_of(user, one) in rules.awaited(one):
            yield _duty(one, "容错评议陈述情况", one.due_at)


def officer_duties(user):
    """What the officer in charge has to move on, and the summaries of what was decided."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    unwritten = sa.and_(
        Tolerance.state.in_(DECIDED), ~sa.exists().where(Precedent.tolerance_id == Tolerance.id)
    )
    for one in _rows(mine, sa.or_(Tolerance.state.in_(OPEN), unwritten)):
        if rules.handles_case(user, one) and (what := _next(one)) is not None:
            yield _duty(one, *what[:2], runs=what[2])


def _next(one):
    """(what, until when, whether it runs without asking anything today) of the officer, or None."""
    if one.state is T.STATING:
        if rules.sides_heard(one) is None:
            return "固定容错证据材料，提交评议", None, False
        return "容错评议双方陈述中", one.due_at, True
    if one.state is T.REVIEWING:
        if one.panel is None:
            return "另组容错评议组", None, False
        done = rules.panel_has_concluded(one) is None
        return ("评议意见送交团队" if done else "组织容错评议"), None, False
    if one.state is T.HEARING:
        late = rules.is_late(one)
        return ("团队逾期未答复，转入决定" if late else "等待团队答复评议意见"), one.due_at, not late
    return ("撰写容错案例摘要", None, False) if one.state in DECIDED else None


def leader_duties(user):
    """Decisions."""
    for one in _rows(Tolerance.state == T.DECIDING):
        if rules.decides_case(user, one):
            yield _duty(one, "决定容错评议", one.due_at)


SOURCES = (
    (lambda user: True, team_duties),
    (lambda user: True, may_ask),
    (may_post, poster_duties),
    (is_officer, officer_duties),
    (is_leader, leader_duties),
)
