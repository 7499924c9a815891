"""Duties about milestones: evidence to give, opinions to write, what waits for the officer's judgement."""

import datetime as dt

import sqlalchemy as sa

from accounts.rules import is_enterprise, is_expert, is_officer
from challenge import rulepack
from challenge.delivery.milestones import clocks, rules
from challenge.delivery.milestones.messages import path_of
from challenge.delivery.milestones.models import MilestoneReport, ProjectMilestone
from challenge.delivery.milestones.queries import with_reports
from challenge.delivery.models import Project
from challenge.delivery.states import M, P, Source
from challenge.posting.models import Challenge
from core import clock
from core.database import db
from reports.desk.duty import Duty

SOON = dt.timedelta(days=30)


def _rows(*conditions):
    return db.session.scalars(with_reports(Project.state == P.ACTIVE, *conditions)).unique()


def _duty(one, what, due=None, since=None, *, runs=False):
    title = f"{one.project.challenge.title}：{one.name}"
    return Duty(what, title, path_of(one), due, since or one.state_since, one.project.code, runs)


def team_duties(user):
    """What the leader of a project must show next; far ones run without asking anything today."""
    first = {}
    for one in _rows(Project.leader_id == user.id, ProjectMilestone.state.in_(rules.TO_SUBMIT)):
        first.setdefault(one.project_id, one)
    for one in first.values():
        due, is_planned = clocks.ends_at(clocks.due_on(one)), one.state is M.PLANNED
        what = "提交里程碑证据" if is_planned else "整改后重新提交里程碑证据"
        yield _duty(one, what, due, runs=is_planned and due - clock.now() > SOON)


def poster_duties(user):
    """Evidence that waits for the poster's opinion."""
    mine = Challenge.organisation_id == user.organisation_id
    for one in _rows(mine, ProjectMilestone.state == M.SUBMITTED):
        if rules.comments(user, one):
            yield _duty(one, "填写里程碑意见", one.comment_due_at)


def officer_duties(user):
    """What waits for judgement, a poster who is silent, a team that is late."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    late = sa.func.coalesce(ProjectMilestone.rectify_due_on, ProjectMilestone.due_on) < clock.today()
    in_hand = ProjectMilestone.state.in_(rules.IN_HAND)
    owed = sa.and_(ProjectMilestone.state.in_(rules.TO_SUBMIT), late)
    for one in _rows(mine, sa.or_(in_hand, owed)):
        if not rules.concludes(user, one):
            continue
        if one.state is M.COMMENTED:
            due = clock.after_days(one.state_since, rulepack.value(one, "milestone_conclude_days"))
            yield _duty(one, "判定里程碑", due)
        elif one.state is M.SUBMITTED and clocks.comment_is_late(one):
            yield _duty(one, "发榜方逾期未评价，转入判定", None, one.comment_due_at)
        elif one.state is not M.SUBMITTED:
            yield _duty(one, "里程碑逾期未提交，请催促", clocks.ends_at(clocks.lost_on(one)))


def expert_duties(user):
    """Opinions this person was asked for."""
    asked = sa.exists().where(
        MilestoneReport.milestone_id == ProjectMilestone.id,
        MilestoneReport.round == ProjectMilestone.round,
        MilestoneReport.source == Source.EXPERT,
        MilestoneReport.user_id == user.id,
        MilestoneReport.given_at.is_(None),
        MilestoneReport.declined_at.is_(None),
    )
    for one in _rows(asked, ProjectMilestone.state.in_(rules.IN_HAND)):
        yield _duty(one, "填写里程碑评估意见")


SOURCES = (
    (lambda user: True, team_duties),
    (is_enterprise, poster_duties),
    (is_officer, officer_duties),
    (is_expert, expert_duties),
)
