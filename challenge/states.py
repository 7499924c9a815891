"""States of every machine of the hall, and the fixed vocabularies of its forms."""

from accounts.states import COUNTIES, INDUSTRIES
from core.workflow import State

__all__ = ["COUNTIES", "INDUSTRIES"]


class C(State):
    """榜单 (challenge)."""

    DRAFT = "draft", "草稿", "quiet"
    SUBMITTED = "submitted", "待受理", "wait"
    SCREENED = "screened", "县区初审", "wait"
    APPRAISING = "appraising", "论证中", "wait"
    POOLED = "pooled", "已入库", "good"
    OPEN = "open", "揭榜中", "open"
    OPENED = "opened", "已开标", "wait"
    REVIEWING = "reviewing", "评榜中", "wait"
    PROPOSED = "proposed", "拟立项", "wait"
    AWARDED = "awarded", "已定榜", "good"
    NOTICED = "noticed", "公示中", "open"
    ANNOUNCED = "announced", "结果已公布", "good"
    CONTRACTED = "contracted", "攻关中", "work"
    ACCEPTING = "accepting", "验收中", "wait"
    DONE = "done", "已办结", "good"
    REJECTED = "rejected", "未入库", "bad"
    LAPSED = "lapsed", "流榜", "bad"
    SUSPENDED = "suspended", "暂停", "bad"
    CANCELLED = "cancelled", "已撤榜", "quiet"


# The result stands and is public.
SETTLED = (C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING, C.DONE)
PUBLIC = (C.OPEN, C.OPENED, C.REVIEWING, C.PROPOSED, C.AWARDED, C.NOTICED, *SETTLED, C.LAPSED)


class Derived(State):
    """What the clock, or the end of all work, makes of a state; shown, never stored."""

    CLOSED = "closed", "已截止", "wait"
    WORK_OVER = "work_over", "攻关已结束", "quiet"


CLOSED, WORK_OVER = Derived


class B(State):
    """揭榜方案 (bid)."""

    DRAFT = "draft", "草稿", "quiet"
    SEALED = "sealed", "已密封", "good"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"
    UNOPENED = "unopened", "未开启", "quiet"
    UNREADABLE = "unreadable", "无法开启", "bad"
    OPENED = "opened", "待形式审查", "wait"
    CORRECTING = "correcting", "补正中", "wait"
    QUALIFIED = "qualified", "形式审查合格", "good"
    UNQUALIFIED = "unqualified", "形式审查不合格", "bad"
    REVIEWING = "reviewing", "评审中", "wait"
    NOMINATED = "nominated", "拟揭榜", "good"
    RESERVE = "reserve", "候补", "wait"
    UNSELECTED = "unselected", "未入选", "quiet"
    WON = "won", "揭榜成功", "good"
    GIVEN_UP = "given_up", "已退出", "quiet"


class A(State):
    """评审任务 (assignment of a reviewer to a list)."""

    PROPOSED = "proposed", "拟邀请", "quiet"
    INVITED = "invited", "已邀请", "wait"
    ACCEPTED = "accepted", "评审中", "wait"
    SUBMITTED = "submitted", "已提交", "good"
    LOCKED = "locked", "已锁定", "good"
    RECUSED = "recused", "已回避", "bad"
    DECLINED = "declined", "已谢绝", "quiet"
    EXPIRED = "expired", "逾期未复", "quiet"
    REMOVED = "removed", "已取消", "quiet"


class N(State):
    """公示 (notice)."""

    DRAFT = "draft", "待发布", "wait"
    PUBLISHED = "published", "公示中", "open"
    CLOSED = "closed", "已结束", "good"
    REVOKED = "revoked", "已撤销", "quiet"


class About(State):
    """What a notice is about."""

    AWARD = "award", "揭榜结果"
    ACCEPTANCE = "acceptance", "验收结论"


class O(State):  # noqa: E742 one letter like its neighbours
    """异议 (objection)."""

    DRAFT = "draft", "草稿", "quiet"
    SUBMITTED = "submitted", "待受理", "wait"
    REFUSED = "refused", "不予受理", "quiet"
    INVESTIGATING = "investigating", "调查中", "wait"
    ANSWERED = "answered", "已答复", "good"
    REVIEWING = "reviewing", "复核中", "wait"
    FINAL = "final", "终局", "good"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"
    ENDED = "ended", "已终止", "quiet"


class Outcome(State):
    """What an objection has come to."""

    UPHELD = "upheld", "成立", "bad"
    PARTLY = "partly", "部分成立", "wait"
    DISMISSED = "dismissed", "不成立", "quiet"


class G(State):
    """项目批次 (programme)."""

    DRAFT = "draft", "筹备中", "wait"
    ACTIVE = "active", "进行中", "work"
    CLOSED = "closed", "已结束", "quiet"


class Q(State):
    """提问 (question)."""

    ASKED = "asked", "待答复", "wait"
    ANSWERED = "answered", "已答复", "good"
    DECLINED = "declined", "不予公开答复", "quiet"


class Mode(State):
    """组织方式; what a mode means stands as data in challenge/rulepack/modes.json."""

    GOVERNMENT = "government", "政府出题"
    ENTERPRISE = "enterprise", "企业出题"
    TRANSFER = "transfer", "成果转化"
    RACE = "race", "赛马"


class Comparator(State):
    """指标比较方式."""

    AT_LEAST = "ge", "≥"
    AT_MOST = "le", "≤"
    EQUAL = "eq", "＝"
    RANGE = "range", "区间"
    QUALITATIVE = "qualitative", "定性"


class Ownership(State):
    """知识产权归属."""

    POSTER = "poster", "归发榜方"
    BIDDER = "bidder", "归揭榜方"
    JOINT = "joint", "双方共有"
    LICENCE = "licence", "归揭榜方，许可发榜方使用"


class Secrecy(State):
    """公开范围, per section of a list."""

    PUBLIC = "public", "公开"
    REGISTERED = "registered", "注册用户可见"
    SIGNED = "signed", "签保密承诺后可见"
    DIRECTED = "directed", "定向可见"


class TargetKind(State):
    """其他考核目标."""

    ECONOMIC = "economic", "经济效益"
    IP = "ip", "知识产权"
    APPLICATION = "application", "推广应用"


class Confidence(State):
    """把握程度."""

    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"


# 揭榜条件 that can be ticked: what a team must be able to do; never age, degree, title or time of registration.
BIDDER_NEEDS = {
    "similar": "有同类技术的研发或应用成果",
    "pilot": "具备中试或工程化条件",
    "testing": "具备指标所需的测试条件",
    "on_site": "能到现场开展试验和调试",
    "licensed": "具备国家规定的相应资质",
    "consortium": "可以组成联合体揭榜",
}
KINDS = ("技术攻关", "产品开发", "工艺改进", "成果转化")
SECTIONS = {
    "background": "背景与已有尝试",
    "difficulty": "技术难点",
    "content": "研究内容",
    "indicators": "技术指标",
    "scene": "应用场景与可提供条件",
    "attachments": "附件",
}
REJECT_REASONS = (
    "不属于支持领域",
    "技术指标不可考核",
    "已有成熟技术可直接采购",
    "与在库或已解决需求重复",
    "投入与周期不合理",
    "单位不符合申报条件",
    "其他",
)
