"""A milestone is shown to be reached, commented on, tested and judged; its clocks stand still with the project."""

import datetime as dt

import pytest

from challenge.delivery.milestones import actions, effects, pages, reminders, rules
from challenge.delivery.milestones.models import Measurement
from challenge.delivery.states import Advice, M, Source, Verdict
from challenge.states import Comparator
from core import audit_walk, clock
from core.database import db, transaction
from core.workflow import Refused, apply
from reports.desk.duties import duties
from talent.queries import own_profile
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.milestones import scene


def told(person):
    """What stands on the desk of a person about milestones."""
    db.session.commit()
    return [duty.what for duty in duties(person) if "里程碑" in duty.what or "评价" in duty.what]


def test_the_contract_makes_the_milestones(app):
    _officer, project, first = scene.signed(judge="第三方检测机构")
    assert [(one.number, one.name, one.percent, one.state) for one in project.milestones] == [
        (1, "样机", 30, M.PLANNED),
        (2, "中试", 30, M.PLANNED),
        (3, "示范", 40, M.PLANNED),
    ]
    assert (first.due_on, first.remind_on, first.judge) == (
        dt.date(2027, 4, 1),
        dt.date(2027, 3, 18),
        "第三方检测机构",
    )


def test_evidence_is_commented_on_and_passed(app):
    officer, project, one = scene.signed()
    leader, poster = project.leader, project.challenge.author
    with pytest.raises(Refused, match="完成情况"), transaction():
        actions.submit(leader, one)
    with transaction():
        actions.save(leader, one, "样机完成。", {})
    with pytest.raises(Refused, match="证明材料"), transaction():
        actions.submit(leader, one)
    scene.give(one)
    with transaction():
        actions.submit(leader, one)  # a second click
    assert (one.state, told(poster)) == (M.SUBMITTED, ["填写里程碑意见"])
    with pytest.raises(Refused), transaction():
        actions.save(leader, one, "另一份。", {})
    for stranger in (officer, leader, world.user("enterprise")):
        with pytest.raises(Refused), transaction():
            actions.comment(stranger, one, "看过。", Advice.PASS)
    scene.comment(one)
    assert told(officer) == ["判定里程碑"]
    with pytest.raises(Refused), transaction():
        actions.conclude(poster, one, "pass", "可以。")
    with transaction():
        actions.conclude(officer, one, "pass", "样机达到阶段要求。")
    assert (one.state, one.reason, one.concluded_by_id) == (M.PASSED, "样机达到阶段要求。", officer.id)
    assert [(row.value, row.verdict) for row in db.session.query(Measurement).order_by(Measurement.id)] == [
        ("41 Wh/L", Verdict.MET),
        ("1.2 %", Verdict.MET),
    ]
    assert audit_walk.first_broken() is None


def test_rectification_is_once_and_in_time(app, now):
    officer, _project, one = scene.commented()
    for until in (None, clock.today(), clock.today() + dt.timedelta(days=93)):
        with pytest.raises(Refused, match="整改期限应在"), transaction():
            actions.conclude(officer, one, "rectify", "漏电流复测。", until)
    until = clock.today() + dt.timedelta(days=60)
    with transaction():
        actions.conclude(officer, one, "rectify", "漏电流复测。", until)
    assert (one.state, one.round, one.rectify_due_on) == (M.RECTIFYING, 2, until)
    with pytest.raises(Refused, match="完成情况"), transaction():
        actions.submit(one.project.leader, one)  # the former evidence does not count again
    scene.give(one, ("41 Wh/L", "1.2 %"))
    scene.comment(one)
    with pytest.raises(Refused, match="只有一次"), transaction():
        actions.conclude(officer, one, "rectify", "再测一次。", until)
    with transaction():
        actions.conclude(officer, one, "fail", "仍未稳定运行。")
    assert one.state is M.FAILED


def test_a_silent_poster_is_passed_over_when_the_time_is_out(app, now):
    officer, _project, one = scene.submitted()
    with pytest.raises(Refused, match="评价期限还没有过"), transaction():
        actions.go_on(officer, one)
    now.forward(days=7)
    assert told(officer) == ["发榜方逾期未评价，转入判定"]
    with transaction():
        actions.go_on(officer, one)
    assert one.state is M.COMMENTED


def test_a_team_that_never_shows_anything_fails_in_the_end(app, now):
    officer, project, one = scene.signed()
    now.forward(days=(one.due_on - clock.today()).days + 1)
    assert told(officer) == ["里程碑逾期未提交，请催促"]
    assert told(project.leader) == ["提交里程碑证据"]
    with pytest.raises(Refused, match="先催促"), transaction():
        actions.conclude(officer, one, "fail_late", "未提交。")
    now.forward(days=30)
    with transaction():
        actions.conclude(officer, one, "fail_late", "多次催促未提交。")
    assert one.state is M.FAILED


def test_nobody_judges_on_the_own_side(app):
    officer, project, one = scene.commented()
    own = world.user("officer", organisation_id=project.organisation_id)
    project.challenge.handler_id = own.id
    db.session.commit()
    with pytest.raises(Refused), transaction():
        actions.conclude(own, one, "pass", "可以。")
    with pytest.raises(Refused), transaction():
        actions.conclude(officer, one, "pass", "可以。")  # not in charge any more


def test_a_test_counts_more_than_the_own_word(app):
    officer, project, one = scene.commented()
    density, leak = project.indicators
    tested = {density.id: "41.5 Wh/L", leak.id: "1.6 %"}
    with transaction():
        actions.add_test(
            officer, one, "省检测中心", "按国标测试。", tested, {leak.id: (Verdict.MET, "尚可")}, ()
        )
    with pytest.raises(Refused), transaction():
        actions.add_test(project.leader, one, "自家实验室", "", {}, {}, ())
    db.session.expire_all()
    ends = [[row.text for row in chain.rows][-1] for chain in pages.chains(project)]
    assert ends == ["达到（按检测结果）", "未达到（按检测结果）"]  # numbers decide, whoever says otherwise
    with transaction():
        actions.add_test(officer, one, "省检测中心", "", {density.id: "41.5"}, {}, ())
    assert "41.5 Wh/L　达到" in [
        row.text for row in pages.chains(project)[0].rows
    ]  # judged in the agreed unit
    density.threshold = "42"  # the contract was changed
    assert [chain.rows[-1].verdict for chain in pages.chains(project)] == [Verdict.MISSED] * 2


def test_an_expert_declares_and_judges_what_no_number_decides(app):
    officer, project, one = scene.commented()
    project.indicators[0].comparator = Comparator.QUALITATIVE
    db.session.commit()
    density, leak = project.indicators
    expert = scene.expert()
    near = world.user("expert", organisation_id=project.challenge.organisation_id)
    with pytest.raises(Refused, match="另请他人"), transaction():
        actions.ask_expert(officer, one, near)
    with transaction():
        actions.ask_expert(officer, one, expert)
    with pytest.raises(Refused, match="邀请过"), transaction():
        actions.ask_expert(officer, one, expert)
    assert told(expert) == ["填写里程碑评估意见"]
    assert (rules.reads_milestone(expert, one), rules.reads_evidence(expert, one)) == (True, False)
    said = {density.id: (Verdict.MET, "外观完好。"), leak.id: (Verdict.MET, "看来不错。")}
    with pytest.raises(Refused, match="请先声明"), transaction():
        actions.give_opinion(expert, one, "可以。", Advice.PASS, said)
    with transaction():
        actions.answer(expert, one, is_free=True)
    assert rules.reads_evidence(expert, one)
    with transaction():
        actions.give_opinion(expert, one, "可以。", Advice.PASS, said)
    (row,) = rules.given(one, Source.EXPERT)
    assert [(each.indicator_id, each.verdict, each.is_by_judge) for each in row.measurements] == [
        (density.id, Verdict.MET, True)
    ]
    assert told(expert) == []


def test_who_is_asked_goes_through_the_registers(app):
    officer, project, one = scene.commented()
    with pytest.raises(Refused, match="没有专家库档案"), transaction():
        actions.ask_expert(officer, one, world.user("expert"))
    tied = world.user("expert")
    world.profile(name="周某", user_id=tied.id, unit=project.organisation.name)
    with pytest.raises(Refused, match="须回避"), transaction():
        actions.ask_expert(officer, one, tied)
    busy = scene.expert()
    with transaction():
        own_profile(busy).review_cap = 1
        actions.ask_expert(officer, one, busy)
    other, _project, second = scene.commented()
    with pytest.raises(Refused, match="已达 1 次上限"), transaction():
        actions.ask_expert(other, second, busy)


def test_a_suspension_gives_days_back_and_lets_nothing_happen(app, now):
    officer, project, one = scene.submitted()
    leader, due, comment_due = world.user("leader"), project.milestones[1].due_on, one.comment_due_at
    with transaction():
        apply(leader, project, "suspend", reason="知识产权争议。")
    now.forward(days=10)
    with pytest.raises(Refused, match="已暂停"), transaction():
        actions.go_on(officer, one)
    assert told(project.challenge.author) == []
    with transaction():
        apply(leader, project, "resume", reason="争议解决。")
    assert (project.milestones[1].due_on - due, one.comment_due_at - comment_due) == (
        dt.timedelta(days=10),
    ) * 2


def test_a_project_that_ends_cancels_what_was_not_judged(app):
    officer, project, one = scene.commented()
    with transaction():
        actions.conclude(officer, one, "pass", "达到。")
    projects.ends(project, "abandon", project.leader)
    assert [one.state for one in project.milestones] == [M.PASSED, M.CANCELLED, M.CANCELLED]


def test_a_later_version_changes_what_was_not_judged(app, now):
    officer, project, one = scene.commented()
    with transaction():
        actions.conclude(officer, one, "pass", "达到。")
    row = {"deliverable": "报告", "indicator": "", "judge": "专家组"}
    first = row | {"number": 1, "name": "别的", "due_on": "2027-05-01", "percent": 10}
    second = row | {"number": 2, "name": "中试放大", "due_on": "2027-12-01", "percent": 90}

    class Carried:
        """What a move does here."""

        at = clock.now()

        def carry(self, subject, action, **facts):
            """As the engine."""
            apply_as_consequence(officer, subject, action, facts)

    with transaction():
        effects.set_milestones(project, [first, second], Carried())
    found = [(one.number, one.name, one.percent, one.state) for one in project.milestones]
    assert found == [
        (1, "样机", 30, M.PASSED),
        (2, "中试放大", 90, M.PLANNED),
        (3, "示范", 40, M.CANCELLED),
    ]


def apply_as_consequence(actor, subject, action, facts):
    """`Move.carry` outside of a move."""
    from core.workflow import _perform

    _perform(actor, subject, action, facts, carried=True)


def test_reminders_are_sent_once_each(app, now):
    from accounts.models import Message

    officer, project, one = scene.signed()

    def sent():
        rows = db.session.query(Message).filter(Message.subject.contains("里程碑")).order_by(Message.id)
        return [(row.user_id, row.subject.split("：")[0]) for row in rows]

    days = (one.due_on - clock.today()).days
    for forward, words in (
        (days - 14, "里程碑还有 14 天到期"),
        (11, "里程碑还有 3 天到期"),
        (4, "里程碑已经逾期"),
    ):
        before = len(sent())
        assert reminders.remind_of_milestones() == 0
        now.forward(days=forward)
        assert [reminders.remind_of_milestones() for _ in range(2)] == [1, 0]
        assert sorted(sent()[before:]) == sorted([(project.leader_id, words), (officer.id, words)])
    assert one.remind_on is None


def test_the_desk_asks_the_same_number_of_queries(app, queries):
    officer, first, _one = scene.commented()
    counts = []
    for _ in range(2):
        db.session.commit()
        db.session.expire_all()
        with queries() as seen:
            assert len([duty for duty in duties(officer) if duty.what == "判定里程碑"]) == len(counts) * 2 + 1
        counts.append(len(seen))
        for _ in range(2):
            _other, project, _one = scene.commented(programme_id=first.challenge.programme_id)
            with transaction():
                project.challenge.handler_id = officer.id
    assert counts[0] == counts[1]
