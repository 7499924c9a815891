"""Vocabularies of batches: states, and what makes a version of a proposal."""

from core.workflow import State


class F(State):
    """集中分派 (batch of lists whose reviewers are assigned together)."""

    COMPUTING = "computing", "计算中", "wait"
    INFEASIBLE = "infeasible", "无法分派", "bad"
    PROPOSED = "proposed", "已提出", "wait"
    ADJUSTED = "adjusted", "已调整", "wait"
    DEPLOYED = "deployed", "已部署", "good"
    WITHDRAWN = "withdrawn", "已撤销", "quiet"


class Edit(State):
    """What a version of the proposal comes from."""

    PROPOSE = "propose", "系统提出"
    RECOMPUTE = "recompute", "按最新情况重新计算"
    REPLACE = "replace", "更换专家"
    LOCK = "lock", "指定保留"
    EXCLUDE = "exclude", "不安排该专家"
    RELEASE = "release", "取消指定或排除"
    UNDO = "undo", "撤回上一步调整"


BY_HAND = (Edit.REPLACE, Edit.LOCK, Edit.EXCLUDE, Edit.RELEASE, Edit.UNDO)
COMPUTED = (Edit.PROPOSE, Edit.RECOMPUTE)
