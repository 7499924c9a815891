"""Visits as rows, already filtered for a reader: the record of all that was done."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from accounts.models import Organisation, User
from accounts.queries import organisations_called
from accounts.states import COUNTIES
from challenge.envoys.missions.models import Mission
from challenge.envoys.missions.queries import visible_missions
from challenge.envoys.models import Envoy
from challenge.envoys.states import Manner, V
from challenge.envoys.visits.models import Visit
from core.formats import date_zh, moment
from core.listing import Filter, called, equals


def listed_visits(user):
    """SELECT of the standing records of missions this person may read, with what a list page shows."""
    mine = visible_missions(user).with_only_columns(Mission.id).order_by(None)
    rows = sa.select(Visit).join(Visit.mission).join(Mission.envoy).join(Envoy.user)
    rows = rows.join(Organisation, Mission.organisation_id == Organisation.id)
    mission = contains_eager(Visit.mission)
    person = mission.contains_eager(Mission.envoy).contains_eager(Envoy.user)
    return rows.where(Visit.state != V.SUPERSEDED, Mission.id.in_(mine)).options(
        mission.contains_eager(Mission.organisation),
        person.lazyload(User.grants),
        person.lazyload(User.organisation),
        selectinload(Visit.problems),
    )


def _found(statement, words):
    people = called(User.display_name, User.name_key, words)
    texts = [one.icontains(words, autoescape=True) for one in (Mission.code, Visit.advice)]
    return statement.where(sa.or_(people, *texts, Mission.organisation_id.in_(organisations_called(words))))


def _labelled(states):
    return tuple((one.value, one.label) for one in states)


FILTERS = (
    Filter("q", "编号、企业、特派员或建议", _found, kind="text"),
    Filter("state", "状态", equals(Visit.state, V), _labelled(one for one in V if one is not V.SUPERSEDED)),
    Filter("manner", "方式", equals(Visit.manner, Manner), _labelled(Manner)),
    Filter("county", "企业县区", equals(Organisation.county), tuple((one, one) for one in COUNTIES)),
)
SORTS = {
    "-on": ("服务日期", (Visit.visited_on, Visit.id)),
    "recorded": ("填写时间", (Visit.recorded_at, Visit.id)),
}
COLUMNS = (
    ("任务", lambda row: row.mission.code),
    ("次序", lambda row: row.number),
    ("企业", lambda row: row.mission.organisation.name),
    ("特派员", lambda row: row.mission.envoy.name),
    ("服务日期", lambda row: date_zh(row.visited_on)),
    ("方式", lambda row: row.manner.label),
    ("会见人员", lambda row: row.people_met),
    ("发现的问题", lambda row: "\n".join(one.text for one in row.problems)),
    ("提出的建议", lambda row: row.advice),
    ("状态", lambda row: row.state.label),
    ("填写时间", lambda row: moment(row.recorded_at)),
    ("版本", lambda row: row.revision),
)
