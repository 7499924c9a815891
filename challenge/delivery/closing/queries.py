"""Closures as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import User
from accounts.queries import organisations_called
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.rules import path_of
from challenge.delivery.closing.states import BEFORE_DECISION, E
from challenge.delivery.models import Project
from challenge.delivery.queries import visible_projects
from challenge.posting.models import Challenge, Programme
from core import formats
from core.database import db
from core.listing import Filter, equals
from talent.integrity.queries import ways_back
from talent.integrity.states import Origin


def visible_closures(user):
    """SELECT of the closures this person may read: those of the projects it may read."""
    mine = visible_projects(user).with_only_columns(Project.id)
    joined = sa.select(Closure).join(Project, Closure.project_id == Project.id)
    return joined.join(Challenge, Project.challenge_id == Challenge.id).where(Closure.project_id.in_(mine))


def puts_to_rest():
    """Condition on projects: a closure that is not decided rests them; twin of `ledger.rules.rests_for_closure`."""
    return sa.exists().where(
        Closure.project_id == Project.id, Closure.has_suspended, Closure.state.in_(BEFORE_DECISION)
    )


def listed_closures(user):
    """`visible_closures` with what a list or a duty shows."""
    project = contains_eager(Closure.project)
    return visible_closures(user).options(
        project.contains_eager(Project.challenge).joinedload(Challenge.organisation),
        project.contains_eager(Project.challenge).joinedload(Challenge.programme).undefer(Programme.rules),
        project.joinedload(Project.leader).lazyload(User.grants),
        joinedload(Closure.asked_by).lazyload(User.grants),
        selectinload(Closure.statements),
        selectinload(Closure.signatures),
    )


def _found(statement, words):
    named = [one.icontains(words, autoescape=True) for one in (Project.code, Challenge.title)]
    called = organisations_called(words)
    units = [Project.organisation_id.in_(called), Challenge.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


SORTS = {
    "-asked": ("申请时间", (Closure.asked_at, Closure.id)),
    "code": ("项目编号", (Project.code, Closure.number)),
}
FILTERS = (
    Filter("q", "编号、题目或单位", _found, kind="text"),
    Filter("state", "状态", equals(Closure.state), tuple((one.value, one.label) for one in E)),
)
COLUMNS = (
    ("项目编号", lambda row: row.project.code),
    ("题目", lambda row: row.project.challenge.title),
    ("发榜单位", lambda row: row.project.challenge.organisation.name),
    ("揭榜单位", lambda row: row.project.organisation.name),
    ("原因", lambda row: path_of(row)["label"]),
    ("申请方", lambda row: row.asked_for.label),
    ("申请时间", lambda row: formats.moment(row.asked_at)),
    ("状态", lambda row: row.state.label),
    ("决定", lambda row: row.decision),
)


def _way_back(reader, reference):
    wanted = visible_projects(reader).where(Project.code == reference)
    found = db.session.scalar(wanted.with_only_columns(Project.code))
    return f"/desk/projects/{found}/closures" if found else None


ways_back[Origin.PROJECT] = _way_back
