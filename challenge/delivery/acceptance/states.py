"""Vocabularies of acceptance: its states, its conclusions, what kinds of files belong to it."""

from challenge.delivery.panels.states import Vote
from core.workflow import State


class V(State):
    """验收 (acceptance), one row a round; the second round follows a rectification."""

    DRAFT = "draft", "准备中", "quiet"
    SUBMITTED = "submitted", "待形式审查", "wait"
    RETURNED = "returned", "退回补充", "bad"
    REVIEWING = "reviewing", "评议中", "wait"
    PROPOSED = "proposed", "待审定", "wait"
    APPROVED = "approved", "待发布公示", "wait"
    NOTICED = "noticed", "公示中", "open"
    CONCLUDED = "concluded", "已结论", "good"
    RECTIFYING = "rectifying", "已要求整改", "bad"
    ENDED = "ended", "已终止", "quiet"


OPEN = (V.DRAFT, V.SUBMITTED, V.RETURNED, V.REVIEWING, V.PROPOSED, V.APPROVED, V.NOTICED)


# The conclusion was published, or both sides have been told to rectify.
PUBLIC = (V.NOTICED, V.CONCLUDED, V.RECTIFYING)


class Conclusion(State):
    """验收结论."""

    PASS = "pass", "通过", "good"
    RECTIFY = "rectify", "整改后通过", "wait"
    DILIGENT = "diligent", "尽责未达标结题", "quiet"
    FAIL = "fail", "不通过", "bad"


# Which vote stands for which conclusion.
VOTE_FOR = {Vote(one.value): one for one in Conclusion}


class Paper(State):
    """材料种类."""

    TEST = "test", "第三方检测报告"
    OTHER = "other", "其他材料"
    CERTIFICATE = "certificate", "用户证明"
    CHECK = "check", "验收测试报告"


class Satisfaction(State):
    """用户评价."""

    GOOD = "good", "满意，已在生产或者产品中应用", "good"
    FAIR = "fair", "基本满意", "wait"
    BAD = "bad", "不满意", "bad"
