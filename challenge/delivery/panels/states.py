"""Vocabularies of panels: what a panel is for, the states of panel and seat, and what can be voted."""

from core.workflow import State


class Purpose(State):
    """What a panel deliberates on."""

    ACCEPTANCE = "acceptance", "验收评议"
    TOLERANCE = "tolerance", "容错评议"


class S(State):
    """评议组 (panel)."""

    FORMING = "forming", "组建中", "wait"
    VOTING = "voting", "表决中", "work"
    CLOSED = "closed", "表决结束", "good"
    DISSOLVED = "dissolved", "已解散", "quiet"


class Seat(State):
    """评议专家 (member of a panel)."""

    INVITED = "invited", "已邀请", "wait"
    DECLARED = "declared", "已承诺", "good"
    VOTED = "voted", "已表决", "good"
    DECLINED = "declined", "已谢绝", "quiet"
    RECUSED = "recused", "已回避", "bad"
    EXPIRED = "expired", "逾期未办", "quiet"
    REMOVED = "removed", "已取消", "quiet"


class Origin(State):
    """How somebody came to sit on a panel."""

    DRAWN = "drawn", "随机抽取"
    CHOSEN = "chosen", "经办人指定"


class Vote(State):
    """What a member votes for."""

    PASS = "pass", "通过", "good"
    RECTIFY = "rectify", "整改后通过", "wait"
    DILIGENT = "diligent", "尽责未达标结题", "quiet"
    FAIL = "fail", "不通过", "bad"
    NOT_DILIGENT = "not_diligent", "不认定尽责", "bad"


# What can be voted on a panel of this purpose; the first is the favourable one, all others need a note.
OFFERED = {
    Purpose.ACCEPTANCE: (Vote.PASS, Vote.RECTIFY, Vote.DILIGENT, Vote.FAIL),
    Purpose.TOLERANCE: (Vote.DILIGENT, Vote.NOT_DILIGENT),
}
SITTING = (Seat.INVITED, Seat.DECLARED, Seat.VOTED)
SEATED = (Seat.DECLARED, Seat.VOTED)
LIVE = (S.FORMING, S.VOTING)
