"""Duties about milestones: evidence to give, opinions to write, what waits for the officer's judgement."""

import datetime as dt

import sqlalchemy as sa

from accounts.rules import is_expert, is_leader, is_officer
from challenge import rulepack
from challenge.delivery.milestones import clocks, rules
from challenge.delivery.milestones.concluding import to_retest
from challenge.delivery.milestones.messages import path_of
from challenge.delivery.milestones.models import MilestoneReport, ProjectMilestone
from challenge.delivery.milestones.queries import with_reports
from challenge.delivery.models import Project
from challenge.delivery.states import M, P, Source
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from core import clock
from core.database import db
from reports.desk.duty import Duty

SOON = dt.timedelta(days=30)
MANY = 2


def _rows(*conditions):
    return db.session.scalars(
        with_reports(Project.state == P.ACTIVE, ProjectMilestone.gate.is_(None), *conditions)
    ).unique()


def _duty(one, what, due=None, since=None, *, runs=False):
    title = f"{one.project.challenge.title}：{one.name}"
    what = rulepack.of_today(one.project.challenge).say(what)
    return Duty(what, title, path_of(one), due, since or one.state_since, one.project.code, runs)


def _conclude_by(one):
    return clock.after_days(one.state_since, rulepack.value(one, "milestone_conclude_days"))


def _awaits_retest():
    return ProjectMilestone.state.in_(rules.IN_HAND), ProjectMilestone.round == 2


def team_duties(user):
    """What the leader of a project must show next; far ones run without asking anything today."""
    first = {}
    for one in _rows(Project.leader_id == user.id, ProjectMilestone.state.in_(rules.TO_SUBMIT)):
        first.setdefault(one.project_id, one)
    for one in _rows(Project.leader_id == user.id, *_awaits_retest()):
        if one.retest and to_retest(one):
            yield _duty(one, "安排整改后复测", _conclude_by(one))
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
        if one.proposed_by_id is not None:
            continue  # It waits for another officer.
        if one.retest and one.state in rules.IN_HAND and to_retest(one):
            yield _duty(one, "登记整改后复测的检测报告", _conclude_by(one))
        elif one.state is M.COMMENTED:
            yield _duty(one, "判定里程碑", _conclude_by(one))
        elif one.state is M.SUBMITTED and clocks.comment_is_late(one):
            yield _duty(one, "发榜方逾期未评价，转入判定", None, one.comment_due_at)
        elif one.state is not M.SUBMITTED:
            waits = rules.may_dun_again(one) is not None
            what = f"里程碑逾期未提交，已催促 {one.dunned_times} 次" if waits else "里程碑逾期未提交，请催促"
            yield _duty(one, what, clocks.ends_at(clocks.lost_on(one)), runs=waits)


def leader_duties(user):
    """Teams that were called on twice and have not submitted."""
    silent = ProjectMilestone.state.in_(rules.TO_SUBMIT), ProjectMilestone.dunned_times >= MANY
    for one in _rows(*silent):
        what = f"里程碑逾期 {clocks.days_late(one)} 天，催促 {one.dunned_times} 次仍未提交"
        yield _duty(one, what, clocks.ends_at(clocks.lost_on(one)), one.dunned_at, runs=True)


def seconding_duties(user):
    """Passes that depart from what was agreed, for another officer."""
    proposed = ProjectMilestone.proposed_by_id.is_not(None), ProjectMilestone.proposed_by_id != user.id
    for one in _rows(ProjectMilestone.state == M.COMMENTED, *proposed):
        if rules.seconds(user, one):
            yield _duty(one, "复核里程碑判定", _conclude_by(one))


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
        mine = next(each for each in rules.of_round(one, Source.EXPERT) if each.user_id == user.id)
        yield _duty(one, "填写里程碑评估意见", mine.reply_due_at, mine.asked_at)


SOURCES = (
    (lambda user: True, team_duties),
    (may_post, poster_duties),
    (is_officer, officer_duties),
    (is_officer, seconding_duties),
    (is_leader, leader_duties),
    (is_expert, expert_duties),
)
