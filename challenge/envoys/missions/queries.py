"""Missions as rows, already filtered for a reader; what an assignment page looks up."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from accounts import creditcode
from accounts.models import Organisation, RoleGrant, User
from accounts.queries import organisations_called
from accounts.rules import is_auditor, is_bureau, is_county, is_enterprise
from accounts.states import COUNTIES, OrganisationState, Role, UserState
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy
from challenge.envoys.states import Result, S
from challenge.envoys.visits.models import Visit
from core.database import db
from core.formats import date_zh
from core.listing import Filter, called, equals
from core.spelling import plain


def visible_missions(user):
    """SELECT of the missions this person may read; the twin of `permissions.READ_MISSION`."""
    every = (
        sa.select(Mission).join(Mission.envoy).join(Organisation, Mission.organisation_id == Organisation.id)
    )
    if not user.is_authenticated:
        return every.where(sa.false())
    if is_bureau(user) or is_auditor(user):
        return every
    reasons: list[sa.ColumnElement[bool]] = [Envoy.user_id == user.id]
    if is_enterprise(user):
        reasons.append(Mission.organisation_id == (user.organisation_id or 0))
    if is_county(user) and user.county:
        reasons.append(Organisation.county == user.county)
    return every.where(sa.or_(*reasons))


def listed_missions(user):
    """`visible_missions` with what a list page shows."""
    envoy = contains_eager(Mission.envoy)
    return visible_missions(user).options(
        envoy.joinedload(Envoy.user).lazyload(User.grants),
        contains_eager(Mission.organisation),
        selectinload(Mission.visits).lazyload("*"),
    )


def whole_mission(code):
    """The mission of this code with its visits, or None."""
    visits = selectinload(Mission.visits)
    rows = sa.select(Mission).filter_by(code=code)
    rows = rows.options(visits.selectinload(Visit.problems), visits.selectinload(Visit.files))
    return db.session.scalars(rows).unique().first()


def contact_of(organisation):
    """Who speaks for an enterprise: its first account, else the oldest; None when nobody has one."""
    rows = (
        sa.select(User)
        .join(RoleGrant)
        .where(User.organisation_id == organisation.id, User.state == UserState.ACTIVE)
        .where(RoleGrant.role == Role.ENTERPRISE)
        .order_by(User.is_first_account.desc(), User.id)
    )
    return db.session.scalars(rows.limit(1)).unique().first()


def enterprise_called(words):
    """The approved organisation of this name or credit code, None when there is none."""
    approved = sa.select(Organisation).where(Organisation.state == OrganisationState.APPROVED)
    named_so = [Organisation.name_key == plain(words)]
    if code := creditcode.normalised(words):
        named_so.append(Organisation.credit_code == code)
    return db.session.scalars(approved.where(sa.or_(*named_so)).order_by(Organisation.id).limit(1)).first()


def _found(statement, words):
    texts = [one.icontains(words, autoescape=True) for one in (Mission.code, Mission.aim)]
    people = sa.select(User.id).where(called(User.display_name, User.name_key, words))
    sides = [Mission.organisation_id.in_(organisations_called(words)), Envoy.user_id.in_(people)]
    return statement.where(sa.or_(*texts, *sides))


FILTERS = (
    Filter("q", "编号、企业、特派员或目标", _found, kind="text"),
    Filter("state", "状态", equals(Mission.state, S), tuple((one.value, one.label) for one in S)),
    Filter("result", "结果", equals(Mission.result, Result), tuple((one.value, one.label) for one in Result)),
    Filter("county", "企业县区", equals(Organisation.county), tuple((one, one) for one in COUNTIES)),
)
SORTS = {
    "-created": ("安排时间", (Mission.created_at, Mission.id)),
    "due": ("任务期限", (Mission.due_on, Mission.id)),
    "code": ("编号", Mission.code),
}
COLUMNS = (
    ("编号", lambda row: row.code),
    ("企业", lambda row: row.organisation.name),
    ("县区", lambda row: row.organisation.county),
    ("特派员", lambda row: row.envoy.name),
    ("目标", lambda row: row.aim),
    ("开始日期", lambda row: date_zh(row.starts_on)),
    ("任务期限", lambda row: date_zh(row.due_on)),
    ("状态", lambda row: row.state.label),
    ("结果", lambda row: row.result.label if row.result else ""),
    ("企业评分", lambda row: row.rating or ""),
)
