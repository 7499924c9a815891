"""Duties about what comes of projects: registrations and follow-ups to fill in and to check, people to find a unit for."""

import sqlalchemy as sa

from accounts.rules import is_enterprise, is_officer
from challenge import rulepack
from challenge.delivery.outcomes.following import clocks
from challenge.delivery.outcomes.following.messages import path_of as path_of_follow_up
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.following.queries import follow_ups
from challenge.delivery.outcomes.recruiting.messages import path_of as path_of_talent
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.recruiting.queries import talents
from challenge.delivery.outcomes.registering.messages import called, path_of
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.outcomes.registering.queries import contracts, results
from challenge.delivery.outcomes.states import R, T, U
from challenge.delivery.queries import acts_for
from challenge.posting.models import Challenge
from core import clock
from core.database import db
from reports.desk.duty import Duty

OF_OFFICER = {T.AGREED: "为引进人才匹配单位", T.MATCHED: "组织人才对接", T.MET: "跟进人才引进"}


def _rows(statement):
    return db.session.scalars(statement).unique()


def _by(row, rule="answer_days"):
    return rulepack.until(rule, row.state_since)


def _mine(user):
    return sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))


def _sides(user):
    """Conditions: acts for the team; belongs to the side whose demand it answers."""
    posts = Challenge.organisation_id == user.organisation_id if is_enterprise(user) else sa.false()
    return sa.or_(acts_for(user), posts)


def filler_duties(user):
    """What waits to be filled in: a registration, a follow-up whose year is over."""
    for one in _rows(contracts(user).where(_sides(user), TechContract.state == R.DRAFT)):
        yield Duty(
            "填报技术合同登记", one.title, path_of(one), _by(one, "fill_days"), one.state_since, one.code
        )
    for one in _rows(results(user).where(acts_for(user), Achievement.state == R.DRAFT)):
        yield Duty("填报成果登记", one.title, path_of(one), _by(one, "fill_days"), one.state_since, one.code)
    opened = sa.and_(FollowUp.state == U.PLANNED, FollowUp.opens_on <= clock.today())
    for one in _rows(follow_ups(user).where(_sides(user), opened)):
        due = clocks.ends_at(one.due_on)
        since = clock.beijing_instant(one.opens_on)
        yield Duty("填报结题后跟踪表", one.title, path_of_follow_up(one), due, since, one.code)


def officer_duties(user):
    """What waits to be checked, who is late, and people who have agreed to come."""
    for rows, model in ((contracts(user), TechContract), (results(user), Achievement)):
        for one in _rows(rows.where(_mine(user), model.state == R.SUBMITTED)):
            yield Duty(f"核对{called(one)}", one.title, path_of(one), _by(one), one.state_since, one.code)
    late = sa.and_(FollowUp.state == U.PLANNED, FollowUp.due_on < clock.today())
    waiting = sa.or_(FollowUp.state == U.SUBMITTED, late)
    for one in _rows(follow_ups(user).where(_mine(user), waiting)):
        what = "核对结题后跟踪表" if one.state is U.SUBMITTED else "跟踪表逾期未报，请催促"
        yield Duty(what, one.title, path_of_follow_up(one), _by(one), one.state_since, one.code)
    for one in _rows(talents(user).where(_mine(user), Talent.state.in_(OF_OFFICER))):
        yield Duty(OF_OFFICER[one.state], one.title, path_of_talent(one), _by(one), one.state_since, one.code)


def person_duties(user):
    """A question that only the person can answer."""
    asked = sa.and_(Talent.user_id == user.id, Talent.state == T.ASKED)
    for one in _rows(talents(user).where(asked)):
        title = one.project.challenge.title
        yield Duty("答复人才引进意向征询", title, path_of_talent(one), _by(one), one.state_since, one.code)


def unit_duties(user):
    """Somebody who may come to the own unit waits to be met."""
    found = sa.and_(Talent.unit_id == user.organisation_id, Talent.state == T.MATCHED)
    for one in _rows(talents(user).where(found)):
        yield Duty("与引进人才对接", one.title, path_of_talent(one), _by(one), one.state_since, one.code)


SOURCES = (
    (lambda user: True, filler_duties),
    (is_officer, officer_duties),
    (lambda user: True, person_duties),
    (is_enterprise, unit_duties),
)
