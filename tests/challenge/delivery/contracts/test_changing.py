"""A contract changes by versions that all sides confirm: what was judged and unlocked stays, sums stay, one extension."""

import pytest
import sqlalchemy as sa

from challenge.delivery.contracts import actions, limits, pages
from challenge.delivery.ledger.balances import balances
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.milestones import actions as judging
from challenge.delivery.states import Account, K, P, Party, Payer, Version, Y
from core import audit, audit_walk
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused
from tests import findings, world
from tests.challenge.delivery import scene
from tests.challenge.delivery.contracts import changing
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.milestones import scene as evidence
from tests.challenge.delivery.race import scene as races


def _public(project):
    rows = sa.select(audit.AuditEntry).filter_by(thread=project.log_subject().thread, public=True)
    return [one.what for one in db.session.scalars(rows.order_by(audit.AuditEntry.seq))]


def test_dates_sums_tests_and_partners_follow_the_new_version(app):
    officer, project = changing.signed()
    first, second = (one.indicator_id for one in project.indicators)
    contract = changing.asked(
        project,
        {
            "milestones": {2: {"due_on": "2027-12-01", "deliverable": "中试报告和样品 10 件"}},
            "plan": {(2, "public"): 2_000_000, (3, "public"): 5_000_000},
            "indicators": {first: {"test_method": "GB/T 1"}, second: {"measured_by": "市质检所"}},
            "partners": [],
        },
    )
    assert (contract.state, contract.kind, contract.asked_for) == (K.REQUESTED, Version.CHANGE, Party.BIDDER)
    with pytest.raises(Refused, match="尚未办结"):
        changing.asked(project, {"partners": []})
    changing.agreed(officer, contract)
    former = project.contracts[0]
    assert (contract.state, former.state, project.state) == (K.IN_FORCE, K.SUPERSEDED, P.ACTIVE)
    assert [(one.due_on.isoformat(), one.deliverable) for one in project.milestones][1:] == [
        ("2027-12-01", "中试报告和样品 10 件"),
        ("2028-04-01", "示范运行报告"),
    ]
    assert [one.percent for one in project.milestones] == [30, 27, 43]
    assert project.indicators[0].test_method == "GB/T 1"
    assert project.indicators[1].measured_by == "市质检所"
    live = [one for one in project.payments if one.payer is Payer.PUBLIC and one.state is Y.LOCKED]
    assert [one.amount_fen for one in live] == [3_000_000, 2_000_000, 5_000_000]
    assert (faults(project), audit_walk.first_broken()) == ([], None)
    rows = [(one.part, one.item) for one in pages.changed(contract).rows]
    assert [part for part, _ in rows] == ["技术指标"] * 2 + ["里程碑"] * 4 + ["经费"] * 2 + ["合作单位"]
    assert _public(project)[-1] == f"任务书变更（{project.code} 第 2 版）：技术指标、里程碑、经费、合作单位"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "没有需要变更"),
        ({"milestones": {1: {"due_on": "2026-01-01"}}}, "晚于今天"),
        ({"milestones": {3: {"due_on": "2028-06-01"}}}, "申请延期"),
        ({"milestones": {2: {"due_on": "2027-03-01"}}}, "不能早于前一个"),
        ({"plan": {(1, "public"): 1}}, "合计应为"),
        ({"indicators": {"first": {"threshold": ""}}}, "请填写"),
        ({"indicators": {"first": {"threshold": "约四十"}}}, "须为数值"),
        (
            {
                "partners": [
                    {"name": f"单位{n}", "credit_code": "", "role": "", "work_percent": 0, "money_percent": 0}
                    for n in range(6)
                ]
            },
            "不得超过",
        ),
        (
            {
                "partners": [
                    {"name": "甲", "credit_code": "", "role": "", "work_percent": 101, "money_percent": 101}
                ]
            },
            "不能超过 100%",
        ),
        (
            {
                "partners": [
                    {"name": "甲", "credit_code": "", "role": "", "work_percent": 1, "money_percent": 1}
                ]
                * 2
            },
            "不能重复",
        ),
    ],
)
def test_what_may_not_be_asked(app, changes, sentence):
    _officer, project = changing.signed()
    rows = changes.get("indicators", {})
    if "first" in rows:
        changes = {"indicators": {project.indicators[0].indicator_id: rows["first"]}}
    with pytest.raises(Refused, match=sentence):
        changing.asked(project, changes)
    assert len(project.contracts) == 1


NEW = {"name": "现场考核", "due_on": "2028-04-01", "deliverable": "考核报告", "judge": "市质检所"}


def test_milestones_come_and_go_and_the_sums_with_them(app):
    officer, project = changing.signed()
    money.passes(project, 1, officer)
    plan = {(2, payer): 0 for payer in Payer} | {(4, Payer.DEMANDER): 2_500_000, (4, Payer.PUBLIC): 3_000_000}
    contract = changing.asked(
        project,
        {
            "milestones": {4: NEW},
            "removed": [2],
            "plan": plan | {(4, Payer.OWN): 4_500_000},
            "sums": {Payer.DEMANDER: 13_000_001, Payer.OWN: 8_000_000},
        },
    )
    changing.agreed(officer, contract)
    assert [(one.number, one.state.value, one.name) for one in project.milestones] == [
        (1, "planned", "样机"),
        (2, "cancelled", "中试"),
        (3, "planned", "示范"),
        (4, "planned", "现场考核"),
    ]
    content = contract.content["money"]
    assert (content["demander_fen"], content["own_fen"], content["total_fen"]) == (
        13_000_001,
        8_000_000,
        31_000_001,
    )
    held = balances(project)
    for payer, sums in ((Payer.DEMANDER, 13_000_001), (Payer.PUBLIC, 10_000_000), (Payer.OWN, 8_000_000)):
        live = [one for one in project.payments if one.payer is payer and one.state is not Y.CANCELLED]
        assert sum(one.amount_fen for one in live) == sums
        assert held[payer][Account.PROMISED] - held[payer][Account.CANCELLED] == sums
    assert money.payment(project, "demander").state is Y.UNLOCKED
    assert (faults(project), sum(row["percent"] for row in contract.content["milestones"])) == ([], 100)
    with pytest.raises(Refused, match="不能再用这个序号"):
        changing.asked(project, {"milestones": {2: NEW}})
    changing.agreed(officer, changing.asked(project, {"removed": [4], "plan": _moved_to_the_third()}))
    assert (project.milestones[-1].state.value, faults(project)) == ("cancelled", [])


def _moved_to_the_third():
    gone = {(4, payer): 0 for payer in Payer}
    return gone | {(3, Payer.DEMANDER): 8_500_001, (3, Payer.PUBLIC): 7_000_000, (3, Payer.OWN): 6_500_000}


# fmt: off
REFUSED = (
    ({"sums": {Payer.PUBLIC: 10_100_000}, "plan": {(3, "public"): 4_100_000}},
     r"不能超过定榜时的 10\.00 万元，现为 10\.10 万元（规则包 2026-1 第三十三条）"),
    ({"sums": {Payer.DEMANDER: 20_000_001}, "plan": {(3, "demander"): 11_000_001}}, "超过榜单悬赏"),
    ({"sums": {Payer.OWN: 6_000_000}}, r"揭榜方自筹各里程碑合计应为 6\.00 万元，现为 5\.00 万元"),
    ({"sums": {Payer.DEMANDER: 14_000_001}, "plan": {(1, "demander"): 3_500_000}}, "已解锁，不能减少"),
    ({"removed": [2]}, "里程碑 2 取消后没有款项"),
    ({"removed": [1, 2, 3]}, "至少保留一个里程碑"),
    ({"milestones": {4: NEW | {"due_on": "2028-05-01"}}}, "不能晚于结束日期"),
    ({"milestones": {4: NEW | {"due_on": "2027-12-01"}}}, "不能早于前一个里程碑"),
    ({"milestones": {4: NEW | {"judge": ""}}}, "请填写新里程碑 4 的判定方"),
)
# fmt: on


def test_what_no_agreement_changes(app):
    officer, project = changing.signed()
    money.passes(project, 1, officer)
    for changes, sentence in REFUSED:
        with pytest.raises(Refused, match=sentence):
            changing.asked(project, changes)
    assert len(project.contracts) == 1


def test_lanes_of_a_race_keep_their_milestones_and_sums(app):
    _officer, challenge, _people = races.running(2)
    project = challenge.projects[0]
    last = project.milestones[-1].number
    for changes in ({"milestones": {last + 1: NEW}}, {"removed": [last]}):
        with pytest.raises(Refused, match=r"不能单独增加或者取消|取消后没有款项"):
            changing.asked(project, changes)
    plan = {(last, "own"): 3_000_000}
    with pytest.raises(Refused, match="不能单独变更"):
        changing.asked(project, {"sums": {Payer.OWN: 6_000_000}, "plan": plan})


def test_a_partner_of_the_demanders_family_is_kept_out(app):
    _officer, project = changing.signed()
    unit = project.challenge.organisation
    row = {
        "name": unit.name,
        "credit_code": unit.credit_code,
        "role": "",
        "work_percent": 5,
        "money_percent": 5,
    }
    with pytest.raises(Refused, match="不得参加"):
        changing.asked(project, {"partners": [row]})
    other = world.organisation()
    findings.found(other, level="serious", months=48)
    row = row | {"name": other.name, "credit_code": other.credit_code}
    with pytest.raises(Refused, match="揭榜立项"):
        changing.asked(project, {"partners": [row]})


def test_what_was_judged_or_unlocked_stays(app):
    officer, project = changing.signed()
    contract = changing.asked(project, {"plan": {(1, "own"): 1_000_000, (2, "own"): 2_000_000}})
    changing.offered(officer, contract)
    evidence.give(project.milestones[0])
    with pytest.raises(Refused, match="不能再变更"), transaction():
        actions.confirm(project.leader, contract, contract.digest)
    evidence.comment(project.milestones[0])
    with transaction():
        judging.conclude(officer, project.milestones[0], "pass", "达到。")
    with transaction():
        actions.end(project.leader, contract, "withdraw", "按现状重提。")
    assert contract.state is K.REFUSED
    with pytest.raises(Refused, match="不能再变更"):
        changing.asked(project, {"plan": {(1, "own"): 1, (2, "own"): 2_999_999}})
    with pytest.raises(Refused, match="不能再变更"):
        changing.asked(project, {"milestones": {1: {"deliverable": "别的"}}})
    unlocked = money.payment(project, "own")
    changing.agreed(officer, changing.asked(project, {"plan": {(2, "own"): 500_000, (3, "own"): 3_000_000}}))
    assert (unlocked.state, unlocked.amount_fen, faults(project)) == (Y.UNLOCKED, 1_500_000, [])


def test_less_than_the_list_asked_needs_a_public_note(app):
    officer, project = changing.signed()
    energy = project.indicators[0].indicator_id
    contract = changing.asked(project, {"indicators": {energy: {"threshold": "34"}}})
    assert limits.lowered(project, contract.content) == ["能量密度"]
    with pytest.raises(Refused, match="公开说明"):
        changing.offered(officer, contract)
    changing.agreed(officer, contract, "电解液供应受限，经论证调整。")
    assert project.indicators[0].threshold == "34"
    assert "能量密度：约定值 ≥ 41 Wh/L 改为 ≥ 34 Wh/L。说明：电解液供应受限" in _public(project)[-1].replace(
        "；", "。"
    )
    again = changing.asked(project, {"indicators": {energy: {"threshold": "36"}}})
    changing.agreed(officer, again)
    assert "低于榜单" not in _public(project)[-1]


@pytest.mark.parametrize(
    ("comparator", "low", "high", "new", "lower"),
    [
        ("ge", "35", "", ("36", ""), False),
        ("ge", "35", "", ("34", ""), True),
        ("le", "2", "", ("1", ""), False),
        ("le", "2", "", ("3", ""), True),
        ("eq", "2", "", ("3", ""), True),
        ("range", "2", "5", ("3", "4"), False),
        ("range", "2", "5", ("1", "4"), True),
        ("range", "2", "5", ("3", "6"), True),
        ("range", "2", "?", ("3", "6"), True),
        ("ge", "无", "", ("3", ""), True),
        ("qualitative", "通过试用", "", ("通过", ""), True),
        ("qualitative", "通过试用", "", ("通过试用", ""), False),
    ],
)
def test_what_counts_as_less_than_the_list_asked(app, comparator, low, high, new, lower):
    _officer, project = scene.announced()
    content = project.bid.content
    rows = content.asked
    content.asked = [rows[0] | {"comparator": comparator, "threshold": low, "threshold_high": high}, rows[1]]
    row = content.asked[0] | {"threshold": new[0], "threshold_high": new[1]}
    assert bool(limits.lowered(project, {"indicators": [row, rows[1]]})) is lower


def test_refused_declined_and_read_anew(app):
    officer, project = changing.signed()
    contract = changing.asked(project, {"partners": []}, who=project.challenge.author)
    with pytest.raises(Conflict), transaction():
        actions.offer_change(officer, contract, contract.version + 1)
    with transaction():
        actions.end(officer, contract, "decline", "合作单位承担测试，不能取消。")
    assert (contract.state, contract.reason) == (K.REFUSED, "合作单位承担测试，不能取消。")
    contract = changing.offered(officer, changing.asked(project, {"partners": []}))
    changing.offered(officer, contract)  # a second click
    with transaction():
        actions.refuse(project.challenge.author, contract, "不同意。")
    assert [one.state for one in project.contracts] == [K.IN_FORCE, K.REFUSED, K.REFUSED]
    scene.ends(project)
    with pytest.raises(Refused, match="不能变更"):
        changing.asked(project, {"partners": []})
