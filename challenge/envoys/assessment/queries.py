"""Assessments as rows, already filtered for a reader; the others of a year."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from accounts.models import User
from accounts.rules import is_auditor, is_bureau, is_county
from accounts.states import COUNTIES
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy
from challenge.envoys.states import APPOINTED, FROZEN, E, Grade, Y
from core.database import db
from core.listing import Filter, called, equals
from talent.models import Profile


def visible_assessments(user):
    """SELECT of the assessments this person may read; the twin of `permissions.READ_ASSESSMENT`."""
    every = sa.select(Assessment).join(Assessment.envoy)
    if not user.is_authenticated:
        return every.where(sa.false())
    if is_bureau(user) or is_auditor(user):
        return every
    reasons = [Envoy.user_id == user.id]
    if is_county(user) and user.county:
        reasons.append(Envoy.county == user.county)
    return every.where(sa.or_(*reasons))


def listed_assessments(user):
    """`visible_assessments` with what a list page shows."""
    envoy = contains_eager(Assessment.envoy)
    return (
        visible_assessments(user)
        .join(User, Envoy.user_id == User.id)
        .options(
            envoy.contains_eager(Envoy.user).lazyload(User.grants),
            envoy.contains_eager(Envoy.user).joinedload(User.organisation),
            envoy.joinedload(Envoy.profile).lazyload(Profile.works),
        )
    )


def of_year(code, year):
    """The assessment of this envoy's year with all it is computed from, or None."""
    envoy = contains_eager(Assessment.envoy)
    rows = sa.select(Assessment).join(Assessment.envoy).where(Envoy.code == code, Assessment.year == year)
    rows = rows.options(envoy.selectinload(Envoy.missions).selectinload(Mission.visits))
    return db.session.scalars(rows).unique().first()


def lock_year(year):
    """Wait for whoever grades in this year; returns {grade: how many}, and how many assessments there are."""
    rows = sa.select(Assessment.grade, Assessment.state).filter_by(year=year).order_by(Assessment.id)
    found = db.session.execute(rows.with_for_update(of=Assessment)).all()
    given = [grade for grade, state in found if state in FROZEN]
    return {grade: given.count(grade) for grade in Grade}, len(found)


def due_for(year):
    """Envoys who served on a day of this year and have no assessment of it."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    there = sa.exists().where(Assessment.envoy_id == Envoy.id, Assessment.year == year)
    served = sa.select(Envoy).where(
        Envoy.agreed_at.is_not(None), Envoy.starts_on <= last, Envoy.ends_on >= first
    )
    ended = sa.or_(Envoy.state.in_(APPOINTED), Envoy.state == E.ENDED)
    return db.session.scalars(served.where(ended, ~there).order_by(Envoy.id)).unique().all()


def years():
    """Years of which there are assessments, newest first."""
    return db.session.scalars(sa.select(Assessment.year).distinct().order_by(Assessment.year.desc())).all()


def years_of(user_id):
    """Years of this person that stand, of every appointment, newest first."""
    mine = sa.select(Assessment).join(Assessment.envoy).options(contains_eager(Assessment.envoy))
    mine = mine.where(Envoy.user_id == user_id, Assessment.state == Y.FINAL)
    return db.session.scalars(mine.order_by(Assessment.year.desc(), Assessment.id)).unique().all()


def _found(statement, words):
    by_name = called(User.display_name, User.name_key, words)
    return statement.where(sa.or_(by_name, Envoy.code.icontains(words, autoescape=True)))


def points_text(hundredths):
    """Points as people read them."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _item(key):
    def told(row):
        items = row.body["items"] if row.body else ()
        return next((points_text(one["points"]) for one in items if one["key"] == key), "")

    return told


def filters():
    """Filters of the list; the years are those there are."""
    return [
        Filter("q", "姓名或编号", _found, kind="text"),
        Filter("year", "年度", equals(Assessment.year, int), [(str(one), f"{one} 年") for one in years()]),
        Filter("county", "服务县区", equals(Envoy.county), tuple((one, one) for one in COUNTIES)),
        Filter("state", "状态", equals(Assessment.state, Y), tuple((one.value, one.label) for one in Y)),
        Filter(
            "grade", "等次", equals(Assessment.grade, Grade), tuple((one.value, one.label) for one in Grade)
        ),
    ]


SORTS = {
    "-year": ("年度", (Assessment.year, Assessment.id)),
    "name": ("姓名", (User.display_name, Assessment.id)),
    "county": ("服务县区", (Envoy.county, Assessment.id)),
}
COLUMNS = (
    ("年度", lambda row: row.year),
    ("编号", lambda row: row.envoy.code),
    ("姓名", lambda row: row.envoy.name),
    ("单位", lambda row: row.envoy.unit),
    ("服务县区", lambda row: row.envoy.county),
    ("状态", lambda row: row.state.label),
    ("得分", lambda row: points_text(row.body["total"]) if row.body else ""),
    ("服务次数", _item("visits")),
    ("企业满意度", _item("satisfaction")),
    ("办结成效", _item("results")),
    ("及时性", _item("timeliness")),
    ("等次", lambda row: row.grade.label if row.grade else ""),
    ("规则包", lambda row: row.body["rules"] if row.body else ""),
    ("在聘天数", lambda row: (row.body or {}).get("days", {}).get("served")),
    ("摘要", lambda row: row.final_digest or row.digest),
)
