"""Duties about envoys: appointments, requests, missions, visits and yearly assessments, for every side."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from accounts.rules import is_county, is_enterprise, is_leader, is_officer
from challenge import rulepack
from challenge.envoys import messages, queries
from challenge.envoys.assessment import rules as assessment_rules
from challenge.envoys.assessment.messages import path_of as assessment_path
from challenge.envoys.assessment.models import Assessment
from challenge.envoys.assessment.queries import listed_assessments
from challenge.envoys.missions import rules as missions
from challenge.envoys.missions.messages import path_of as mission_path
from challenge.envoys.missions.models import Mission
from challenge.envoys.missions.queries import listed_missions
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.states import E, R, S, V, Y
from challenge.envoys.visits.messages import path_of as visit_path
from challenge.envoys.visits.models import Visit
from core import clock
from core.database import db
from reports.desk.duty import Duty

LATEST = 100


def _ends(day):
    return clock.beijing_instant(day + dt.timedelta(days=1))


def _missions(user, *conditions):
    rows = listed_missions(user).where(*conditions).order_by(Mission.id).limit(LATEST)
    return db.session.scalars(rows).unique()


def _mission(one, what, due=None, since=None, *, runs=False):
    return Duty(what, one.organisation.name, mission_path(one), due, since or one.state_since, one.code, runs)


def _visits(*conditions):
    mission = contains_eager(Visit.mission)
    rows = sa.select(Visit).join(Visit.mission).join(Mission.envoy).where(*conditions)
    loads = mission.joinedload(Mission.organisation), mission.contains_eager(Mission.envoy).lazyload("*")
    return db.session.scalars(rows.options(*loads).order_by(Visit.id).limit(LATEST)).unique()


def _visit(one, what, due=None):
    title = f"{one.mission.organisation.name}：第 {one.number} 次服务"
    return Duty(what, title, visit_path(one), due, one.state_since, one.mission.code)


def _year(one, what, due=None):
    title = f"{one.envoy.name} {one.year} 年度考核"
    return Duty(what, title, assessment_path(one), due, one.state_since, one.envoy.code)


def own_duties(user):
    """What an envoy is asked: appointment, missions, disputed records, the year."""
    offered = sa.select(Envoy).where(Envoy.user_id == user.id, Envoy.state.in_((E.OFFERED, E.RENEWING)))
    for one in db.session.scalars(offered).unique():
        what = "确认聘任" if one.state is E.OFFERED else "答复续聘"
        yield Duty(
            what, f"{one.kind.label}（{one.county}）", messages.path_of(one), None, one.state_since, one.code
        )
    mine = Envoy.user_id == user.id
    for one in _missions(user, mine, Mission.state.in_((S.OFFERED, S.SERVING))):
        if one.state is S.OFFERED:
            yield _mission(one, "答复服务任务", one.answer_due_at)
        else:
            late = missions.is_late(one)
            yield _mission(one, "办结服务任务", _ends(one.due_on), runs=not late)
    for one in _visits(mine, Visit.state == V.DISPUTED):
        yield _visit(one, "核对有异议的服务记录")
    for one in _years(user, mine, Assessment.state.in_((Y.OPEN, Y.GRADED))):
        what = "提交年度总结" if one.state is Y.OPEN else "对拟定等次提出意见"
        yield _year(one, what, one.due_at)


def enterprise_duties(user):
    """Records to confirm, help to rate."""
    of_unit = Mission.organisation_id == (user.organisation_id or 0)
    for one in _visits(of_unit, Visit.state == V.RECORDED):
        if missions.is_served(user, one.mission):
            yield _visit(one, "确认服务记录", one.confirm_due_at)
    for one in _missions(user, of_unit, Mission.state == S.FINISHED):
        if missions.is_served(user, one):
            yield _mission(one, "评价特派员服务", one.rate_due_at)


def officer_duties(user):
    """Requests to arrange, missions that nobody takes or that are late, terms that end, years to grade."""
    asked = queries.visible_requests(user).where(EnvoyRequest.state == R.ASKED).order_by(EnvoyRequest.id)
    for one in db.session.scalars(asked.limit(LATEST)).unique():
        if one.organisation_id != user.organisation_id:
            due = clock.after_days(one.created_at, rulepack.value(one, "envoy_request_days"))
            path = messages.request_path(one)
            yield Duty("安排特派员", one.topic, path, due, one.created_at, one.code)
    yield from _stuck(user)
    yield from _ending(user)
    yield from _to_grade(user)


def _ending(user):
    soon = clock.today() + dt.timedelta(days=rulepack.load()["rules"]["envoy_renewal_days"]["value"])
    ending = queries.listed_envoys(user).where(Envoy.state == E.SERVING, Envoy.ends_on <= soon)
    for one in db.session.scalars(ending.order_by(Envoy.id).limit(LATEST)).unique():
        if one.user_id != user.id:
            title = f"{one.name}（{one.county}）"
            yield Duty(
                "特派员聘期将满，续聘或者解聘",
                title,
                messages.path_of(one),
                _ends(one.ends_on),
                None,
                one.code,
            )


def _to_grade(user):
    for one in _years(user, Assessment.state.in_((Y.OPEN, Y.REPORTED, Y.OPINED, Y.GRADED))):
        if not assessment_rules.grades(user, one):
            continue
        if one.state is Y.OPINED:
            yield _year(one, "评定考核等次")
        elif assessment_rules.time_is_over(one) is None:
            yield _year(one, "考核逾期未办，转下一步")


def _stuck(user):
    mine = Mission.assigned_by_id == user.id
    waiting = Mission.state.in_((S.OFFERED, S.SERVING, S.DECLINED, S.FINISHED))
    for one in _missions(user, mine, waiting):
        if one.state is S.DECLINED:
            yield _mission(one, "特派员谢绝任务，请改派")
        elif one.state is S.OFFERED and clock.now() >= one.answer_due_at:
            yield _mission(one, "特派员逾期未答复，请催促或者改派", None, one.answer_due_at)
        elif one.state is S.FINISHED and missions.rating_overdue(one) is None:
            yield _mission(one, "企业逾期未评价，办结任务", None, one.rate_due_at)
        elif one.state is S.SERVING and missions.is_late(one):
            yield _mission(one, "服务任务逾期，请催促", None, _ends(one.due_on))
    for one in _visits(mine, Visit.state == V.DISPUTED):
        yield _visit(one, "企业对服务记录有异议，请了解情况")


def county_duties(user):
    """Years that wait for the county's opinion."""
    for one in _years(user, Assessment.state == Y.REPORTED):
        if assessment_rules.speaks_for_county(user, one):
            yield _year(one, "填写特派员考核意见", one.due_at)


def leader_duties(user):
    """Grades that wait for a decision."""
    for one in _years(user, Assessment.state == Y.ANSWERED):
        if assessment_rules.decides_grade(user, one):
            yield _year(one, "审定特派员考核等次")


def _years(user, *conditions):
    rows = listed_assessments(user).where(*conditions).order_by(Assessment.id).limit(LATEST)
    return db.session.scalars(rows).unique()


SOURCES = (
    (lambda user: True, own_duties),
    (is_enterprise, enterprise_duties),
    (is_officer, officer_duties),
    (is_county, county_duties),
    (is_leader, leader_duties),
)
