"""跟踪表: planned at the end of a project, asked for year by year, shown for, checked, added up."""

import datetime as dt

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.delivery.outcomes.following import actions, figures, reminders, rules
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.following.queries import is_overdue, visible_follow_ups
from challenge.delivery.outcomes.states import U
from core import clock, inspection, workflow
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, available, refusal
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.outcomes import scene
from tests.challenge.delivery.test_views import PDF

FIGURES = {"sales_fen": 120_000_000, "tax_fen": 9_000_000, "saved_fen": 0, "invested_fen": 0, "jobs": 12}


def proof():
    return inspection.inspect("财务报表.pdf", PDF), PDF


def told(person):
    return db.session.scalars(
        sa.select(Message.subject).where(Message.user_id == person.id, Message.subject.contains("跟踪表"))
    ).all()


def filled(now, **figures):
    """(officer, first follow-up, handed in a year after the end)."""
    officer, project = scene.ended()
    now.forward(days=366)
    row = project.follow_ups[0]
    with transaction():
        actions.save(project.challenge.author, row, FIGURES | figures, row.version, proof())
        actions.make(project.challenge.author, row, "submit")
    return officer, row


def test_three_years_are_planned_once(app):
    officer, project = scene.ended()
    rows = project.follow_ups
    assert [one.opens_on for one in rows] == [
        dt.date(2027, 9, 16),
        dt.date(2028, 9, 16),
        dt.date(2029, 9, 16),
    ]
    assert {(one.due_on - one.opens_on).days for one in rows} == {60}
    assert [one.remind_on for one in rows] == [one.opens_on for one in rows]
    with transaction():
        scene.plan_follow_ups(project, scene.move_of(officer))
    assert len(project.follow_ups) == 3


def test_each_reminder_goes_out_once(app, now):
    officer, project = scene.ended()
    team, poster = project.leader, project.challenge.author
    assert reminders.remind_of_follow_ups() == 0
    now.forward(days=365)
    assert (reminders.remind_of_follow_ups(), reminders.remind_of_follow_ups()) == (1, 0)
    now.forward(days=46)
    assert (reminders.remind_of_follow_ups(), reminders.remind_of_follow_ups()) == (1, 0)
    assert (len(told(team)), len(told(poster)), told(officer)) == (2, 2, [])
    now.forward(days=11)
    reminders.remind_of_follow_ups()
    now.forward(days=4)
    assert reminders.remind_of_follow_ups() == 1
    row = project.follow_ups[0]
    assert rules.is_overdue(row)
    assert db.session.scalars(sa.select(FollowUp).where(is_overdue())).all() == [row]
    assert told(officer) == [f"跟踪表已逾期：{row.code}"]
    assert reminders.remind_of_follow_ups() == 0


def test_nobody_tells_the_effects_of_a_year_that_has_not_passed(app, now):
    _officer, project = scene.ended()
    row, team = project.follow_ups[0], project.leader
    assert "还没有结束" in refusal(team, row, "submit").sentence
    now.forward(days=365)
    assert "没有的填 0" in refusal(team, row, "submit").sentence
    with transaction():
        actions.save(team, row, FIGURES, row.version)
    assert "请上传证明材料" in refusal(team, row, "submit").sentence
    with transaction():
        actions.save(team, row, dict.fromkeys(FIGURES, 0), row.version)
    assert refusal(team, row, "submit") is None


def test_the_database_takes_no_figure_below_nothing_and_none_missing(app, now):
    _officer, row = filled(now)
    for change in ({"sales_fen": -1}, {"jobs": None}):
        with pytest.raises(sa.exc.IntegrityError), transaction():
            db.session.execute(sa.update(FollowUp).where(FollowUp.id == row.id).values(**change))


def test_who_may_do_what(app, now):
    officer, row = filled(now)
    people = {"team": row.project.leader, "poster": row.project.challenge.author, "officer": officer}
    people |= {role: world.user(role) for role in ("officer", "leader", "finance", "auditor", "researcher")}
    people["other officer"] = people.pop("officer")
    people["officer"] = officer

    def may():
        found = {name: {one.action for one in available(user, row)} for name, user in people.items()}
        return {name: actions for name, actions in found.items() if actions}

    assert may() == {"officer": {"return", "check"}}
    with transaction():
        actions.make(officer, row, "return", reason="缺完税证明。")
    assert row.state is U.PLANNED
    assert may() == {"team": {"submit"}, "poster": {"submit"}, "officer": {"waive"}}
    with pytest.raises(Refused), transaction():
        actions.make(officer, row, "waive", reason="")
    db.session.refresh(row)
    with transaction():
        actions.make(officer, row, "waive", reason="企业已注销。")
    assert (row.state, row.remind_on) == (U.WAIVED, None)
    assert may() == {"officer": {"resume"}}


def test_a_stale_form_is_refused_and_a_new_proof_replaces_the_old(app, now):
    officer, row = filled(now)
    with transaction():
        actions.make(officer, row, "return", reason="请换成审计报告。")
    seen, before = row.version, row.blob
    with transaction():
        actions.save(row.project.leader, row, FIGURES, seen, (proof()[0], PDF + b"\n"))
    assert row.blob not in (None, before)
    with pytest.raises(Conflict), transaction():
        actions.save(row.project.challenge.author, row, FIGURES, seen)


def test_sums_count_what_was_checked_and_say_on_what_they_rest(app, now):
    officer, row = filled(now)
    _other, unchecked = filled(now, jobs=99)
    auditor = world.user("auditor")
    with transaction():
        actions.make(officer, row, "check")
    assert (row.checked_by, unchecked.state) == (officer, U.SUBMITTED)
    first = figures.by_number(visible_follow_ups(auditor))[0]
    assert (first.number, first.values) == (1, FIGURES)
    assert first.basis == "已核对 1 份，应填报 2 份"
    assert figures.by_number(visible_follow_ups(world.user("researcher"))) == []


def test_a_project_that_passes_begins_both(app):
    officer, project = projects.signed()
    with transaction():
        move = workflow.Move(None, officer, {}, None, clock.now())
        move.carry(project, "begin_acceptance")
        move.carry(project, "pass", reason="全部指标达到。")
    assert [one.number for one in project.follow_ups] == [1, 2, 3]
    row = project.achievement
    assert (row.title, row.evaluation, row.evaluated_on) == (
        project.challenge.title,
        "验收",
        dt.date(2026, 9, 16),
    )


def test_a_project_that_fails_begins_neither(app):
    officer, project = projects.signed()
    with transaction():
        move = workflow.Move(None, officer, {}, None, clock.now())
        move.carry(project, "end_diligent", reason="技术路线风险。")
    assert (project.follow_ups, project.achievement) == ([], None)
