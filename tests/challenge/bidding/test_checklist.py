"""The checklist: every gap has its sentence and its place; a complete draft has none."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace as Row

import pytest

from challenge.bidding.checklist import Missing, is_worse, missing, number_in
from challenge.bidding.content import blank
from challenge.states import Comparator, Mode
from tests import bids

CONFIRMED = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
LEADER = Row(name="张试", role="负责人", share_percent=60, confirmed_at=CONFIRMED, declined_at=None)
PARTNER = {
    "name": "协作所",
    "credit_code": "91999999MA00000019",
    "role": "试制",
    "work_percent": 0,
    "money_percent": 0,
    "ip_note": "",
}
CLAUSE = "（规则包 2026-1 {}）"


def indicator(number, name, comparator, threshold, unit):
    """An indicator without a database."""
    return Row(id=number, name=name, comparator=comparator, threshold=threshold, threshold_high="", unit=unit)


@pytest.fixture
def challenge():
    """A list with ≥ 35 Wh/L and ≤ 2 %, 18 months, 30 万元."""
    asked = [
        indicator(1, "能量密度", Comparator.AT_LEAST, "35", "Wh/L"),
        indicator(2, "漏电流", Comparator.AT_MOST, "2", "%"),
    ]
    return Row(indicators=asked, cycle_months=18, reward_fen=30_000_000, programme=None, mode=Mode.GOVERNMENT)


def gaps(challenge, members=(LEADER,), files=(), **changes):
    """Gaps of a complete draft with `changes`."""
    return missing(blank() | bids.full_draft(challenge) | changes, challenge, members, files)


def promise(challenge, **changes):
    """The full promises, the first one changed."""
    first, *rest = bids.full_draft(challenge)["promises"]
    return [first | changes, *rest]


def milestone(challenge, **changes):
    """The full milestones, the first one changed."""
    first, *rest = bids.full_draft(challenge)["milestones"]
    return [first | changes, *rest]


def test_a_complete_draft_misses_nothing(challenge):
    assert gaps(challenge) == []


def test_an_empty_draft_misses_something_in_every_step(challenge):
    found = missing(blank(), challenge, [LEADER])
    assert {one.step for one in found} == {"team", "plan", "promises", "budget", "pledges"}
    assert len([one for one in found if one.step == "promises"]) == 2


@pytest.mark.parametrize(
    ("changes", "step", "text"),
    [
        (
            {"lead": {"role": "", "work_percent": 100, "money_percent": 100}},
            "team",
            "请填写牵头单位承担的任务。",
        ),
        (
            {"lead": {"role": "研发", "work_percent": 90, "money_percent": 100}},
            "team",
            "各单位任务占比合计应为 100%，现为 90%。",
        ),
        (
            {"lead": {"role": "研发", "work_percent": 100, "money_percent": None}},
            "team",
            "各单位经费占比合计应为 100%，现为 0%。",
        ),
        ({"approach": ""}, "plan", "请填写总体思路。"),
        ({"foundation": ""}, "plan", "请填写研究基础。"),
        (
            {"works": [{"type": "专利", "title": "", "year": None, "note": ""}]},
            "plan",
            "代表成果第 1 行请写全类别和名称。",
        ),
        (
            {"works": [{"type": "论文", "title": f"论文{n}", "year": 2024, "note": ""} for n in range(6)]},
            "plan",
            "论文类代表成果最多 5 项，现为 6 项" + CLAUSE.format("第四条") + "。",
        ),
        ({"milestones": []}, "budget", "请至少填写一个里程碑。"),
        ({"total_fen": 0}, "budget", "请填写经费总额。"),
        ({"total_fen": 31_000_000}, "budget", "经费总额 31.00 万元 应等于各来源之和 30.00 万元。"),
        (
            {"total_fen": 31_000_000, "own_fen": 0, "public_fen": 31_000_000, "demander_fen": 0},
            "budget",
            "申请的悬赏金额 31.00 万元 超过榜单悬赏 30.00 万元。",
        ),
        ({"price_mode": ""}, "budget", "请选择经费管理方式：包干或分科目。"),
        (
            {"price_mode": "lines", "price_lines": [{"name": "材料", "fen": 1_000_000}]},
            "budget",
            "分科目合计 1.00 万元 应等于经费总额 30.00 万元。",
        ),
        ({"risks": ""}, "pledges", "请填写风险与备选方案。"),
        ({"ip": ""}, "pledges", "请选择知识产权方案：接受榜单约定或另提方案。"),
        ({"ip": "counter"}, "pledges", "另提知识产权方案时，请写明内容。"),
        ({"related": ""}, "pledges", "请作关联关系声明。"),
        ({"related": "some"}, "pledges", "存在关联关系时，请写明与谁、是何关系。"),
        ({"pledges": ["truth"]}, "pledges", "请逐项阅读并勾选全部承诺。"),
    ],
)
def test_each_gap_has_its_sentence(challenge, changes, step, text):
    assert gaps(challenge, **changes) == [Missing(step, text)]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"value": ""}, "指标“能量密度”请填写承诺值。"),
        ({"basis": "", "test_plan": ""}, "指标“能量密度”请填写依据、测试方案。"),
        ({"confidence": ""}, "指标“能量密度”请填写把握程度。"),
        ({"value": "很高"}, "指标“能量密度”的承诺值请写出数值，要求为 ≥ 35 Wh/L。"),
        ({"value": "34.9"}, "指标“能量密度”的承诺低于要求（≥ 35 Wh/L），请说明偏离。"),
    ],
)
def test_gaps_of_a_promise(challenge, changes, text):
    assert gaps(challenge, promises=promise(challenge, **changes)) == [Missing("promises", text)]


def test_an_explained_deviation_is_no_gap(challenge):
    assert gaps(challenge, promises=promise(challenge, value="34", deviation="材料体系限制")) == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"judge": ""}, "里程碑第 1 行请写全名称、完成月份、交付物和考核方。"),
        ({"month": 19}, "里程碑“短堆”在第 19 个月，超出攻关周期 18 个月。"),
        ({"percent": 41}, "各里程碑拨付比例合计应为 100%，现为 101%。"),
    ],
)
def test_gaps_of_milestones(challenge, changes, text):
    assert gaps(challenge, milestones=milestone(challenge, **changes)) == [Missing("budget", text)]


def test_partners_need_an_agreement_and_full_rows(challenge):
    assert gaps(challenge, partners=[PARTNER]) == [Missing("files", "有合作单位时须上传合作协议。")]
    agreement = [{"kind": "agreement"}]
    assert gaps(challenge, files=agreement, partners=[PARTNER]) == []
    assert gaps(challenge, files=agreement, partners=[PARTNER | {"role": ""}]) == [
        Missing("team", "合作单位第 1 行请写全名称、统一社会信用代码和承担的任务。")
    ]


def test_a_consortium_has_at_most_six_members(challenge):
    six = [PARTNER | {"credit_code": f"91999999MA000000{n}9", "name": f"协作{n}所"} for n in range(6)]
    assert gaps(challenge, files=[{"kind": "agreement"}], partners=six[:5]) == []
    text = "联合体（含牵头单位）不得超过 6 家，现为 7 家（规则包 2026-1 第三条）。"
    assert gaps(challenge, files=[{"kind": "agreement"}], partners=six) == [Missing("team", text)]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"confirmed_at": None}, "成员“张试”还没有确认参加。"),
        ({"confirmed_at": None, "declined_at": CONFIRMED}, "成员“张试”已谢绝，请移出团队或重新邀请。"),
        ({"role": ""}, "请填写成员“张试”的分工。"),
        ({"share_percent": 0}, "请填写成员“张试”的投入时间占比（1–100%）。"),
        ({"share_percent": 101}, "请填写成员“张试”的投入时间占比（1–100%）。"),
    ],
)
def test_every_member_confirms_and_has_a_part(challenge, changes, text):
    member = Row(**(vars(LEADER) | changes))
    assert gaps(challenge, members=[member]) == [Missing("members", text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("64 kW", Decimal(64)),
        ("≥1,200 次", Decimal(1200)),
        ("－20 ℃", Decimal(-20)),
        ("3×10^5 个", Decimal(300000)),
        ("1.5e-3", Decimal("0.0015")),
        ("2.8个百分点", Decimal("2.8")),
        ("满足", None),
        ("", None),
        (None, None),
        ("1×10^9999", None),
        ("1e99999999", None),
    ],
)
def test_the_number_in_a_promise(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("comparator", "low", "high", "value", "worse"),
    [
        (Comparator.AT_LEAST, "35", "", "35", False),
        (Comparator.AT_LEAST, "35", "", "34.99", True),
        (Comparator.AT_MOST, "2", "", "2", False),
        (Comparator.AT_MOST, "2", "", "2.01", True),
        (Comparator.EQUAL, "10", "", "10.0", False),
        (Comparator.EQUAL, "10", "", "11", True),
        (Comparator.RANGE, "1", "3", "2", False),
        (Comparator.RANGE, "1", "3", "0.9", True),
        (Comparator.RANGE, "1", "3", "3.1", True),
        (Comparator.RANGE, "1", "", "9", False),
        (Comparator.QUALITATIVE, "无外漏", "", "1", None),
        (Comparator.AT_LEAST, "35", "", "很高", None),
        (Comparator.AT_LEAST, "见附件", "", "35", None),
    ],
)
def test_a_promise_is_compared_as_the_list_asks(comparator, low, high, value, worse):
    one = Row(comparator=comparator, threshold=low, threshold_high=high)
    assert is_worse(one, value) is worse


def test_a_qualitative_promise_needs_no_number(challenge):
    challenge.indicators[0].comparator = Comparator.QUALITATIVE
    assert gaps(challenge, promises=promise(challenge, value="满足")) == []


def test_a_milestone_without_share_is_a_gap_though_the_others_make_a_hundred(challenge):
    first, second = bids.full_draft(challenge)["milestones"]
    rows = [first | {"percent": 100}, second | {"percent": None}]
    found = [Missing("budget", "里程碑“整堆”请填写拨付比例，没有的填 0。")]
    assert gaps(challenge, milestones=rows) == found
    assert gaps(challenge, milestones=[rows[0], second | {"percent": 0}]) == []


def test_a_unit_stands_in_the_consortium_once(challenge):
    once = PARTNER | {"credit_code": "91999999MA00000027", "name": "另一所"}
    draft = blank() | bids.full_draft(challenge) | {"partners": [PARTNER, once, PARTNER]}
    files = [{"kind": "agreement"}]
    sentence = "“协作所”与牵头单位或另一合作单位重复，请删去重复的一行。"
    assert missing(draft, challenge, [LEADER], files) == [Missing("team", sentence)]
    found = missing(draft, challenge, [LEADER], files, once | {"name": "牵头所"})
    assert [one.text for one in found] == [
        "“另一所”与牵头单位或另一合作单位重复，请删去重复的一行。",
        sentence,
    ]


def test_a_unit_under_another_code_is_still_the_same_unit(challenge):
    lead = {"name": "协作所（演示）", "credit_code": "91999999MA00000027"}
    draft = blank() | bids.full_draft(challenge) | {"partners": [PARTNER | {"name": " 协作 所"}]}
    (found,) = missing(draft, challenge, [LEADER], [{"kind": "agreement"}], lead)
    assert found.text == "“ 协作 所”与牵头单位或另一合作单位重复，请删去重复的一行。"
