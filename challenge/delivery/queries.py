"""Projects as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from accounts.models import User
from accounts.queries import organisations_called
from accounts.rules import is_auditor, is_bureau, is_enterprise
from challenge.bidding.models import Bid, BidMember
from challenge.delivery.models import Project
from challenge.delivery.states import P
from challenge.posting.models import Challenge
from core import audit, formats
from core.database import db
from core.listing import Filter, equals


def visible_projects(user):
    """SELECT of the projects this person may read; twin of `permissions.READ_PROJECT`."""
    joined = sa.select(Project).join(Challenge, Project.challenge_id == Challenge.id)
    if not user.is_authenticated:
        return joined.where(sa.false())
    if is_bureau(user) or is_auditor(user):
        return joined
    member = sa.exists().where(
        BidMember.bid_id == Project.bid_id, BidMember.user_id == user.id, BidMember.confirmed_at.is_not(None)
    )
    leads = sa.exists().where(Bid.id == Project.bid_id, Bid.leader_id == user.id)
    reasons: list[sa.ColumnElement[bool]] = [leads, member]
    if is_enterprise(user):
        reasons.append(Challenge.organisation_id == (user.organisation_id or 0))
    return joined.where(sa.or_(*reasons))


def listed_projects(user):
    """`visible_projects` with what a list page shows."""
    list_and_poster = contains_eager(Project.challenge).joinedload(Challenge.organisation)
    return visible_projects(user).options(
        list_and_poster,
        contains_eager(Project.challenge).lazyload(Challenge.programme),
        joinedload(Project.leader).lazyload(User.grants),
    )


def _found(statement, words):
    named = [
        column.icontains(words, autoescape=True) for column in (Project.code, Challenge.code, Challenge.title)
    ]
    called = organisations_called(words)
    units = [Project.organisation_id.in_(called), Challenge.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


SORTS = {
    "-created": ("建立时间", (Project.created_at, Project.id)),
    "code": ("编号", Project.code),
    "ends": ("结束日期", (Project.ends_on, Project.id)),
}
FILTERS = (
    Filter("q", "编号、题目或单位", _found, kind="text"),
    Filter("state", "状态", equals(Project.state), tuple((one.value, one.label) for one in P)),
)
COLUMNS = (
    ("项目编号", lambda row: row.code),
    ("榜单编号", lambda row: row.challenge.code),
    ("题目", lambda row: row.challenge.title),
    ("发榜单位", lambda row: row.challenge.organisation.name),
    ("揭榜单位", lambda row: row.organisation.name),
    ("项目负责人", lambda row: row.leader.display_name),
    ("状态", lambda row: row.state.label),
    ("开始日期", lambda row: formats.date_zh(row.starts_on)),
    ("结束日期", lambda row: formats.date_zh(row.ends_on)),
)


def events(project):
    """What has happened to the project, its contract and its milestones, newest first, as the component `timeline` takes it."""
    mine_by_type = {
        "project": {str(project.id)},
        "contract": {str(one.id) for one in project.contracts},
        "milestone": {str(one.id) for one in project.milestones},
    }
    mine = sa.select(audit.AuditEntry).filter_by(thread=project.log_subject().thread)
    mine = mine.where(audit.AuditEntry.object_type.in_(mine_by_type))
    return [
        {
            "what": one.what,
            "at_text": formats.moment(one.at),
            "who": one.actor_name,
            "seq": one.seq,
            "note": (one.after or {}).get("reason"),
        }
        for one in db.session.scalars(mine.order_by(audit.AuditEntry.seq.desc()))
        if one.object_id in mine_by_type[one.object_type]
    ]
