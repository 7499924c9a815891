"""Vocabularies of envoys: states of appointments, requests, missions, visits and yearly assessments."""

from core.workflow import State


class Kind(State):
    """类别."""

    EXPERT = "expert", "科技特派员"
    OFFICER = "officer", "科技专员"


class E(State):
    """聘任 (appointment of an envoy); that a term has run out is derived from the clock."""

    OFFERED = "offered", "待本人同意", "wait"
    SERVING = "serving", "聘任中", "good"
    RENEWING = "renewing", "待同意续聘", "wait"
    DECLINED = "declined", "本人未同意", "quiet"
    ENDED = "ended", "已卸任", "quiet"


APPOINTED = (E.SERVING, E.RENEWING)
LIVING = (E.OFFERED, *APPOINTED)


class Standing(State):
    """What the clock makes of an appointment; shown, never stored."""

    COMING = "coming", "任期未开始", "wait"
    OVER = "over", "任期已满", "bad"


class R(State):
    """特派员请求 of an enterprise."""

    ASKED = "asked", "待安排", "wait"
    ARRANGED = "arranged", "已安排", "good"
    REFUSED = "refused", "未安排", "bad"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"


class S(State):
    """服务任务 (mission): one envoy for one enterprise."""

    OFFERED = "offered", "待特派员答复", "wait"
    SERVING = "serving", "服务中", "work"
    FINISHED = "finished", "待企业评价", "wait"
    CLOSED = "closed", "已办结", "good"
    DECLINED = "declined", "已谢绝", "bad"
    REPLACED = "replaced", "已改派", "quiet"
    CANCELLED = "cancelled", "已取消", "quiet"


OPEN_MISSIONS = (S.OFFERED, S.SERVING, S.FINISHED)
BINDING_MISSIONS = (S.OFFERED, S.SERVING)  # what takes an envoy's capacity


class Result(State):
    """办结结果."""

    REDRAFTED = "redrafted", "需求已重新编写", "good"
    SOLVED = "solved", "现场解决", "good"
    MATCHED = "matched", "已对接专家", "good"
    NONE = "none", "未能解决", "quiet"


class Manner(State):
    """服务方式."""

    ON_SITE = "on_site", "现场走访"
    ONLINE = "online", "线上交流"
    CALL = "call", "电话"
    TRAINING = "training", "培训讲座"


class V(State):
    """服务记录 (visit), one row a version; silence of the enterprise is kept as silence."""

    RECORDED = "recorded", "待企业确认", "wait"
    CONFIRMED = "confirmed", "企业已确认", "good"
    DISPUTED = "disputed", "企业有异议", "bad"
    UNCONFIRMED = "unconfirmed", "逾期未确认", "quiet"
    SUPERSEDED = "superseded", "已更正", "quiet"


class Y(State):
    """年度考核 (yearly assessment) of an envoy."""

    OPEN = "open", "待本人总结", "wait"
    REPORTED = "reported", "待县区意见", "wait"
    OPINED = "opined", "待评定", "wait"
    GRADED = "graded", "待本人意见", "wait"
    ANSWERED = "answered", "待审定", "wait"
    FINAL = "final", "已审定", "good"


FROZEN = (Y.GRADED, Y.ANSWERED, Y.FINAL)


class Grade(State):
    """考核等次."""

    EXCELLENT = "excellent", "优秀", "good"
    PASS = "pass", "合格", "good"
    FAIL = "fail", "不合格", "bad"
