"""States of a contact report, and the ways in which somebody is talked to."""

from core.workflow import State


class K(State):
    """接触报告."""

    REPORTED = "reported", "已报告", "wait"
    CHECKING = "checking", "核查中", "wait"
    CASE = "case", "转诚信案件", "bad"
    UNFOUNDED = "unfounded", "查无实据", "quiet"
    HANDLED = "handled", "已处置", "good"


OPEN = (K.REPORTED, K.CHECKING)


class Channel(State):
    """接触方式."""

    CALL = "call", "电话"
    MESSAGE = "message", "微信、短信或邮件"
    MEETING = "meeting", "当面"
    THIRD = "third", "托他人转达"
    GIFT = "gift", "宴请、礼品或许诺"
    OTHER = "other", "其他方式"


# What the rule pack may say of an award while reports are open.
WARN, BLOCK = "提醒", "阻止"
