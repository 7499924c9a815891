"""What the hall keeps about somebody: contacts, wishes, seats, service as an envoy (see accounts/own_data.py).

Bids are sealed from everybody but the team, who downloads its copy; nothing here reads their tables.
"""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from accounts.own_data import moment, rows_of, section
from challenge.bidding.liaison.models import Liaison
from challenge.delivery.models import Project
from challenge.delivery.outcomes.recruiting.models import Talent, TalentNote
from challenge.delivery.panels.models import Panel, PanelMember
from challenge.envoys.assessment.models import Assessment as YearOfService
from challenge.envoys.missions.models import Mission
from challenge.envoys.models import Envoy, EnvoyRequest
from challenge.envoys.visits.models import Visit
from challenge.market.models import Inquiry, Offer
from challenge.posting.models import Challenge, Follow, SecrecyPledge
from challenge.review.models import Assignment
from core.database import db
from talent.models import Profile


def _day(one):
    return one.isoformat() if one else None


def _label(one):
    return one.label if one else None


def _contact(row):
    return {"联系人": row.contact_name, "联系电话": row.contact_phone, "联系邮箱": row.contact_email}


@section("提出的需求", Challenge)
def _demands(user):
    mine = sa.select(Challenge).filter_by(author_id=user.id).order_by(Challenge.id)
    return [{"编号": one.code, "名称": one.title} | _contact(one) for one in rows_of(mine)]


@section("关注的榜单", Follow)
def _follows(user):
    return _of_lists(Follow, user)


@section("保密承诺", SecrecyPledge)
def _pledges(user):
    return _of_lists(SecrecyPledge, user)


def _of_lists(model, user):
    pairs = sa.select(Challenge.code, model.at).join(model, Challenge.id == model.challenge_id)
    found = db.session.execute(pairs.where(model.user_id == user.id).order_by(model.id))
    return [{"榜单": code, "时间": moment(at)} for code, at in found]


@section("与发榜方的对接", Liaison)
def _liaisons(user):
    mine = sa.select(Liaison).filter_by(person_id=user.id).order_by(Liaison.id)
    rows = rows_of(mine.options(joinedload(Liaison.challenge)))
    return [
        {"榜单": one.challenge.code, "状态": one.state.label, "时间": moment(one.asked_at), "填写": one.asked}
        for one in rows
    ]


@section("评审任务", Assignment)
def _reviews(user):
    joined = sa.select(Challenge.code, Assignment.state, Assignment.invited_at)
    mine = joined.join(Assignment.challenge).join(Assignment.profile).where(Profile.user_id == user.id)
    # Who was not invited yet is not told: the draw is sealed.
    asked = mine.where(Assignment.invited_at.is_not(None)).order_by(Assignment.id)
    return [
        {"榜单": code, "状态": state.label, "邀请时间": moment(at)}
        for code, state, at in db.session.execute(asked)
    ]


@section("评议组", PanelMember)
def _panels(user):
    joined = sa.select(PanelMember, Project.code).join(PanelMember.panel).join(Panel.project)
    mine = joined.join(PanelMember.profile).where(Profile.user_id == user.id).order_by(PanelMember.id)
    return [
        {"项目": code, "状态": one.state.label, "邀请时间": moment(one.invited_at), "表决": _label(one.vote)}
        | {"意见": one.note}
        for one, code in db.session.execute(mine).unique()
    ]


@section("人才引进", Talent, TalentNote)
def _talents(user):
    mine = sa.select(Talent).filter_by(user_id=user.id).order_by(Talent.id)
    rows = rows_of(
        mine.options(joinedload(Talent.unit), joinedload(Talent.notes), joinedload(Talent.project))
    )
    return [
        {
            "编号": one.code,
            "项目": one.project.code,
            "状态": one.state.label,
            "同意时间": moment(one.agreed_at),
            "引进方式": _label(one.stay),
            "现工作单位和地区": one.origin,
            "意向和需求": one.needs,
            "对接单位": one.unit.name if one.unit else None,
            "对接日期": _day(one.met_on),
            "引进日期": _day(one.settled_on),
            "跟进记录": [{"时间": moment(note.at), "内容": note.text} for note in one.notes],
        }
        for one in rows
    ]


@section("供给的成果", Offer)
def _offers(user):
    mine = sa.select(Offer).filter_by(author_id=user.id).order_by(Offer.id)
    return [
        {"编号": one.code, "名称": one.title, "状态": one.state.label} | _contact(one)
        for one in rows_of(mine)
    ]


@section("对接意向", Inquiry)
def _inquiries(user):
    mine = sa.select(Inquiry).join(Inquiry.offer).where(Inquiry.author_id == user.id).order_by(Inquiry.id)
    return [
        {
            "编号": one.code,
            "成果": one.offer.code,
            "状态": one.state.label,
            "提出时间": moment(one.created_at),
        }
        | {"留言": one.message}
        | _contact(one)
        for one in rows_of(mine.options(contains_eager(Inquiry.offer)))
    ]


@section("担任科技特派员、科技专员", Envoy, YearOfService)
def _envoys(user):
    mine = sa.select(Envoy).filter_by(user_id=user.id).order_by(Envoy.id)
    return [
        {
            "编号": one.code,
            "类型": one.kind.label,
            "服务县区": one.county,
            "产业领域": one.industries,
            "聘期": [_day(one.starts_on), _day(one.ends_on)],
            "状态": one.shown_state.label,
            "同意时间": moment(one.agreed_at),
            "同意公开姓名": one.is_named,
            "年度考核": [_year(year) for year in one.assessments],
        }
        for one in rows_of(mine.options(joinedload(Envoy.assessments)))
    ]


def _year(row):
    # A grade is told when it is proposed to the person, and what the county says only to the officer until then.
    told = (
        {"等次": _label(row.grade), "等次理由": row.grade_reason, "县区意见": row.opinion}
        if row.grade
        else {}
    )
    return {"年度": row.year, "状态": row.state.label, "述职": row.report, "本人意见": row.answer} | told


@section("服务任务和服务记录", Mission, Visit)
def _missions(user):
    joined = sa.select(Mission).join(Mission.envoy).options(contains_eager(Mission.envoy))
    mine = sa.or_(Envoy.user_id == user.id, Mission.contact_id == user.id)
    rows = rows_of(joined.where(mine).options(joinedload(Mission.visits)).order_by(Mission.id))
    return [
        {
            "编号": one.code,
            "特派员": one.envoy.name,
            "企业": one.organisation.name,
            "任务": one.aim,
            "状态": one.state.label,
            "评价": one.rating,
            "评价说明": one.rating_text,
            "服务记录": [_visit(visit) for visit in one.visits],
        }
        for one in rows
    ]


def _visit(row):
    return {
        "第几次": row.number,
        "日期": _day(row.visited_on),
        "地点": row.place,
        "见到的人员": row.people_met,
        "建议": row.advice,
        "下一步": row.next_step,
        "状态": row.state.label,
        "企业说明": row.reason,
    }


@section("请求特派员", EnvoyRequest)
def _requests(user):
    mine = sa.select(EnvoyRequest).filter_by(user_id=user.id).order_by(EnvoyRequest.id)
    return [
        {
            "编号": one.code,
            "事项": one.topic,
            "说明": one.text,
            "状态": one.state.label,
            "时间": moment(one.created_at),
        }
        for one in rows_of(mine)
    ]


def register(app):
    """The sections register themselves when this module is imported."""
