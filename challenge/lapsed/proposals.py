"""What could be done about a lapsed list: each proposal with its reason in words, for a step that exists."""

import dataclasses

from challenge import rulepack
from challenge.states import Mode
from core import formats


@dataclasses.dataclass(frozen=True)
class Proposal:
    """What to do and why; `action`: the step that does it, `reason`: what its form is filled with."""

    title: str
    why: str
    action: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Known:
    """What proposals are computed from; `reach` is None until the pool is loaded, `fate` and `absent` for those
    who may not read of the bids."""

    challenge: object
    comparison: object
    reach: object = None
    fate: object = None
    absent: tuple = ()


def proposals(known):
    """In the order of the regulation's remedies: split, lower, raise, allow more time, other mode, extend."""
    makers = (_split, _lower, _raise, _more_time, _fewer, _other_modes, _extend)
    return [one for make in makers for one in make(known)]


def _split(known):
    if known.reach is None or not known.reach.pair:
        return
    names = {one.id: one.name for one in known.reach.indicators}
    halves = [f"{one.name}更接近“{'”“'.join(names[key] for key in keys)}”" for one, keys in known.reach.pair]
    why = f"人才库中最相符的两位专家各有所长：{halves[0]}，{halves[1]}。分成两个榜单，各自更容易找到揭榜方。"
    yield Proposal("按指标拆分为两个榜单", why, "split", "各项指标分属不同专长，按指标拆分为两个榜单。")


def _lower(known):
    if known.reach is None or not known.reach.uncovered:
        return
    hard = known.reach.uncovered
    told = "、".join(f"“{one.label}”（最高 {one.text}）" for one in hard[:3])
    why = f"{told}在可推荐的专家中没有人达到 {known.reach.enough}，可能要求过高，也可能写法与业内说法不同。"
    reason = f"指标{'、'.join(f'“{one.label}”' for one in hard[:3])}难以找到能承担的团队，请论证后调低、改写或改为加分项，由贵单位决定。"
    yield Proposal("调低或改写最难的指标", why, "revise", reason)


def _raise(known):
    own, median = _figures(known, "reward_fen")
    if median is None or own >= median:
        return
    why = f"悬赏 {formats.wan(own)}，{_beside(known)}的中位数是 {formats.wan(int(median))}。"
    yield Proposal("提高悬赏", why, "revise", f"{why}请研究能否提高悬赏金额，由贵单位决定。")


def _more_time(known):
    own, median = _figures(known, "cycle_months")
    if own is None or median is None or own >= median:
        return
    why = f"攻关周期 {own} 个月，{_beside(known)}的中位数是 {median:g} 个月。"
    yield Proposal("放宽攻关周期", why, "revise", f"{why}请研究能否放宽攻关周期，由贵单位决定。")


def _fewer(known):
    own, median = _figures(known, "must")
    if median is None or own <= median:
        return
    why = f"必达指标 {own} 项，{_beside(known)}的中位数是 {median:g} 项。"
    yield Proposal("减少必达指标", why, "revise", f"{why}请研究哪些指标可以改为加分项，由贵单位决定。")


def _figures(known, name):
    """(own figure, median of the lists beside); no median where there are too few to go by."""
    found = known.comparison
    return getattr(found.own, name), found.median(name) if found.is_enough else None


def _beside(known):
    return f"作为比较的 {len(known.comparison.lines)} 个已有揭榜方的榜单"


def _other_modes(known):
    for mode in Mode:
        if mode.value in rulepack.OFFERED_MODES and mode is not known.challenge.mode:
            why = f"本榜单按“{known.challenge.mode.label}”组织没有结果，规则包还提供“{mode.label}”。"
            reason = f"建议调整后编入“{mode.label}”批次重新组织。"
            yield Proposal(f"改用“{mode.label}”", why, "revise", reason)


def _extend(known):
    why = [sentence for sentence in _reasons_to_extend(known) if sentence]
    if why:
        reason = "有效方案不足，指标和条件不变，延期重新张榜。"
        yield Proposal("延期重新张榜", "".join(why), "relist", reason)


def _reasons_to_extend(known):
    fate, days = known.fate, known.comparison.own.days
    usual = rulepack.value(known.challenge, "bid_days_default")
    if days < usual:
        yield f"揭榜期只有 {days} 天，通常为 {usual} 天。"
    if fate is not None and fate.unsent:
        yield f"有 {fate.unsent} 份方案已开始填写，到截止时没有提交。"
    if fate is not None and fate.unqualified:
        yield f"有 {fate.unqualified} 份方案形式审查不合格（原因见下），能够补齐的可以在重新张榜后再次提交。"
    if known.absent:
        yield f"推荐名次靠前的专家中有 {len(known.absent)} 位没有参加，可以在揭榜期内请其留意。"
