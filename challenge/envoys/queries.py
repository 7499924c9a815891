"""Envoys and requests as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import Organisation, RoleGrant, User
from accounts.queries import organisations_called
from accounts.rules import is_auditor, is_bureau, is_county, is_enterprise
from accounts.states import COUNTIES, INDUSTRIES, PRIVILEGED, Role, UserState
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import APPOINTED, LIVING, E, Kind, R, Standing
from core import clock
from core.database import db
from core.formats import date_zh, moment
from core.listing import Filter, called, equals
from talent.models import Profile
from talent.queries import holds
from talent.states import P

STAFF = tuple(role for role in PRIVILEGED if role not in (Role.AUDITOR, Role.SECURITY, Role.ADMIN))


def visible_envoys(user):
    """SELECT of the appointments this person may read; the twin of `permissions.READ_ENVOY`."""
    if not user.is_authenticated:
        return sa.select(Envoy).where(sa.false())
    if is_bureau(user) or is_auditor(user):
        return sa.select(Envoy)
    reasons = [Envoy.user_id == user.id]
    if is_county(user) and user.county:
        reasons.append(Envoy.county == user.county)
    return sa.select(Envoy).where(sa.or_(*reasons))


def visible_requests(user):
    """SELECT of the requests this person may read; the twin of `permissions.READ_ENVOY_REQUEST`."""
    every = sa.select(EnvoyRequest).join(Organisation, EnvoyRequest.organisation_id == Organisation.id)
    if not user.is_authenticated:
        return every.where(sa.false())
    if is_bureau(user) or is_auditor(user):
        return every
    reasons: list[sa.ColumnElement[bool]] = [sa.false()]
    if is_enterprise(user):
        reasons.append(EnvoyRequest.organisation_id == (user.organisation_id or 0))
    if is_county(user) and user.county:
        reasons.append(Organisation.county == user.county)
    return every.where(sa.or_(*reasons))


def listed_envoys(user):
    """`visible_envoys` with what a list page shows."""
    rows = visible_envoys(user).join(Envoy.user)
    return rows.options(*_of_envoys(), selectinload(Envoy.missions).lazyload("*"))


def _of_envoys(*, with_works=False):
    person, profile = contains_eager(Envoy.user), joinedload(Envoy.profile)
    works = profile.selectinload(Profile.works) if with_works else profile.lazyload(Profile.works)
    return person.lazyload(User.grants), person.joinedload(User.organisation), works


def serving(*, with_works=False):
    """SELECT of the appointments that are in force today, with their missions (and works, whose co-authors are ties)."""
    today = clock.today()
    now = Envoy.state.in_(APPOINTED), Envoy.starts_on <= today, Envoy.ends_on >= today
    rows = sa.select(Envoy).join(Envoy.user).where(*now)
    return rows.options(*_of_envoys(with_works=with_works), selectinload(Envoy.missions).lazyload("*"))


def awaited():
    """SELECT of the appointments that wait for the person's consent, or do not run yet."""
    coming = sa.and_(Envoy.state.in_(APPOINTED), Envoy.starts_on > clock.today())
    rows = sa.select(Envoy).join(Envoy.user).where(sa.or_(Envoy.state == E.OFFERED, coming))
    return rows.options(*_of_envoys()).order_by(Envoy.id)


def named():
    """SELECT of those who serve and consented to be named in public."""
    return serving().where(Envoy.is_named)


def _labelled(states):
    return tuple((one.value, one.label) for one in states)


def _same(values):
    return tuple((one, one) for one in values)


def _found(statement, words):
    by_name = called(User.display_name, User.name_key, words)
    unit = Envoy.profile_id.in_(sa.select(Profile.id).where(called(Profile.unit, Profile.unit_key, words)))
    of_unit = User.organisation_id.in_(organisations_called(words))
    return statement.where(sa.or_(by_name, unit, of_unit, Envoy.code.icontains(words, autoescape=True)))


def _industry(statement, value):
    return statement.where(holds(Envoy.industries, value))


def _state_is(statement, value):
    today, serves = clock.today(), Envoy.state == E.SERVING
    if value == Standing.OVER:
        return statement.where(serves, Envoy.ends_on < today)
    if value == Standing.COMING:
        return statement.where(serves, Envoy.starts_on > today)
    if value == E.SERVING:
        return statement.where(serves, Envoy.starts_on <= today, Envoy.ends_on >= today)
    return statement.where(Envoy.state == value)


PUBLIC_FILTERS = (
    Filter("q", "姓名或单位", _found, kind="text"),
    Filter("county", "服务县区", equals(Envoy.county), _same(COUNTIES)),
    Filter("industry", "服务领域", _industry, _same(INDUSTRIES)),
    Filter("kind", "类别", equals(Envoy.kind, Kind), _labelled(Kind)),
)
PUBLIC_SORTS = {
    "name": ("姓名", (User.display_name, Envoy.id)),
    "county": ("服务县区", (Envoy.county, Envoy.id)),
}
FILTERS = (
    Filter("q", "姓名、单位或编号", _found, kind="text"),
    *PUBLIC_FILTERS[1:],
    Filter("state", "状态", _state_is, _labelled((*E, *Standing))),
)
SORTS = {
    "-created": ("聘任时间", (Envoy.created_at, Envoy.id)),
    "name": ("姓名", (User.display_name, Envoy.id)),
    "ends": ("聘期结束", (Envoy.ends_on, Envoy.id)),
    "county": ("服务县区", (Envoy.county, Envoy.id)),
}
COLUMNS = (
    ("编号", lambda row: row.code),
    ("类别", lambda row: row.kind.label),
    ("姓名", lambda row: row.name),
    ("单位", lambda row: row.unit),
    ("服务县区", lambda row: row.county),
    ("服务领域", lambda row: "、".join(row.industries)),
    ("聘期开始", lambda row: date_zh(row.starts_on)),
    ("聘期结束", lambda row: date_zh(row.ends_on)),
    ("同时承担任务上限", lambda row: row.capacity),
    ("状态", lambda row: row.shown_state.label),
)


def _request_found(statement, words):
    texts = [one.icontains(words, autoescape=True) for one in (EnvoyRequest.code, EnvoyRequest.topic)]
    return statement.where(sa.or_(*texts, EnvoyRequest.organisation_id.in_(organisations_called(words))))


REQUEST_FILTERS = (
    Filter("q", "编号、事项或企业", _request_found, kind="text"),
    Filter("state", "状态", equals(EnvoyRequest.state, R), _labelled(R)),
    Filter("industry", "产业领域", equals(EnvoyRequest.industry), _same(INDUSTRIES)),
)
REQUEST_SORTS = {
    "-created": ("提出时间", (EnvoyRequest.created_at, EnvoyRequest.id)),
    "code": ("编号", EnvoyRequest.code),
}
REQUEST_COLUMNS = (
    ("编号", lambda row: row.code),
    ("企业", lambda row: row.organisation.name),
    ("县区", lambda row: row.organisation.county),
    ("事项", lambda row: row.topic),
    ("产业领域", lambda row: row.industry),
    ("状态", lambda row: row.state.label),
    ("提出时间", lambda row: moment(row.created_at)),
)


def experts_called(words):
    """Experts of the pool with an account whose name or user name this is."""
    named_so = sa.or_(Profile.name == words, User.username == words.lower())
    rows = sa.select(Profile).join(User, Profile.user_id == User.id)
    rows = rows.where(named_so, Profile.state == P.ADMITTED, User.state == UserState.ACTIVE)
    return db.session.scalars(rows.order_by(Profile.id).limit(2)).unique().all()


def living_envoy_of(user_id):
    """The appointment of this account that is offered or goes on, or None."""
    mine = sa.select(Envoy).where(Envoy.user_id == user_id, Envoy.state.in_(LIVING))
    return None if user_id is None else db.session.scalar(mine)


def staff_called(words):
    """Active people of the bureau or of a county whose name or user name this is."""
    named_so = sa.or_(User.display_name == words, User.username == words.lower())
    of_staff = User.grants.any(RoleGrant.role.in_(STAFF))
    rows = sa.select(User).where(named_so, of_staff, User.state == UserState.ACTIVE)
    return db.session.scalars(rows.order_by(User.id).limit(2)).unique().all()
