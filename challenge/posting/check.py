"""The demand check (榜单体检): flags with colour, reason and advice; it never rejects by itself."""

import dataclasses
import functools
import re

from challenge import rulepack
from challenge.posting import wording
from challenge.states import Comparator
from core.formats import FEN_PER_WAN, wan

RED, YELLOW = "red", "yellow"
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE×x]\S+)?", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Flag:
    """One finding: `colour` is ``red`` or ``yellow``, `field` the form field it points at."""

    colour: str
    field: str
    text: str
    advice: str = ""

    @property
    def is_red(self):
        """Must be resolved before publication."""
        return self.colour == RED


def flags_of(challenge, look_alikes=()):
    """All findings on a demand, red ones first; `look_alikes`: rows with `code` ('' when hidden), `title`, `state`."""
    parts = (_indicators, _weights, _reward, _plan, _cycle, _words, _openness)
    found = [flag for part in parts for flag in part(challenge)]
    for one in look_alikes:
        named = f"{one.code}“{one.title}”（{one.state.label}）" if one.code else "悬赏项目池中的一个需求"
        text = f"与{named}内容相近。"
        found.append(Flag(YELLOW, "title", text, "请核对是否重复，或在背景中写明两者的区别。"))
    say = rulepack.mode_of(challenge).say
    told = [dataclasses.replace(one, text=say(one.text), advice=say(one.advice)) for one in found]
    return sorted(told, key=lambda flag: flag.colour)


def _indicators(challenge):
    if not challenge.indicators:
        yield Flag(RED, "indicators", "还没有技术指标。", "请至少填写一项可以测量的指标。")
    for one in challenge.indicators:
        named = f"指标“{one.name or '（未命名）'}”"
        parts = _quality if one.comparator is Comparator.QUALITATIVE else _quantity
        yield from parts(one, named)
        if not one.present_level:
            yield Flag(
                YELLOW, "indicators", f"{named}没有写目前水平。", "请写出目前达到的数值，便于判断难度。"
            )


def _quality(one, named):
    if not one.measured_by:
        yield Flag(RED, "indicators", f"{named}是定性指标，没有写由谁判定。", "请在“由谁测定”中写明判定方。")
    if not one.threshold or wording.vague(one.threshold):
        yield Flag(
            YELLOW,
            "indicators",
            f"{named}的要求不具体。",
            "请改成可以判断“达到或未达到”的句子，或换成数值指标。",
        )


def _quantity(one, named):
    ends = [one.threshold] + [one.threshold_high] * (one.comparator is Comparator.RANGE)
    if not all(_NUMBER.fullmatch(end.replace(",", "").strip()) for end in ends):
        yield Flag(RED, "indicators", f"{named}的要求值不是数字。", "请填写数字，单位写在“单位”一栏。")
    if not one.unit:
        yield Flag(RED, "indicators", f"{named}没有单位。", "请填写单位；比值类指标可填 %、倍、个、次。")
    if not one.test_method:
        yield Flag(RED, "indicators", f"{named}没有测试方法。", "请写明测试方法或标准编号。")


def _weights(challenge):
    total = sum(one.weight for one in challenge.indicators)
    if challenge.indicators and total != 100:
        yield Flag(RED, "indicators", f"各项指标权重合计为 {total}，应为 100。", "请调整各项权重。")


def _reward(challenge):
    parts = challenge.cash_fen + challenge.public_funds_fen
    if challenge.reward_fen != parts:
        text = f"悬赏金额 {wan(challenge.reward_fen)}，与现金加财政资金之和 {wan(parts)} 不一致。"
        yield Flag(RED, "reward_fen", text, "请核对金额，使三者相符。")


def _plan(challenge):
    if not challenge.payment_plan:
        yield Flag(RED, "payment_plan", "悬赏没有拨付计划。", "请写明每笔资金在什么条件下、按什么比例拨付。")
        return
    total = sum(row["percent"] or 0 for row in challenge.payment_plan)
    if total != 100:
        yield Flag(RED, "payment_plan", f"拨付比例合计为 {total}%，应为 100%。", "请调整各笔比例。")


def _cycle(challenge):
    months = challenge.cycle_months
    if not months:
        return
    rule = functools.partial(rulepack.value, challenge)
    if months > rule("cycle_months_max"):
        text = f"攻关周期超过 {rule('cycle_months_max')} 个月{rulepack.cite(challenge, 'cycle_months_max')}。"
        yield Flag(RED, "cycle_months", text, "请缩短周期，或把任务拆成几个榜单。")
    must = sum(one.is_must for one in challenge.indicators)
    if months < must * rule("months_per_indicator_warn"):
        text = f"{must} 项必达指标只有 {months} 个月，周期可能过短。"
        yield Flag(YELLOW, "cycle_months", text, "请核对周期，或减少必达指标。")
    per_month = challenge.reward_fen / FEN_PER_WAN / months
    if challenge.reward_fen and not rule("wan_per_month_low") <= per_month <= rule("wan_per_month_high"):
        text = f"悬赏金额平均每月 {per_month:.1f} 万元，与周期不相称。"
        yield Flag(YELLOW, "cycle_months", text, "请核对金额单位和攻关周期。")


def _words(challenge):
    texts = {"content": [challenge.content], "targets": [one.text for one in challenge.targets]}
    texts["indicators"] = [f"{one.name}{one.threshold}" for one in challenge.indicators]
    labels = {"content": "研究内容", "targets": "其他考核目标", "indicators": "技术指标"}
    for field, parts in texts.items():
        word = next((found for found in map(wording.vague, parts) if found), "")
        if word:
            text = f"{labels[field]}中的“{word}”没有数值，无法考核。"
            yield Flag(YELLOW, field, text, "请换成数值，或写明与什么相比。")


def _openness(challenge):
    kinds = wording.thresholds(challenge.bidder_conditions)
    if kinds:
        text = f"揭榜条件设置了{'、'.join(kinds)}门槛{rulepack.cite(challenge, 'no_thresholds')}。"
        yield Flag(RED, "bidder_conditions", text, "请删去门槛，改写为对研发能力和条件的要求。")
    for field in ("bidder_conditions", "content", "difficulty"):
        word = wording.closed(getattr(challenge, field))
        if word:
            text = f"“{word}”可能只有一家单位能够满足。"
            yield Flag(YELLOW, field, text, "请改为性能要求，或写明“或相当的产品、单位”。")
    if challenge.intended_expert:
        text = "已声明有意向专家，论证时将重点核对是否公平开放。"
        yield Flag(YELLOW, "intended_expert", text, "请确认指标和条件没有为其量身设置。")
