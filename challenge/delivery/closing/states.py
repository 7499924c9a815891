"""Vocabulary of closures: how far the ending of a project before its time has come."""

from core.workflow import State


class E(State):
    """终止办理 (closure)."""

    ASKED = "asked", "待受理", "wait"
    HEARING = "hearing", "听取陈述", "wait"
    SETTLING = "settling", "待出结算单", "wait"
    CONFIRMING = "confirming", "结算待确认", "wait"
    AGREED = "agreed", "待清款", "wait"
    CLOSED = "closed", "已办结", "good"
    DECLINED = "declined", "不予受理", "quiet"
    DISMISSED = "dismissed", "继续履行", "good"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"
    DROPPED = "dropped", "不再办理", "quiet"


BEFORE_DECISION = (E.ASKED, E.HEARING)
UNSETTLED = (*BEFORE_DECISION, E.SETTLING, E.CONFIRMING)
SETTLED = (E.AGREED, E.CLOSED)
OPEN = (*UNSETTLED, E.AGREED)
