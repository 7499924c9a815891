"""Vocabularies of the market: states of offers and of wishes to meet, and the words by which results are found."""

from core.workflow import State


class S(State):
    """供给成果 (offer)."""

    DRAFT = "draft", "草稿", "quiet"
    SUBMITTED = "submitted", "待审核", "wait"
    LISTED = "listed", "展示中", "open"
    DOWN = "down", "已下架", "quiet"


class W(State):
    """对接意向 (inquiry)."""

    SENT = "sent", "待回应", "wait"
    ACCEPTED = "accepted", "对接中", "work"
    DECLINED = "declined", "未接受", "quiet"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"
    SIGNED = "signed", "达成合作", "good"
    ENDED = "ended", "未达成合作", "quiet"


class Right(State):
    """知识产权 on which an offer rests."""

    INVENTION = "invention", "发明专利"
    UTILITY = "utility", "实用新型专利"
    SOFTWARE = "software", "软件著作权"
    SECRET = "secret", "技术秘密"
    VARIETY = "variety", "植物新品种权"
    PENDING = "pending", "专利申请中"
    NONE = "none", "未形成知识产权"


class Transfer(State):
    """转化方式."""

    ASSIGN = "assign", "转让"
    LICENCE = "licence", "许可"
    SHARES = "shares", "作价入股"
    JOINT = "joint", "合作开发"
    SERVICE = "service", "技术服务"
