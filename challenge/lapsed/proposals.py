"""What could be done about a lapsed list: each proposal with its reason in words, for a step that exists."""

import dataclasses

from challenge import rulepack
from core import formats

RELATED = "related"  # item of the formal check


@dataclasses.dataclass(frozen=True)
class Proposal:
    """What to do and why; `action`: the step that does it, `reason`: what its form is filled with; `button`: what
    tells it from other proposals of the same step."""

    title: str
    why: str
    action: str
    reason: str
    button: str = ""


@dataclasses.dataclass(frozen=True)
class Known:
    """What proposals are computed from; `reach` is None until the pool is loaded, `fate`, `absent` and `grounds`
    (`queries.grounds_of`) for those who may not read of the bids; `valid`: how many bids passed the formal check."""

    challenge: object
    comparison: object
    reach: object = None
    fate: object = None
    absent: tuple = ()
    grounds: dict = dataclasses.field(default_factory=dict)
    valid: int = 0


def proposals(known):
    """In the order of the regulation's remedies: split, lower, raise, allow more time, other mode, extend, an envoy.

    Before all of them what the refusals of this round speak of.
    """
    makers = (_unrelated, _split, _lower, _raise, _more_time, _fewer, _other_modes, _extend, _entrust)
    return [one for make in makers for one in make(known)]


def _unrelated(known):
    """Bids that failed because of ties to the poster: neither indicators nor money were in the way."""
    _label, number = known.grounds.get(RELATED, ("", 0))
    if not number:
        return
    why = f"有 {number} 份方案因与发榜方存在关联关系不合格，这不是指标或者条件的问题。重新张榜时定向通知没有关联关系的单位和专家。"
    # The reason is published, and says nothing of the bids.
    reason = "有效方案不足，指标和条件不变，延期重新张榜，面向与发榜方没有关联关系的单位征集。"
    yield Proposal("另找没有关联关系的揭榜方", why, "relist", reason, "重新张榜，另找揭榜方")


def _revise(title, why, reason):
    return Proposal(title, why, "revise", reason, f"退回发榜单位：{title}")


def _split(known):
    if known.reach is None or not known.reach.pair:
        return
    names = {one.id: one.name for one in known.reach.indicators}
    halves = [f"{one.name}能承担“{'”“'.join(names[key] for key in keys)}”" for one, keys in known.reach.pair]
    why = f"人才库中的两位专家各有所长：{halves[0]}，{halves[1]}。分成两个榜单，各自更容易找到揭榜方。"
    reason = "各项指标分属不同专长，按指标拆分为两个榜单。"
    yield Proposal("按指标拆分为两个榜单", why, "split", reason, "去拆分，先看权重和金额")


def _lower(known):
    hard = known.reach.uncovered if known.reach is not None else ()
    if not hard:
        yield from _lower_the_disputed(known)
        return
    told = "、".join(f"“{one.label}”（最高 {one.text}）" for one in hard[:3])
    why = f"{told}在可推荐的专家中没有人达到 {known.reach.enough}，可能要求过高，也可能写法与业内说法不同。"
    reason = f"指标{'、'.join(f'“{one.label}”' for one in hard[:3])}难以找到能承担的团队，请论证后调低、改写或改为加分项，由贵单位决定。"
    yield _revise("调低或改写最难的指标", why, reason)


def _lower_the_disputed(known):
    """Where the pool names none, the indicator from which most opened bids asked to deviate."""
    rows = [one for one in known.reach.indicators if one.deviations] if known.reach is not None else []
    if not rows:
        return
    most = max(rows, key=lambda one: one.deviations)
    why = f"“{most.label}”有 {most.deviations} 份已开启的方案提出偏离，是各项指标中最多的。"
    # The reason goes to the poster, who reads nothing of the bids.
    reason = f"指标“{most.label}”要求较高，请论证后调低、改写或改为加分项，由贵单位决定。"
    yield _revise("调低或改写偏离最多的指标", why, reason)


def _raise(known):
    own, median = _figures(known, "reward_fen")
    if median is None or own >= median:
        return
    why = f"悬赏 {formats.wan(own)}，{_beside(known)}的中位数是 {formats.wan(int(median))}。"
    yield _revise("提高悬赏", why, f"{why}请研究能否提高悬赏金额，由贵单位决定。")


def _more_time(known):
    own, median = _figures(known, "cycle_months")
    if own is None or median is None or own >= median:
        return
    why = f"攻关周期 {own} 个月，{_beside(known)}的中位数是 {median:g} 个月。"
    yield _revise("放宽攻关周期", why, f"{why}请研究能否放宽攻关周期，由贵单位决定。")


def _fewer(known):
    own, median = _figures(known, "must")
    if median is None or own <= median:
        return
    why = f"必达指标 {own} 项，{_beside(known)}的中位数是 {median:g} 项。"
    yield _revise("减少必达指标", why, f"{why}请研究哪些指标可以改为加分项，由贵单位决定。")


def _figures(known, name):
    """(own figure, median of the lists beside); no median where there are too few to go by."""
    found = known.comparison
    return getattr(found.own, name), found.median(name) if found.is_enough else None


def _beside(known):
    return f"作为比较的 {len(known.comparison.lines)} 个已有揭榜方的榜单"


def _other_modes(known):
    present = rulepack.mode_of(known.challenge)
    for mode in rulepack.modes().values():
        least, _most = mode.winners
        enough = least == 1 or known.valid >= least  # several start at once only where several have bid well
        if mode.subject == present.subject and mode.label != present.label and enough:
            why = f"本榜单按“{present.label}”组织没有结果，还可以按“{mode.label}”组织：{mode.meaning}"
            reason = f"建议调整后编入“{mode.label}”批次重新组织。"
            yield _revise(f"改用“{mode.label}”", why, reason)


def _extend(known):
    why = [sentence for sentence in _reasons_to_extend(known) if sentence]
    if why:
        reason = "有效方案不足，指标和条件不变，延期重新张榜。"
        yield Proposal("延期重新张榜", "".join(why), "relist", reason)


def _entrust(known):
    why = "由科技特派员到企业现场，把需求和指标写清楚，能解决的现场解决，需要外力的对接专家。"
    uncovered = known.reach.uncovered if known.reach is not None else ()
    if uncovered:
        why += f"尤其是“{uncovered[0].label}”，人才库中没有人能直接承担，宜先到现场弄清问题。"
    aim = f"到企业现场核实“{known.comparison.own.title}”的难点和指标，提出调整建议或者对接专家。"
    yield Proposal("转科技特派员跟进", why, "entrust", aim)


def _reasons_to_extend(known):
    fate, days = known.fate, known.comparison.own.days
    usual = rulepack.value(known.challenge, "bid_days_default")
    if days < usual:
        yield f"揭榜期只有 {days} 天，通常为 {usual} 天。"
    if fate is not None and fate.unsent:
        yield f"有 {fate.unsent} 份方案已开始填写，到截止时没有提交。"
    mended = [(label, number) for key, (label, number) in known.grounds.items() if key != RELATED]
    if mended:
        named = "、".join(f"“{label}” {number} 份" for label, number in mended)
        yield f"形式审查不合格的事项：{named}；能够补齐的可以在重新张榜后再次提交。"
    elif fate is not None and fate.unqualified and not known.grounds:
        yield f"有 {fate.unqualified} 份方案形式审查不合格（原因见下），能够补齐的可以在重新张榜后再次提交。"
    if known.absent:
        yield f"推荐名次靠前的专家中有 {len(known.absent)} 位没有参加，可以在揭榜期内请其留意。"
