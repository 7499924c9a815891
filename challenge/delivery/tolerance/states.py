"""Vocabularies of tolerance: states of a case, why it was asked for, what was in the way, what follows a refusal."""

from core.workflow import State


class T(State):
    """容错评议 (tolerance case) of a project."""

    STATING = "stating", "双方陈述中", "wait"
    REVIEWING = "reviewing", "评议中", "work"
    HEARING = "hearing", "听取团队意见", "wait"
    DECIDING = "deciding", "待决定", "wait"
    GRANTED = "granted", "认定尽责", "good"
    REFUSED = "refused", "不予认定", "bad"
    WITHDRAWN = "withdrawn", "已终止", "quiet"


OPEN = (T.STATING, T.REVIEWING, T.HEARING, T.DECIDING)
DECIDED = (T.GRANTED, T.REFUSED)


class Occasion(State):
    """When it is asked for."""

    MILESTONE = "milestone", "里程碑未通过"
    ACCEPTANCE = "acceptance", "验收未达到指标"
    EXHAUSTED = "exhausted", "技术路线已穷尽"


class Cause(State):
    """What stood in the way."""

    ROUTE = "route", "技术路线风险"
    FORCE = "force", "不可抗力"
    MARKET = "market", "市场重大变化"
    DEMANDER = "demander", "发榜方或者应用条件变化"
    OTHER = "other", "其他客观原因"


class After(State):
    """What follows when diligence is not found."""

    GO_ON = "go_on", "继续攻关"
    TERMINATE = "terminate", "终止项目"


class Result(State):
    """What a finding of the dossier comes to, by code: something for diligence, something against, both, nothing."""

    SUPPORTS = "supports", "有佐证", "good"
    MIXED = "mixed", "有佐证，也有反证", "wait"
    AGAINST = "against", "只有反证", "bad"
    SILENT = "silent", "没有记录", "quiet"


class Side(State):
    """Whose diligence a part of the dossier is about."""

    TEAM = "team", "揭榜团队"
    OFFICE = "office", "主管部门"
