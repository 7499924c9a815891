"""Talent records as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from accounts.models import Organisation, User
from accounts.queries import organisations_called
from accounts.rules import is_enterprise, is_leader, is_officer
from accounts.states import COUNTIES, Nature, OrganisationState
from challenge.delivery.models import Project
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.states import Stay, T
from challenge.posting.models import Challenge
from core import formats
from core.database import db
from core.listing import Filter, equals

SEVERAL = 20


def visible_talents(user):
    """SELECT of the 人才引进 records this person may read; twin of `permissions.READ_TALENT`."""
    joined = sa.select(Talent).join(Project, Talent.project_id == Project.id)
    joined = joined.join(Challenge, Project.challenge_id == Challenge.id)
    if not user.is_authenticated:
        return joined.where(sa.false())
    reasons = [Talent.user_id == user.id]
    if is_officer(user) or is_leader(user):
        own = user.organisation_id or 0
        reasons.append(sa.and_(Project.organisation_id != own, Challenge.organisation_id != own))
    if is_enterprise(user):
        shown = Talent.state.in_((T.MATCHED, T.MET, T.SETTLED))
        reasons.append(sa.and_(shown, Talent.unit_id == (user.organisation_id or 0)))
    return joined.where(sa.or_(*reasons))


def talents(user):
    """`visible_talents` with what the list shows."""
    project = contains_eager(Talent.project)
    return visible_talents(user).options(
        project.contains_eager(Project.challenge).lazyload(Challenge.programme),
        project.contains_eager(Project.challenge).joinedload(Challenge.organisation),
        project.joinedload(Project.leader).lazyload(User.grants),
        joinedload(Talent.user).lazyload(User.grants),
        joinedload(Talent.unit),
    )


def _found(statement, words):
    people = sa.select(User.id).where(User.display_name.icontains(words, autoescape=True))
    named = [Talent.code, Project.code, Challenge.title]
    found = [one.icontains(words, autoescape=True) for one in named]
    called = organisations_called(words)
    return statement.where(sa.or_(*found, Talent.user_id.in_(people), Talent.unit_id.in_(called)))


SORTS = {
    "-since": ("状态时间", (Talent.state_since, Talent.id)),
    "code": ("编号", Talent.code),
}
FILTERS = (
    Filter("q", "编号、姓名、题目或单位", _found, kind="text"),
    Filter("state", "状态", equals(Talent.state), tuple((one.value, one.label) for one in T)),
    Filter("stay", "引进方式", equals(Talent.stay), tuple((one.value, one.label) for one in Stay)),
)
# No needs, no notes: a spreadsheet leaves the house, and nobody's look at it would be logged.
COLUMNS = (
    ("编号", lambda row: row.code),
    ("姓名", lambda row: row.user.display_name),
    ("现单位", lambda row: row.user.organisation.name if row.user.organisation else ""),
    ("攻关项目", lambda row: row.project.code),
    ("题目", lambda row: row.project.challenge.title),
    ("引进方式", lambda row: row.stay.label if row.stay else ""),
    ("对接单位", lambda row: row.unit.name if row.unit else ""),
    ("对接日期", lambda row: formats.date_zh(row.met_on)),
    ("引进日期", lambda row: formats.date_zh(row.settled_on)),
    ("状态", lambda row: row.state.label),
)


def units_called(words):
    """Approved units of the city by name or credit code; the one of exactly this name alone, if there is one."""
    units = sa.select(Organisation).where(
        Organisation.state == OrganisationState.APPROVED,
        Organisation.county.in_(COUNTIES),
        Organisation.nature != Nature.GOVERNMENT,
        Organisation.id.in_(organisations_called(words)),
    )
    found = db.session.scalars(units.order_by(Organisation.name).limit(SEVERAL)).all()
    return [one for one in found if one.name == words] or found
