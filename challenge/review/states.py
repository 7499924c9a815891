"""Vocabularies of review: ties a reviewer may declare, recommendations, conclusions of the formal check."""

from core.workflow import State


class DeclaredTie(State):
    """利益关系, as a reviewer declares it on one bid."""

    NONE = "none", "无利益关系", "good"
    SAME_UNIT = "same_unit", "同单位（含近三年任职）", "bad"
    RELATIVE = "relative", "近亲属", "bad"
    TEACHER = "teacher", "师生", "bad"
    TEAM = "team", "在该方案团队中", "bad"
    HELPED = "helped", "参与过该方案的编写", "bad"
    OTHER = "other", "其他可能影响公正的情形", "wait"
    FOUND = "found", "系统核对须回避该方案", "bad"


BLOCKING = (
    DeclaredTie.SAME_UNIT,
    DeclaredTie.RELATIVE,
    DeclaredTie.TEACHER,
    DeclaredTie.TEAM,
    DeclaredTie.HELPED,
)


DECLARABLE = tuple(one for one in DeclaredTie if one is not DeclaredTie.FOUND)
KEEPS_OFF = (
    *BLOCKING,
    DeclaredTie.FOUND,
)  # from the bid; the blocking ones from the whole list, as the rule pack says


class Outcome(State):
    """处理结论 on a tie that does not rule an expert out by itself."""

    ADMITTED = "admitted", "例外准入：声明并公开理由，可以评审", "wait"
    CLEARED = "cleared", "经核实，不是同一人或不存在该关系", "good"
    CONFIRMED = "confirmed", "经核实属实，须回避", "bad"


class Recommendation(State):
    """总体建议."""

    SUPPORT = "support", "建议支持", "good"
    REVISE = "revise", "修改完善后支持", "wait"
    AGAINST = "against", "不建议支持", "bad"


class Conclusion(State):
    """形式审查结论."""

    QUALIFIED = "qualified", "合格，进入评审", "good"
    CORRECT = "correct", "要求补正（仅一次）", "wait"
    UNQUALIFIED = "unqualified", "不合格", "bad"


class Decision(State):
    """How a proposal ended: the leader's decision, the second officer's refusal, or the winner's giving up."""

    AWARD = "award", "同意定榜", "good"
    RETURN = "return", "退回重新研究", "bad"
    NOT_SECONDED = "not_seconded", "复核不同意，退回", "bad"
    GIVEN_UP = "given_up", "揭榜方退出", "quiet"
