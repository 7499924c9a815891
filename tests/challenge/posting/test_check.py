"""The demand check: every flag, its colour, its field; and a demand that is clean."""

from types import SimpleNamespace as Row

import pytest

from challenge.posting import check
from challenge.states import C, Comparator, Mode

CLEAN = {
    "programme": None,
    "mode": Mode.GOVERNMENT,
    "content": "优化流道，试制样机 3 台。",
    "difficulty": "极板流道与压缩率耦合。",
    "bidder_conditions": "有电堆研发经历；不限年龄、学历、职称和注册时间。",
    "intended_expert": False,
    "reward_fen": 300_000_000,
    "cash_fen": 200_000_000,
    "public_funds_fen": 100_000_000,
    "payment_plan": [{"when": "签约后", "percent": 40}, {"when": "验收后", "percent": 60}],
    "cycle_months": 18,
    "targets": (Row(text="申请发明专利不少于 3 件"),),
}


def indicator(**facts):
    """A clean indicator."""
    plain = {
        "name": "能量效率",
        "comparator": Comparator.AT_LEAST,
        "threshold": "82",
        "threshold_high": "",
        "unit": "%",
        "present_level": "80",
        "test_method": "NB/T 42132",
        "measured_by": "第三方检测机构",
        "weight": 100,
        "is_must": True,
    }
    return Row(**(plain | facts))


def found(indicators=None, look_alikes=(), **facts):
    """(colour, field, text) of the flags of a demand that differs from the clean one."""
    demand = Row(**(CLEAN | facts), indicators=[indicator()] if indicators is None else indicators)
    return [(one.colour, one.field, one.text) for one in check.flags_of(demand, look_alikes)]


def test_a_clean_demand_has_no_flag():
    assert found() == []


@pytest.mark.parametrize(
    ("facts", "colour", "text"),
    [
        ({"unit": ""}, "red", "指标“能量效率”没有单位。"),
        ({"test_method": ""}, "red", "指标“能量效率”没有测试方法。"),
        ({"threshold": "较高"}, "red", "指标“能量效率”的要求值不是数字。"),
        ({"threshold": ""}, "red", "指标“能量效率”的要求值不是数字。"),
        ({"comparator": Comparator.RANGE}, "red", "指标“能量效率”的要求值不是数字。"),
        ({"present_level": ""}, "yellow", "指标“能量效率”没有写目前水平。"),
        ({"weight": 90}, "red", "各项指标权重合计为 90，应为 100。"),
        ({"name": "", "unit": ""}, "red", "指标“（未命名）”没有单位。"),
    ],
)
def test_what_an_indicator_lacks(facts, colour, text):
    assert (colour, "indicators", text) in found([indicator(**facts)])


@pytest.mark.parametrize("threshold", ["82", "-20", "3.5", "1,200", "1e-6", "2.5×10^5"])
def test_numbers_are_numbers(threshold):
    assert found([indicator(threshold=threshold)]) == []


def test_a_range_with_two_ends_is_complete():
    ranged = indicator(comparator=Comparator.RANGE, threshold="2", threshold_high="5")
    assert found([ranged]) == []


def test_a_qualitative_indicator_needs_a_judge_and_a_sentence():
    asked = {"comparator": Comparator.QUALITATIVE, "unit": "", "test_method": ""}
    clear = indicator(**asked, threshold="静置 24 h 无可见渗漏")
    assert found([clear]) == []
    unjudged = indicator(**asked, threshold="静置 24 h 无可见渗漏", measured_by="")
    assert [one[:2] for one in found([unjudged])] == [("red", "indicators")]
    assert ("yellow", "indicators", "指标“能量效率”的要求不具体。") in found(
        [indicator(**asked, threshold="")]
    )
    vague = found([indicator(**asked, threshold="达到国际领先")])
    assert [text for _c, _f, text in vague] == [
        "指标“能量效率”的要求不具体。",
        "技术指标中的“国际领先”没有数值，无法考核。",
    ]


def test_without_indicators():
    assert found([]) == [("red", "indicators", "还没有技术指标。")]


@pytest.mark.parametrize(
    ("facts", "flag"),
    [
        (
            {"cash_fen": 150_000_000},
            (
                "red",
                "reward_fen",
                "悬赏金额 300.00 万元，与现金加财政资金之和 250.00 万元 不一致。",
            ),
        ),
        ({"payment_plan": []}, ("red", "payment_plan", "悬赏没有拨付计划。")),
        (
            {"payment_plan": [{"when": "签约后", "percent": 40}, {"when": "", "percent": None}]},
            ("red", "payment_plan", "拨付比例合计为 40%，应为 100%。"),
        ),
        (
            {"cycle_months": 40},
            ("red", "cycle_months", "攻关周期超过 36 个月（规则包 2026-1 第二条）。"),
        ),
        (
            {"cycle_months": 2},
            ("yellow", "cycle_months", "悬赏金额平均每月 150.0 万元，与周期不相称。"),
        ),
        ({"content": "性能大幅提升。"}, ("yellow", "content", "研究内容中的“大幅提升”没有数值，无法考核。")),
        (
            {"targets": (Row(text="达到国内先进水平"),)},
            ("yellow", "targets", "其他考核目标中的“国内先进”没有数值，无法考核。"),
        ),
        (
            {"bidder_conditions": "负责人须具有博士学位，年龄 45 岁以下。"},
            (
                "red",
                "bidder_conditions",
                "揭榜条件设置了年龄、学历门槛（规则包 2026-1 第二十一条）。",
            ),
        ),
        (
            {"content": "须采用原厂控制器。"},
            ("yellow", "content", "“原厂”可能只有一家单位能够满足。"),
        ),
        (
            {"intended_expert": True},
            ("yellow", "intended_expert", "已声明有意向专家，论证时将重点核对是否公平开放。"),
        ),
    ],
)
def test_each_other_flag_stands_alone(facts, flag):
    assert found(**facts) == [flag]


def test_an_empty_cycle_is_a_matter_of_required_fields():
    assert found(cycle_months=None) == []


def test_too_many_indicators_for_the_cycle():
    many = [indicator(weight=50), indicator(weight=50, name="漏电流")]
    money = {"reward_fen": 50_000_000, "cash_fen": 50_000_000, "public_funds_fen": 0}
    assert found(many, cycle_months=1, **money) == [
        ("yellow", "cycle_months", "2 项必达指标只有 1 个月，周期可能过短。")
    ]


def test_a_reward_of_nothing_is_not_measured_by_the_month():
    assert found(reward_fen=0, cash_fen=0, public_funds_fen=0) == []


def test_look_alikes_and_hidden_ones():
    alike = [Row(code="JB2026-0007", title="电堆", state=C.OPEN), Row(code="", title="", state=C.POOLED)]
    assert [text for _c, _f, text in found(look_alikes=alike)] == [
        "与JB2026-0007“电堆”（揭榜中）内容相近。",
        "与悬赏项目池中的一个需求内容相近。",
    ]


def test_red_comes_first():
    assert [one[0] for one in found(intended_expert=True, payment_plan=[])] == ["red", "yellow"]
    assert check.Flag("red", "x", "y").is_red
    assert not check.Flag("yellow", "x", "y").is_red
