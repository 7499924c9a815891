"""Duties about acceptance: what to apply for, certify, check, propose, second, decide, publish; and what panels wait for."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accounts.rules import is_expert, is_leader, is_officer
from challenge import rulepack
from challenge.delivery import queries as projects
from challenge.delivery.acceptance import clocks, rules
from challenge.delivery.acceptance.messages import path_of
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.queries import with_projects
from challenge.delivery.acceptance.states import V
from challenge.delivery.models import Project
from challenge.delivery.panels import messages as panel_messages
from challenge.delivery.panels import pages as panel_pages
from challenge.delivery.panels import rules as panel_rules
from challenge.delivery.panels.models import Panel
from challenge.delivery.panels.queries import seats_of, with_members
from challenge.delivery.panels.states import S, Seat
from challenge.delivery.states import IN_WORK, P
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from core import clock
from core.database import db
from reports.desk.duty import Duty


def _rows(*conditions):
    return db.session.scalars(with_projects(Project.state.in_(IN_WORK), *conditions)).unique()


def _duty(one, what, due=None, since=None, *, runs=False):
    project = one.project
    since, what = since or one.state_since, rulepack.of_today(project.challenge).say(what)
    return Duty(what, project.challenge.title, path_of(project), due, since, project.code, runs)


def _within(one, key):
    return clock.after_days(one.state_since, rulepack.value(one, key))


def team_duties(user):
    """Apply when the work is done, mend what came back, apply again after a rectification."""
    for one in _rows(Project.leader_id == user.id, Acceptance.state.in_(rules.WRITES)):
        due = clocks.ends_at(one.due_on) if one.due_on else None
        if one.state is V.RETURNED:
            yield _duty(one, "补充验收材料", due)
        elif one.round > 1:
            yield _duty(one, "整改后重新申请验收", due)
        else:
            yield _duty(one, "准备并申请验收", due)
    begun = sa.exists().where(Acceptance.project_id == Project.id)
    rows = projects.listed_projects(user).where(
        Project.leader_id == user.id, Project.state == P.ACTIVE, ~begun
    )
    for project in db.session.scalars(rows.options(selectinload(Project.milestones))).unique():
        if since := clocks.work_ended_at(project):
            due, title = clocks.apply_by(project), project.challenge.title
            yield Duty("申请验收", title, path_of(project), due, since, project.code)


def poster_duties(user):
    """A certificate that is asked for."""
    mine = Challenge.organisation_id == user.organisation_id
    for one in _rows(mine, Acceptance.state == V.SUBMITTED, Acceptance.certified_at.is_(None)):
        if rules.certifies(user, one):
            yield _duty(one, "出具用户证明", one.certificate_due_at)


def officer_duties(user):
    """Everything that waits for the officer in charge."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    for one in _rows(mine):
        if rules.handles(user, one) and (found := _of_officer(one)):
            yield _duty(one, *found)
    for panel in db.session.scalars(with_members(mine, Panel.state.in_((S.FORMING, S.VOTING)))).unique():
        if panel_rules.handles_panel(user, panel):
            yield _of_panel(panel)


def _of_officer(one):
    """(what, due) of an acceptance that waits for its officer; None when it waits for somebody else."""
    if one.state is V.SUBMITTED:
        if rules.certificate_waited_for(one) is None:
            return "验收形式审查", _within(one, "acceptance_check_days")
        return None
    if one.state is V.REVIEWING:
        ready = rules.panel_concluded(one) is None
        return ("提出验收结论", _within(one, "acceptance_propose_days")) if ready else None
    if one.state is V.APPROVED:
        return "发布验收公示", rulepack.until("answer_days", one.state_since)
    if one.state is V.NOTICED:
        return ("公示期满，公布验收结论", None) if rules.period_over(one) is None else None
    late = one.state in rules.WRITES and rules.rectification_missed(one) is None
    what = "补充逾期，提出验收结论" if one.state is V.RETURNED else "整改逾期，提出验收结论"
    return (what, None) if late else None


def _of_panel(panel):
    waits = panel_pages.missing(panel)
    what = f"组建{panel.purpose.label}组" if panel.state is S.FORMING else f"{panel.purpose.label}表决中"
    if waits is None:
        what = "开启表决" if panel.state is S.FORMING else "结束表决"
    title, path = panel.challenge.title, panel_messages.path_of(panel)
    runs = panel.state is S.VOTING and waits is not None
    return Duty(
        what, title, path, panel.vote_due_at, panel.state_since or panel.created_at, panel.project.code, runs
    )


def seconding_duties(user):
    """Conclusions that depart from verdicts or votes, for another officer."""
    waiting = sa.and_(Acceptance.state == V.PROPOSED, Acceptance.second_by_id.is_(None))
    for one in _rows(waiting, Acceptance.proposed_by_id != user.id):
        if rules.seconds(user, one):
            yield _duty(one, "复核验收结论", _within(one, "acceptance_decide_days"))


def leader_duties(user):
    """Conclusions that wait for a leader."""
    for one in _rows(Acceptance.state == V.PROPOSED):
        if rules.decides(user, one) and rules.seconded(one) is None:
            yield _duty(one, "审定验收结论", _within(one, "acceptance_decide_days"))


def expert_duties(user):
    """Invitations to answer, votes to give, an opinion to write."""
    for member in db.session.scalars(seats_of(user)).unique():
        if found := _of_member(member):
            panel = member.panel
            what, due = found
            yield Duty(
                what,
                panel.challenge.title,
                panel_messages.path_of(panel),
                due,
                member.state_since,
                panel.project.code,
            )


def _of_member(member):
    """(what, due) of a seat, or None."""
    panel: Panel = member.panel
    if member.state is Seat.INVITED:
        return f"答复{panel.purpose.label}邀请", member.reply_due_at
    if member.state is Seat.DECLARED and panel.state is S.VOTING:
        return f"{panel.purpose.label}表决", panel.vote_due_at
    if member.is_chair and panel.state is S.CLOSED and not panel.opinion:
        return f"填写{panel.purpose.label}意见", rulepack.until("answer_days", panel.state_since)
    return None


SOURCES = (
    (lambda user: True, team_duties),
    (may_post, poster_duties),
    (is_officer, officer_duties),
    (is_officer, seconding_duties),
    (is_leader, leader_duties),
    (is_expert, expert_duties),
)
