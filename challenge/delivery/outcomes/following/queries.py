"""Follow-ups as rows, already filtered for a reader."""

import sqlalchemy as sa

from accounts.queries import organisations_called
from challenge.delivery.models import Project
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.following.rules import LABELS
from challenge.delivery.outcomes.registering.queries import listed
from challenge.delivery.outcomes.states import U
from challenge.delivery.queries import visible_projects
from challenge.posting.models import Challenge
from core import clock, formats
from core.listing import Filter, equals


def visible_follow_ups(user):
    """SELECT of the 跟踪表 this person may read; twin of `permissions.READ_FOLLOW_UP`."""
    mine = visible_projects(user).with_only_columns(Project.id)
    joined = sa.select(FollowUp).join(Project, FollowUp.project_id == Project.id)
    return joined.join(Challenge, Project.challenge_id == Challenge.id).where(FollowUp.project_id.in_(mine))


def follow_ups(user):
    """`visible_follow_ups` with what the list shows."""
    return listed(visible_follow_ups(user), FollowUp)


def is_overdue():
    """SQL twin of `rules.is_overdue`."""
    return sa.and_(FollowUp.state == U.PLANNED, FollowUp.due_on < clock.today())


def _by_state(statement, value):
    opened = FollowUp.opens_on <= clock.today()
    if value == "overdue":
        return statement.where(is_overdue())
    if value == "open":
        return statement.where(FollowUp.state == U.PLANNED, opened)
    if value == "ahead":
        return statement.where(FollowUp.state == U.PLANNED, sa.not_(opened))
    return statement.where(FollowUp.state == value)


def _found(statement, words):
    named = [one.icontains(words, autoescape=True) for one in (FollowUp.code, Challenge.title)]
    called = organisations_called(words)
    units = [Project.organisation_id.in_(called), Challenge.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


STATES = (
    ("open", "待填报"),
    ("overdue", "已逾期"),
    ("ahead", "未到填报期"),
    *((one.value, one.label) for one in U if one is not U.PLANNED),
)
SORTS = {
    "due": ("填报截止", (FollowUp.due_on, FollowUp.id)),
    "code": ("编号", FollowUp.code),
    "sales": ("新增销售", (FollowUp.sales_fen, FollowUp.id)),
}
FILTERS = (
    Filter("q", "编号、题目或单位", _found, kind="text"),
    Filter("state", "状态", _by_state, STATES),
    Filter(
        "number", "结题后", equals(FollowUp.number, int), tuple((str(n), f"第 {n} 年") for n in (1, 2, 3))
    ),
)


def _wan(name):
    def value(row):
        fen = getattr(row, name)
        return None if fen is None else fen / formats.FEN_PER_WAN

    return value


COLUMNS = (
    ("编号", lambda row: row.code),
    ("题目", lambda row: row.project.challenge.title),
    ("发榜单位", lambda row: row.project.challenge.organisation.name),
    ("揭榜单位", lambda row: row.project.organisation.name),
    ("结题后年度", lambda row: row.number),
    ("填报开始", lambda row: row.opens_on),
    ("填报截止", lambda row: row.due_on),
    ("状态", lambda row: row.state.label),
    *((f"{label}（万元）", _wan(name)) for name, label in LABELS.items() if name != "jobs"),
    ("新增就业（人）", lambda row: row.jobs),
    ("说明", lambda row: row.text),
)
