"""Findings about the team: what is said for it, what against it, from rows and the log alone."""

import datetime as dt

import pytest
import sqlalchemy as sa

from challenge.delivery.contracts.models import Contract
from challenge.delivery.ledger import actions as ledger
from challenge.delivery.milestones import actions as milestones
from challenge.delivery.research import actions as research
from challenge.delivery.research.states import Work
from challenge.delivery.states import Advice, K, Payer, Version
from challenge.delivery.tolerance import dossier
from challenge.delivery.tolerance.findings import Finding
from challenge.delivery.tolerance.states import Result, Side
from core import append_only, clock, inspection
from core.database import db, transaction
from core.workflow import apply
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.milestones import scene as steps
from tests.challenge.delivery.research import scene as log
from tests.challenge.delivery.test_views import PDF
from tests.challenge.delivery.tolerance import scene

FACTS = {"line": "", "text": "材料费", "voucher": "记字 1 号"}


def finding(project, question):
    """The one whose question contains these words: (result, said, against)."""
    (one,) = [one for one in dossier.part(project, Side.TEAM) if question in one["question"]]
    return one["result"], one["said"], one["against"]


@pytest.mark.parametrize(
    ("said", "against", "result"),
    [
        (["是"], [], Result.SUPPORTS),
        (["是"], ["否"], Result.MIXED),
        ([], ["否"], Result.AGAINST),
        ([], [], Result.SILENT),
    ],
)
def test_what_a_finding_comes_to_follows_from_its_sentences(said, against, result):
    assert Finding("work", "问", ("处", "/"), said, against).content()["result"] == result.value


def test_an_empty_log_speaks_against_the_team(app, now):
    _officer, project = log.signed(now)
    now.forward(days=21)
    assert finding(project, "真实、及时") == ("silent", [], [])
    result, said, against = finding(project, "是否连续")
    assert (result, said) == ("against", [])
    assert against == [
        "攻关 4 周，其中 4 周没有记录。",
        "有记录的周占 0%，低于 60%（规则包 2026-1 第五十一条）。",
        "2026年10月1日至2026年10月25日连续 4 周没有记录。",
    ]


def test_before_a_week_is_over_nothing_is_missed(app, now):
    _officer, project = log.signed(now)
    now.instant = dt.datetime(2026, 10, 1, 2, tzinfo=dt.UTC)
    assert finding(project, "是否连续") == ("silent", [], [])


def test_a_log_with_gaps_and_late_entries_shows_both(app, now):
    _officer, project = log.signed(now)
    log.write(project, "一")
    now.forward(days=28)
    log.write(project, "二", ago=12)
    result, said, against = finding(project, "真实、及时")
    assert result == "mixed"
    assert said == [
        "研发记录 2 条，其中及时记录 1 条。",
        "逐条重算摘要，与平台日志一致，没有改动。",
    ]
    assert "补记 1 条，占 50%。" in against
    db.session.rollback()
    with db.engine.begin() as connection:
        append_only.unguard(connection, "research_entry")
        connection.execute(sa.text("UPDATE research_entry SET text = '改'"))
    assert any("与摘要不符" in one for one in finding(project, "真实、及时")[2])


def test_weeks_without_entries_always_speak_against_it(app, now):
    """Above the share that the rule pack asks for, and without two empty weeks in a row."""
    _officer, project = log.signed(now)
    log.write(project, "零", ago=3)
    for _week in range(4):
        log.write(project, "一")
        now.forward(days=7)
    assert finding(project, "是否连续")[0::2] == ("supports", [])
    now.forward(days=7)
    log.write(project, "一")
    result, said, against = finding(project, "是否连续")
    assert (result, said) == ("mixed", ["攻关 7 周，其中 6 周有记录。"])
    assert against == ["攻关 7 周，其中 1 周没有记录。"]


def test_only_late_entries_are_not_called_timely(app, now):
    _officer, project = log.signed(now)
    log.write(project, "一", ago=12)
    _result, said, _against = finding(project, "真实、及时")
    assert not any("及时" in one for one in said)


def test_milestones_in_time_late_and_missing(app, now):
    officer, project = log.signed(now)
    assert finding(project, "按期提交") == ("silent", [], [])
    now.instant = dt.datetime(2027, 3, 30, 2, tzinfo=dt.UTC)
    steps.give(project.milestones[0])
    now.instant = dt.datetime(2027, 10, 11, 2, tzinfo=dt.UTC)
    steps.give(project.milestones[1])
    _result, said, against = finding(project, "按期提交")
    assert said == ["里程碑 1“样机”应于2027年4月1日提交，2027年3月30日提交。"]
    assert against == ["里程碑 2“中试”应于2027年10月1日提交，2027年10月11日提交，逾期 10 天。"]
    now.instant = dt.datetime(2028, 4, 2, 2, tzinfo=dt.UTC)
    assert "里程碑 3“示范”应于2028年4月1日提交，至今没有提交。" in finding(project, "按期提交")[2]
    now.forward(days=40)
    with transaction():
        milestones.conclude(officer, project.milestones[2], "fail_late", "没有提交。")
    assert "里程碑 3“示范”逾期没有提交，判定不通过。" in finding(project, "按期提交")[2]


def test_rectifications(app, now):
    officer, project = log.signed(now)
    first, second, third = project.milestones
    for one in (first, second, third):
        steps.give(one)
        steps.comment(one, Advice.RECTIFY)
    until = clock.today() + dt.timedelta(days=20)
    with transaction():
        milestones.conclude(officer, first, "pass", "通过。")
    for one in (second, third):
        with transaction():
            milestones.conclude(officer, one, "rectify", "复测。", until)
    _result, said, against = finding(project, "整改")
    assert said == ["里程碑 1“样机”一次通过。"]
    assert against == ["里程碑 2“中试”要求整改，没有重新提交。", "里程碑 3“示范”要求整改，没有重新提交。"]
    steps.give(second)
    now.forward(days=25)
    steps.give(third)
    _result, said, against = finding(project, "整改")
    assert said[1] == "里程碑 2“中试”要求整改，2026年10月5日按期重新提交，待发榜方评价。"
    assert against == ["里程碑 3“示范”要求整改，2026年10月30日逾期重新提交，待发榜方评价。"]


def test_own_numbers_that_a_test_contradicts(app, now):
    officer, project = log.signed(now)
    one = project.milestones[0]
    steps.give(one, ("41.5 Wh/L", "1.2 %"))
    assert finding(project, "如实")[1] == ["提交完成情况 1 份，证明材料 0 份，实测值 2 项。"]
    upload = inspection.inspect("报告.pdf", PDF), PDF
    with transaction():
        milestones.add_test(
            officer, one, "省检测中心", "", steps.values(project, ("39 Wh/L", "1.3 %")), {}, [upload]
        )
    result, said, against = finding(project, "如实")
    assert result == "mixed"
    assert said[1] == "“漏电流”自测 1.2 %，检测或评估 1.3 %，结论一致。"
    assert against == ["“能量密度”自测 41.5 Wh/L，检测或评估 39 Wh/L，自测称达到而检测未达到。"]


def test_what_was_tried_against_each_missed_indicator(app, now):
    _officer, project = log.signed(now)
    assert finding(project, "哪些尝试")[2] == [
        "“能量密度”（≥ 41 Wh/L）没有实测值。",
        "“能量密度”（≥ 41 Wh/L）没有注明与其有关的研发记录。",
        "“漏电流”（≤ 1.5 %）没有实测值。",
        "“漏电流”（≤ 1.5 %）没有注明与其有关的研发记录。",
    ]
    first = [project.indicators[0].id]
    log.write(project, "一", indicators=first, ago=3)
    log.write(project, "二", indicators=first, kind=Work.SETBACK)
    steps.give(project.milestones[0], ("38 Wh/L", "1.2 %"))
    steps.give(project.milestones[1], ("39.5 Wh/L", "1.2 %"))
    result, said, against = finding(project, "哪些尝试")
    assert (result, against) == ("supports", [])
    assert said == [
        "“能量密度”（≥ 41 Wh/L）先后实测 38 Wh/L → 39.5 Wh/L。",
        "“能量密度”（≥ 41 Wh/L）有关研发记录 2 条（试验 1 条、失败与调整 1 条），2026年10月2日至2026年10月5日。",
        "“漏电流”（≤ 1.5 %）已达到（按团队自测）。",
    ]


def test_warnings_before_the_failure(app, now):
    officer, project, _people = scene.failed(now)
    result, said, against = finding(project, "及早提示")
    assert (result, len(said), len(against)) == ("mixed", 1, 1)
    with transaction():
        research.share(project.leader, project.research[1])
    with transaction():
        former = project.contracts[0]
        facts = {"content": former.content, "digest": "0" * 64, "drafted_by_id": officer.id}
        change = {"kind": Version.EXTENSION, "state": K.REFUSED, "number": 2, "drafted_at": clock.now()}
        db.session.add(Contract(project=project, **change, **facts))
    result, said, against = finding(project, "及早提示")
    assert (result, against) == ("supports", [])
    assert said[1:] == [
        "2026年10月5日把第 2 条失败与调整记录提供给发榜方。",
        "2026年10月5日提出任务书延期（第 2 版，未达成一致）。",
    ]


def test_money_as_it_was_spent(app, now):
    _officer, project, people = money.ledger()
    assert finding(project, "经费使用") == ("supports", ["台账逐笔重算，全部相符。"], [])
    money.passes(project, 1)
    money.paid(people, money.payment(project, "demander", 1))
    day = {"spent_on": clock.today()}
    upload = inspection.inspect("凭证.pdf", PDF), PDF
    with transaction():
        ledger.spend(people.team, project, Payer.DEMANDER, 100_000, FACTS | day, upload)
    with transaction():
        wrong = ledger.spend(people.team, project, Payer.DEMANDER, 200_000, FACTS | day)
    _result, said, against = finding(project, "经费使用")
    assert said[:2] == [
        "发榜方出资支出 0.30 万元，结余 4.20 万元。",
        "登记支出 2 笔，均有凭证号，1 笔附凭证。",
    ]
    assert against == ["1 笔支出没有上传凭证附件。"]
    with transaction():
        ledger.strike(people.team, wrong, "重复登记。")
    with transaction():
        content = project.contracts[0].content
        lines = [{"name": "材料费", "fen": 50_000}]
        project.contracts[0].content = content | {
            "money": content["money"] | {"is_lump_sum": False, "lines": lines}
        }
        project.expenses[0].line = "材料费"
    assert finding(project, "经费使用")[2] == ["冲销支出 1 笔。", "科目“材料费”超出预算 0.05 万元。"]


def test_causes_outside_the_team(app, now):
    officer, project, people = money.ledger()
    assert finding(project, "团队以外")[0] == "silent"
    steps.give(project.milestones[0])
    now.forward(days=8)
    with transaction():
        milestones.go_on(officer, project.milestones[0])
    money.passes(project, 1)
    row = money.requested(people, money.payment(project, "demander"))
    now.forward(days=31)
    with transaction():
        ledger.make(officer, row, "dun")
    with transaction():
        project.extended_months = 3
        apply(people.leader, project, "suspend", reason="发榜方停产。")
    _result, said, _against = finding(project, "团队以外")
    assert said == [
        "2026年10月25日至2026年10月25日项目暂停。",
        f"发榜方逾期未评价，转入判定（{project.code} 里程碑 1）：发榜方在期限内没有评价（2026年9月24日）。",
        "发榜方出资 4.50 万元逾期，2026年10月25日催告。",
        "已延期 3 个月。",
        "项目现在暂停：发榜方停产。",
    ]
