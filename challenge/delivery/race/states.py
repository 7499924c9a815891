"""Vocabularies of races: where a gate stands, what breaks a tie, where the money of an eliminated lane goes."""

from core.workflow import State


class RG(State):
    """关口 (gate of a race)."""

    PLANNED = "planned", "待测试", "quiet"
    MEASURED = "measured", "已登记结果", "wait"
    PROPOSED = "proposed", "待批准", "wait"
    PUBLISHED = "published", "结果公布中", "open"
    DONE = "done", "已生效", "good"
    CANCELLED = "cancelled", "已取消", "quiet"


class Tie(State):
    """What counts when two lanes have the same figure."""

    ORDER = "order", "依次比较权重最高的指标、立项评审名次、赛道编号"
    BOTH = "both", "在晋级名额处并列的都晋级"


class Share(State):
    """Where the money of the later stages of an eliminated lane goes."""

    EQUAL = "equal", "平均分给晋级的赛道"
    FIRST = "first", "全部给本关第一名"
    RETURNED = "returned", "退回出资方"


class RO(State):
    """Objection of a lane to a published result."""

    OPEN = "open", "待答复", "wait"
    UPHELD = "upheld", "成立", "bad"
    DISMISSED = "dismissed", "不成立", "quiet"
