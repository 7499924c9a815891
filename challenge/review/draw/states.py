"""Vocabularies of the draw: states of a round, why there is one, the two sides that give a seed."""

from core.workflow import State


class D(State):
    """抽取轮次 (one draw of a list)."""

    GATHERING = "gathering", "准备中", "wait"
    FIXED = "fixed", "名单已固定", "wait"
    DRAWN = "drawn", "已抽取", "good"
    ASKED = "asked", "申请重新抽取", "wait"
    VOID = "void", "已作废", "quiet"


class Round(State):
    """Why a round is held."""

    FIRST = "first", "首次抽取"
    SUPPLEMENT = "supplement", "补充抽取"
    AGAIN = "again", "重新抽取"


class Side(State):
    """Who gives a seed."""

    OFFICER = "officer", "经办人"
    SUPERVISOR = "supervisor", "监督人员"


QUOTAS = {
    "seats": "{kind}专家不足",
    "outside": "{kind}专家中外地专家不足",
    "unit_max": "{kind}同一单位人数受限后专家不足",
    "seated": "在席专家与条件不符",
}
