"""Writing the log: who, which days, the chain, corrections, what is shown to the poster, reminders."""

import datetime as dt

import pytest
import sqlalchemy as sa

from accounts.models import Message
from challenge.delivery.research import actions, chain, queries, reminders, rules
from challenge.delivery.research.models import ResearchEntry, ResearchReminder
from challenge.delivery.research.states import Work
from challenge.delivery.verifying import every_fault
from core import audit, clock, inspection
from core.database import db, transaction
from core.workflow import Refused, apply
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.research import scene
from tests.challenge.delivery.test_views import PDF


def messages_of(user):
    return set(db.session.scalars(sa.select(Message.subject).filter_by(user_id=user.id)))


def test_every_member_writes_and_each_entry_holds_the_one_before(app, now):
    _officer, project = scene.signed(now)
    upload = inspection.inspect("数据.pdf", PDF), PDF
    first = scene.write(project, indicators=[project.indicators[0].id, 999], uploads=[upload, upload])
    second = scene.write(project, "改用阶梯流道。", user=scene.mate(project), ago=4, kind=Work.SETBACK)
    third = scene.write(project, "第一条的泄漏率应为 1.8 %。", corrects=first)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert (first.previous, second.previous, third.previous) == (
        chain.start_of(project),
        first.digest,
        second.digest,
    )
    assert ([one.name for one in first.indicators], len(first.files)) == (["能量密度"], 1)
    assert (second.days_late, first.corrections, third.challenge) == (4, [third], project.challenge)
    assert (chain.faults(project), every_fault(ResearchEntry, chain.faults)) == ([], (1, []))
    entries = audit.entries_of(project.log_subject().thread)
    told = [one.after for one in entries if one.action == "research.enter"]
    assert told[-1] == {"project": project.code, "number": 3, "digest": third.digest}
    assert not any(one.public for one in entries if one.object_type == "research_entry")


def test_a_second_click_writes_nothing(app, now):
    _officer, project = scene.signed(now)
    first = scene.write(project)
    assert scene.write(project) is first
    now.forward(minutes=11)
    assert scene.write(project).number == 2
    assert scene.write(project, user=scene.mate(project)).number == 3


def test_days_before_the_project_and_ahead_of_today_are_refused(app, now):
    _officer, project = scene.signed(now)
    for ago in (-1, 200):
        with pytest.raises(Refused, match="工作日期应在2026年9月16日至今天之间"):
            scene.write(project, ago=ago)
    with transaction():
        project.starts_on = dt.date(2026, 8, 1)
    assert scene.write(project, ago=60).days_late == 60


def test_nobody_else_writes_and_nobody_after_the_end(app, now):
    officer, project = scene.signed(now)
    for person in (officer, project.challenge.author, world.user("researcher"), world.user("leader")):
        with pytest.raises(Refused, match="只有项目团队的成员"):
            scene.write(project, user=person)
    projects.ends(project, "abandon", project.leader)
    with pytest.raises(Refused, match="项目结束后不再增加"):
        scene.write(project)


def test_the_database_keeps_entries_as_they_are(app, now):
    _officer, project = scene.signed(now)
    entry = scene.write(project, indicators=[project.indicators[0].id])
    with transaction():
        actions.share(project.leader, entry)
    for name in ("research_entry", "research_indicator", "research_share"):
        table = db.metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(sa.update(table).values({key: key}))
    fork = {"number": 2, "previous": entry.previous, "digest": "0" * 64, "days_late": 0, "author_name": "x"}
    fork |= {"project_id": project.id, "worked_on": clock.today(), "kind": Work.TRIAL, "text": "x"}
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(ResearchEntry(author_id=project.leader_id, at=clock.now(), **fork))


def unguarded(*statements):
    """What somebody with the database in hand could do."""
    from core import append_only

    db.session.rollback()
    with db.engine.begin() as connection:
        for name in ("research_entry", "research_indicator"):
            append_only.unguard(connection, name)
        for one in statements:
            connection.execute(sa.text(one))


def test_a_changed_entry_is_named(app, now):
    _officer, project = scene.signed(now)
    for text in ("一", "二", "三"):
        scene.write(project, text)
    code = project.code
    unguarded("UPDATE research_entry SET text = '改' WHERE number = 2")
    assert chain.faults(project) == [f"{code}：第 2 条研发记录与摘要不符。"]
    result = app.test_cli_runner().invoke(args=["research", "verify"])
    assert (result.exit_code, "第 2 条" in result.output, "1 处不符" in result.output) == (1, True, True)


def test_an_entry_that_is_written_anew_with_its_digest_is_named_by_the_log(app, now):
    _officer, project = scene.signed(now)
    entry = scene.write(project, "一")
    unguarded("UPDATE research_entry SET text = '改' WHERE number = 1")
    digest = chain.digest_of(entry, project.code)
    db.session.rollback()
    unguarded(f"UPDATE research_entry SET digest = '{digest}' WHERE number = 1")  # noqa: S608
    assert chain.faults(project) == [f"{project.code}：第 1 条研发记录与日志中的摘要不符。"]


def test_missing_entries_are_named(app, now):
    _officer, project = scene.signed(now)
    for text in ("一", "二", "三"):
        scene.write(project, text)
    unguarded("DELETE FROM research_entry WHERE number = 3")
    assert chain.faults(project) == [f"{project.code}：第 3 条研发记录缺失。"]
    unguarded("DELETE FROM research_entry WHERE number = 1")
    assert chain.faults(project) == [f"{project.code}：第 1 条研发记录缺失。"]
    assert app.test_cli_runner().invoke(args=["research", "verify"]).exit_code == 1


def test_a_sound_log_is_said_to_be_so(app, now):
    _officer, project = scene.signed(now)
    scene.write(project)
    result = app.test_cli_runner().invoke(args=["research", "verify"])
    assert (result.exit_code, result.output) == (0, "1 个项目的研发记录全部相符。\n")


def test_the_poster_sees_what_the_leader_shows(app, now):
    officer, project = scene.signed(now)
    poster, mate = project.challenge.author, scene.mate(project)
    entry, other = scene.write(project, "一"), scene.write(project, "二")

    def seen(user):
        return sorted(one.number for one in db.session.scalars(queries.visible_entries(user, project)))

    assert seen(poster) == []
    with pytest.raises(Refused, match="只有项目负责人"), transaction():
        actions.share(mate, entry)
    for _ in range(2):
        with transaction():
            actions.share(project.leader, entry)
    assert seen(poster) == [1]
    assert f"揭榜方向您提供研发记录：{project.code} 第 1 条" in messages_of(poster)
    strangers = (world.user("enterprise"), world.user("expert"), world.user("leader"), world.user("officer"))
    people = (poster, officer, project.leader, mate, world.user("supervisor"), *strangers)
    insider = world.user("supervisor", organisation_id=project.organisation_id)
    for person in (*people, insider):
        by_map = [one.number for one in (entry, other) if rules.reads_entry(person, one)]
        assert seen(person) == by_map
    assert [seen(one) for one in (*strangers, insider)] == [[]] * 5
    assert (seen(officer), rules.reads_by_office(officer, project)) == ([1, 2], False)
    assert rules.reads_by_office(people[4], project)


def test_a_silent_team_is_reminded_and_again_after_as_many_days(app, now):
    _officer, project = scene.signed(now)
    leader = project.leader
    subject = f"已 14 天没有研发记录：{project.code}"
    begun = db.session.get(ResearchReminder, project.id).remind_on
    assert begun == dt.date(2026, 9, 30)
    scene.write(project)
    assert reminders.remind_of_research() == 0
    now.forward(days=14)
    assert [reminders.remind_of_research(), reminders.remind_of_research()] == [1, 0]
    assert subject in messages_of(leader)
    now.forward(days=14)
    with transaction():
        apply(world.user("leader"), project, "suspend", reason="等待检修。")
    assert reminders.remind_of_research() == 0
    with transaction():
        apply(world.user("leader"), project, "resume", reason="检修完毕。")
    assert reminders.remind_of_research() == 0
    now.forward(days=14)
    assert reminders.remind_of_research() == 1


def test_the_weeks_of_a_project_leave_out_its_suspensions(app, now):
    _officer, project = scene.signed(now)
    leader = world.user("leader")
    scene.write(project)
    now.forward(days=7)
    for action, days in (("suspend", 10), ("resume", 18), ("suspend", 7)):
        with transaction():
            apply(leader, project, action, reason="检修。")
        now.forward(days=days)
    assert [one.state for one in queries.weeks_of(project)] == [
        "empty",
        "covered",
        "paused",
        "empty",
        "empty",
        "empty",
        "paused",
        "paused",
    ]
    assert queries.breaks(project) == [
        (dt.date(2026, 10, 12), dt.date(2026, 10, 22)),
        (dt.date(2026, 11, 9), dt.date(2026, 11, 16)),
    ]
    projects.ends(project, "abandon", project.leader)
    now.forward(days=100)
    assert queries.weeks_of(project)[-1].last == dt.date(2026, 11, 16)
