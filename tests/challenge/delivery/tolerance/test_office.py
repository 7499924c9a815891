"""Findings about the bureau: what protects whoever worked in time, and what was late."""

from challenge.delivery.ledger import actions as ledger
from challenge.delivery.milestones import actions as milestones
from challenge.delivery.tolerance import actions, dossier
from challenge.delivery.tolerance.states import Side
from core import audit, clock
from core.database import transaction
from core.workflow import apply
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.milestones import scene as steps
from tests.challenge.delivery.tolerance import scene


def finding(project, question):
    """The one whose question contains these words: (result, said, against)."""
    (one,) = [one for one in dossier.part(project, Side.OFFICE) if question in one["question"]]
    return one["result"], one["said"], one["against"]


def test_signing_after_the_notice(app, now):
    _officer, project, _people = money.ledger()
    assert finding(project, "签约")[1] == [
        "2026年9月16日任务书生效；生效时结果已公布，没有未办结的异议（平台核对）。",
        "任务书第 1 版由3方分别确认。",
    ]


def test_milestones_are_judged_in_time_or_late(app, now):
    officer, project, _people = money.ledger()
    first, second, third = project.milestones
    assert finding(project, "按时判定") == ("silent", [], [])
    for one in (first, second, third):
        steps.give(one)
        steps.comment(one)
    now.forward(days=3)
    with transaction():
        milestones.conclude(officer, first, "pass", "达到。")
    now.forward(days=9)
    with transaction():
        milestones.conclude(officer, second, "pass", "达到。")
    _result, said, against = finding(project, "按时判定")
    assert said == ["里程碑 1 2026年9月19日判定，用时 3 天（时限 10 天）。"]
    assert against == [
        "里程碑 2 2026年9月28日判定，用时 12 天（时限 10 天），超过时限。",
        "里程碑 3 等待判定 12 天（时限 10 天）。",
    ]


def test_public_money_is_paid_in_time_or_late(app, now):
    _officer, project, people = money.ledger()
    for number in (1, 2, 3):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    first, second, third = (money.payment(project, "public", number) for number in (1, 2, 3))
    assert finding(project, "财政资金")[0] == "silent"
    money.paid(people, first)
    money.approved(people, second)
    money.approved(people, third)
    assert finding(project, "财政资金") == (
        "supports",
        [f"{first.code} 3.00 万元按时付款（2026年9月16日）。"],
        [],
    )
    now.forward(days=31)
    with transaction():
        ledger.register(people.finance, second, clock.today(), "付字 9 号")
    _result, _said, against = finding(project, "财政资金")
    assert against == [
        f"{second.code} 3.00 万元逾期付款（应于2026年10月16日前，2026年10月17日付）。",
        f"{third.code} 4.00 万元应于2026年10月16日前付款，至今未付。",
    ]
    assert finding(project, "回避和诚信")[1][-1].startswith("拨付前核对科研诚信记录")


def test_a_demander_who_is_late_is_dunned_or_was_forgotten(app, now):
    officer, project, people = money.ledger()
    for number in (1, 2, 3):
        money.passes(project, number)
    rows = [money.payment(project, "demander", number) for number in (1, 2, 3)]
    money.paid(people, rows[0])
    for one in rows[1:]:
        money.requested(people, one)
    assert finding(project, "拖欠") == ("supports", [f"{rows[0].code} 4.50 万元已到账，无须催告。"], [])
    now.forward(days=31)
    with transaction():
        ledger.make(officer, rows[1], "dun")
    _result, said, against = finding(project, "拖欠")
    assert said[1] == f"{rows[1].code} 4.50 万元2026年10月17日催告。"
    assert against == [f"{rows[2].code} 6.000001 万元逾期未付，没有催告。"]


def test_experts_and_panels_declare_first(app, now):
    officer, project, case = scene.begun(now)
    assert finding(project, "回避和诚信")[0] == "silent"
    one = project.milestones[1]
    steps.give(one)
    expert, other = steps.expert(), steps.expert()
    for person in (expert, other):
        with transaction():
            milestones.ask_expert(officer, one, person)
    with transaction():
        milestones.answer(expert, one, is_free=True)
    now.forward(days=10)
    with transaction():
        actions.submit(officer, case)
    assert finding(project, "回避和诚信")[1] == ["邀请专家评估 2 人次，1 人次声明无利害关系后才看材料。"]
    scene.vote(officer, case)
    assert finding(project, "回避和诚信")[1][1] == "容错评议组 5 名专家均先作回避声明。"


def test_decisions_carry_reasons(app, now):
    _officer, project, people = money.ledger()
    assert finding(project, "写明理由") == ("silent", [], [])
    with transaction():
        apply(people.leader, project, "suspend", reason="检修。")
    assert finding(project, "写明理由")[1] == ["判定、暂停、退回等 1 次，均写明理由并记入日志。"]
    with transaction():
        audit.record(people.leader, "project.resume", project, "恢复项目")
    assert finding(project, "写明理由")[2] == ["恢复项目没有写明理由（2026年9月16日）。"]
