"""Where a demand stands on its way, what comes next, and the one person it waits for."""

import dataclasses

from challenge import rulepack
from challenge.posting.succession import successors_of
from challenge.states import WORK_OVER, C
from core.formats import date_zh


@dataclasses.dataclass(frozen=True)
class Stage:
    """One station of the process map."""

    key: str
    label: str
    note: str = ""


STAGES = (
    Stage("draft", "需求提交"),
    Stage("appraising", "受理论证"),
    Stage("pooled", "入库"),
    Stage("open", "张榜揭榜"),
    Stage("opened", "开标审查"),
    Stage("reviewing", "专家评审"),
    Stage("proposed", "定榜"),
    Stage("noticed", "公示"),
    Stage("announced", "公布结果"),
    Stage("contracted", "签约攻关"),
    Stage("accepting", "验收"),
    Stage("done", "办结"),
)
PUBLIC_FROM = 3
_AT = {
    C.DRAFT: "draft",
    C.SUBMITTED: "appraising",
    C.SCREENED: "appraising",
    C.APPRAISING: "appraising",
    C.REJECTED: "appraising",
    C.POOLED: "pooled",
    C.OPEN: "open",
    C.OPENED: "opened",
    C.REVIEWING: "reviewing",
    C.LAPSED: "opened",
    C.PROPOSED: "proposed",
    C.AWARDED: "proposed",
    C.NOTICED: "noticed",
    C.ANNOUNCED: "announced",
    C.CONTRACTED: "contracted",
    C.ACCEPTING: "accepting",
    C.DONE: "done",
    C.CANCELLED: "open",
}
_ENDED = {
    C.REJECTED: "论证后未入库",
    C.LAPSED: "有效方案不足，已流榜",
    C.CANCELLED: "已撤榜",
    C.SUSPENDED: "已暂停",
}
_OFFICER, _LEADER = "经办人", "局领导"
_NEXT = {
    C.SUBMITTED: ("受理、退回或不予入库", _OFFICER),
    C.SCREENED: ("县区初审", "推荐人"),
    C.APPRAISING: ("收齐论证意见后入库", _OFFICER),
    C.POOLED: ("编入批次发布", _OFFICER),
    C.OPENED: ("形式审查、启动评审", _OFFICER),
    C.REVIEWING: ("收齐评审意见，提出拟立项方案", _OFFICER),
    C.PROPOSED: ("定榜或退回", _LEADER),
    C.AWARDED: ("起草并发布公示", _OFFICER),
    C.NOTICED: ("公示期满后公布结果", _OFFICER),
    C.ANNOUNCED: ("签订任务书", "双方和主管部门"),
    C.CONTRACTED: ("按任务书攻关", "揭榜方"),
    C.ACCEPTING: ("验收评议、审定和公示", _OFFICER),
    C.LAPSED: ("延期重新张榜、退回调整、拆分或撤榜", _OFFICER),
    C.SUSPENDED: ("恢复或撤榜", _LEADER),
}
_OVER = ("攻关已结束，款项结清后办结榜单", _OFFICER)


def stages(challenge):
    """The stations of a demand, named as its mode names them."""
    own = rulepack.of_today(challenge).stages
    return tuple(dataclasses.replace(one, label=own.get(one.key, one.label)) for one in STAGES)


def public_stages(challenge):
    """Those from the publication on, with its day."""
    published = date_zh(challenge.published_at)
    return [
        dataclasses.replace(one, note=published) if one.key == "open" else one
        for one in stages(challenge)[PUBLIC_FROM:]
    ]


def here(challenge):
    """Key of the stage a demand stands at."""
    state = challenge.suspended_from if challenge.state is C.SUSPENDED else challenge.state
    return _AT[state]


def ended(challenge):
    """The sentence when the demand has left its way, or rests on it, else None."""
    if challenge.suspended_at:
        return f"{date_zh(challenge.suspended_at)}起暂停"
    return _ENDED.get(challenge.state)


def work_over(challenge):
    """The sentence for the public when all work has ended and the list waits to be finished, else None."""
    return "攻关已结束，待办结" if challenge.public_state is WORK_OVER else None


def waits_for(challenge):
    """(what comes next, who does it) in the common words; both empty when nothing is to be done any more."""
    if challenge.state is C.DRAFT:
        return "完善并提交", f"{challenge.organisation.name} {challenge.author.display_name}"
    if challenge.cancel_asked_by_id and challenge.state is not C.CANCELLED:
        return "批准或不同意撤榜", _LEADER
    if challenge.state is C.OPEN:
        return _while_open(challenge)
    if challenge.state is C.LAPSED and successors_of(challenge):
        return "", ""
    if choice_is_due(challenge):
        return "在通过形式审查的方案中选定，专家同时评审", "发榜方"
    what, who = _OVER if challenge.public_state is WORK_OVER else _NEXT.get(challenge.state, ("", ""))
    if challenge.state is C.SUBMITTED and challenge.county_screens:
        what = "转县区初审"
    if who == _OFFICER and challenge.handler is not None:
        who = f"{_OFFICER} {challenge.handler.display_name}"
    return what, f"{challenge.county}{who}" if challenge.state is C.SCREENED else who


def choice_is_due(challenge):
    """The list is in review and its poster, who picks by the mode, has not chosen yet."""
    is_reviewed = challenge.state is C.REVIEWING and rulepack.of_today(challenge).poster_picks
    return is_reviewed and not challenge.poster_choices


def _while_open(challenge):
    if challenge.is_past_deadline:
        return "两名不同角色人员共同开标", "经办人、监督人员或局领导"
    if rulepack.of_today(challenge).agreement_first:
        return "对接、签订合作协议，联合提交方案，截止后开标", "发榜方和揭榜方"
    return "揭榜方提交方案，截止后开标", "揭榜方"
