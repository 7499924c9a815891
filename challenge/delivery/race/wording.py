"""The rule of a gate in words, from the same data by which it is judged; of rows or of what a contract has frozen."""

from challenge.delivery.race.states import Share, Tie
from challenge.posting.content import demand_text
from core.formats import date_zh

FIGURE = (
    "各测试指标的完成率按权重平均为综合完成率：要求“≥”的按实测值÷要求值，要求“≤”的按要求值÷实测值，"
    "单项最高计 150%；其他指标达到计 100%，未达到计 0；没有测得数值的计 0。综合完成率保留两位小数，从高到低排名。"
)


def when(gate):
    """The day, or how long after the common start."""
    if gate.held_on is not None:
        return date_zh(gate.held_on)
    return f"开始攻关后第 {gate.month} 个月"


def asked(gate, indicators):
    """[(name, what is asked at this gate, test method)] of the common test; `indicators` are those of the list."""
    needs = {one["indicator"]: one["threshold"] for one in gate.tests}
    return [
        (one.name, demand_text(as_asked(one, needs[one.id])), one.test_method or "—")
        for one in indicators
        if one.id in needs
    ]


def as_asked(indicator, threshold):
    """An indicator of a list as plain values, with the threshold of a gate where it has one of its own."""
    names = ("id", "name", "comparator", "threshold", "threshold_high", "unit", "weight", "is_must")
    found = {name: getattr(indicator, name) for name in names}
    return found | ({"threshold": threshold} if threshold else {})


def rules_of(gate):
    """Sentences: who stays, who leaves, what breaks a tie, where the money goes."""
    said = [f"综合完成率排名前 {gate.stay} 的赛道晋级，其余淘汰。"]
    if gate.floor is not None:
        said.append(f"综合完成率低于 {gate.floor}% 的淘汰。")
    if gate.gap is not None:
        said.append(f"综合完成率与第一名相差超过 {gate.gap} 个百分点的淘汰。")
    if gate.must_meet:
        said.append("有必达指标未达到本关要求的淘汰。")
    said.append(f"综合完成率相同的：{Tie(gate.tie).label}。")
    said.append(
        f"淘汰赛道以后阶段尚未解锁的发榜方出资和财政资金：{Share(gate.share).label}；已解锁的照付，自筹资金不调剂。"
    )
    return said
