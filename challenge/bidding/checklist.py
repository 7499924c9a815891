"""The checklist of a bid (提交前检查): a pure function from a draft to what is still missing, and where."""

import dataclasses
import re
import unicodedata
from collections import Counter
from decimal import Decimal

from challenge import rulepack
from challenge.bidding.content import PLEDGES, asked, promise_rows
from challenge.states import Comparator
from core.formats import wan
from core.spelling import plain

# Commas only between thousands: 4,1 is neither 41 nor 4.
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[,.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?!,?\d)(?:\.\d+)?(?:e[-+]?\d+)?",
    re.ASCII | re.IGNORECASE,
)
_POWER = re.compile(r"\s*[×x*]\s*10\s*\^?\s*([-+]?\d+)", re.ASCII | re.IGNORECASE)
NEEDED_TEXTS = (
    ("approach", "总体思路"),
    ("route", "技术路线"),
    ("innovation", "创新点"),
    ("foundation", "研究基础"),
)


@dataclasses.dataclass(frozen=True)
class Missing:
    """One gap: `step` is a step of the form, ``members`` or ``files``; `text` says what to do."""

    step: str
    text: str


def number_in(text):
    """The first number of a text as Decimal, or None; 1,200 and 3×10^5 are understood."""
    plain = unicodedata.normalize("NFKC", text or "").replace("−", "-")
    found = _NUMBER.search(plain)
    if not found:
        return None
    power = _POWER.match(plain, found.end())
    # Nobody measures beyond this, and a huge exponent must not keep the processor busy.
    exponent = int(power[1][:4]) if power else 0
    number = Decimal(found[0].replace(",", ""))
    return number.scaleb(exponent) if abs(exponent) <= 300 and abs(number.adjusted()) <= 300 else None


def is_worse(indicator, value):
    """Whether a promised value misses what is asked; None where numbers cannot tell."""
    if indicator.comparator is Comparator.QUALITATIVE:
        return None
    promised, low = number_in(value), number_in(indicator.threshold)
    if promised is None or low is None:
        return None
    if indicator.comparator is Comparator.AT_LEAST:
        return promised < low
    if indicator.comparator is Comparator.AT_MOST:
        return promised > low
    if indicator.comparator is Comparator.EQUAL:
        return promised != low
    high = number_in(indicator.threshold_high)
    return promised < low or (high is not None and promised > high)


def missing(content, challenge, members, files=(), lead=None):
    """Every gap of a draft as `Missing` rows in the order of the form; an empty list means it may be submitted.

    `members` have .name .confirmed_at .share_percent, `files` are dicts with ``kind``, `lead` is a dict with the
    name and credit_code of the lead organisation. What only the registers know stands in `relations.gaps`.
    """
    return [
        *_team(content, challenge, files),
        *_twice(content["partners"], lead),
        *_members(members),
        *_plan(content, challenge),
        *_promises(content, challenge),
        *_milestones(content, challenge),
        *_price(content, challenge),
        *_pledges(content),
    ]


def _team(content, challenge, files):
    if not content["lead"]["role"]:
        yield Missing("team", "请填写牵头单位承担的任务。")
    yield from _partners(content["partners"], challenge)
    for key, label in (("work_percent", "任务"), ("money_percent", "经费")):
        total = sum(one[key] or 0 for one in (content["lead"], *content["partners"]))
        if total != 100:
            yield Missing("team", f"各单位{label}占比合计应为 100%，现为 {total}%。")
    if content["partners"] and not any(one["kind"] == "agreement" for one in files):
        yield Missing("files", "有合作单位时须上传合作协议。")


def _partners(partners, challenge):
    most = rulepack.value(challenge, "consortium_max")
    if len(partners) + 1 > most:
        clause = rulepack.cite(challenge, "consortium_max")
        yield Missing(
            "team", f"联合体（含牵头单位）不得超过 {most} 家，现为 {len(partners) + 1} 家{clause}。"
        )
    for number, partner in enumerate(partners, 1):
        if not (partner["name"] and partner["credit_code"] and partner["role"]):
            yield Missing("team", f"合作单位第 {number} 行请写全名称、统一社会信用代码和承担的任务。")


def _twice(partners, lead):
    seen = _marks(lead) if lead else set()
    for partner in partners:
        if _marks(partner) & seen:
            yield Missing("team", f"“{partner['name']}”与牵头单位或另一合作单位重复，请删去重复的一行。")
        seen |= _marks(partner)


def _marks(unit):
    """What a unit is known by: its code, its name however it was typed."""
    return {unit["credit_code"], plain(unit["name"])} - {""}


def _members(members):
    for one in members:
        if one.confirmed_at is None:
            state = "已谢绝，请移出团队或重新邀请" if one.declined_at else "还没有确认参加"
            yield Missing("members", f"成员“{one.name}”{state}。")
        if not one.role:
            yield Missing("members", f"请填写成员“{one.name}”的分工。")
        if not 1 <= one.share_percent <= 100:
            yield Missing("members", f"请填写成员“{one.name}”的投入时间占比（1–100%）。")


def _plan(content, challenge):
    mode = rulepack.mode_of(challenge)
    for key, label in NEEDED_TEXTS:
        if not content[key]:
            yield Missing("plan", f"请填写{mode.bid_label_of(key, label)}。")
    most = rulepack.value(challenge, "works_per_kind_max")
    for kind, count in Counter(work["type"] for work in content["works"]).items():
        if count > most:
            clause = rulepack.cite(challenge, "works_per_kind_max")
            yield Missing("plan", f"{kind}类代表成果最多 {most} 项，现为 {count} 项{clause}。")
    for number, work in enumerate(content["works"], 1):
        if not (work["type"] and work["title"]):
            yield Missing("plan", f"代表成果第 {number} 行请写全类别和名称。")


def _promises(content, challenge):
    for row, indicator in zip(promise_rows(content, challenge), challenge.indicators, strict=True):
        gaps = [
            label
            for key, label in (
                ("value", "承诺值"),
                ("basis", "依据"),
                ("confidence", "把握程度"),
                ("test_plan", "测试方案"),
            )
            if not row[key]
        ]
        if gaps:
            yield Missing("promises", f"指标“{indicator.name}”请填写{'、'.join(gaps)}。")
        elif _lacks_number(indicator, row["value"]):
            yield Missing(
                "promises", f"指标“{indicator.name}”的承诺值请写出数值，要求为 {asked(indicator)}。"
            )
        if is_worse(indicator, row["value"]) and not row["deviation"]:
            yield Missing(
                "promises", f"指标“{indicator.name}”的承诺低于要求（{asked(indicator)}），请说明偏离。"
            )


def _lacks_number(indicator, value):
    return (
        indicator.comparator is not Comparator.QUALITATIVE
        and number_in(indicator.threshold) is not None
        and number_in(value) is None
    )


def _milestones(content, challenge):
    rows = content["milestones"]
    if not rows:
        yield Missing("budget", "请至少填写一个里程碑。")
        return
    for number, row in enumerate(rows, 1):
        if not (row["name"] and row["month"] and row["deliverable"] and row["judge"]):
            yield Missing("budget", f"里程碑第 {number} 行请写全名称、完成月份、交付物和考核方。")
        elif row["percent"] is None:
            yield Missing("budget", f"里程碑“{row['name']}”请填写拨付比例，没有的填 0。")
        elif challenge.cycle_months and row["month"] > challenge.cycle_months:
            yield Missing(
                "budget",
                f"里程碑“{row['name']}”在第 {row['month']} 个月，超出攻关周期 {challenge.cycle_months} 个月。",
            )
    total = sum(row["percent"] or 0 for row in rows)
    if total != 100:
        yield Missing("budget", f"各里程碑拨付比例合计应为 100%，现为 {total}%。")


def _price(content, challenge):
    total, own = content["total_fen"], content["own_fen"] or 0
    asked_sum = (content["public_fen"] or 0) + (content["demander_fen"] or 0)
    if not total:
        yield Missing("budget", "请填写经费总额。")
        return
    if own + asked_sum != total:
        yield Missing("budget", f"经费总额 {wan(total)} 应等于各来源之和 {wan(own + asked_sum)}。")
    if rulepack.mode_of(challenge).price_ceiling and asked_sum > challenge.reward_fen:
        yield Missing("budget", f"申请的悬赏金额 {wan(asked_sum)} 超过榜单悬赏 {wan(challenge.reward_fen)}。")
    if not content["price_mode"]:
        yield Missing("budget", "请选择经费管理方式：包干或分科目。")
    if content["price_mode"] == "lines":
        lines = sum(row["fen"] or 0 for row in content["price_lines"])
        if lines != total:
            yield Missing("budget", f"分科目合计 {wan(lines)} 应等于经费总额 {wan(total)}。")


def _pledges(content):
    if not content["risks"]:
        yield Missing("pledges", "请填写风险与备选方案。")
    if not content["ip"]:
        yield Missing("pledges", "请选择知识产权方案：接受榜单约定或另提方案。")
    if content["ip"] == "counter" and not content["ip_note"]:
        yield Missing("pledges", "另提知识产权方案时，请写明内容。")
    if not content["related"]:
        yield Missing("pledges", "请作关联关系声明。")
    if content["related"] == "some" and not content["related_note"]:
        yield Missing("pledges", "存在关联关系时，请写明与谁、是何关系。")
    if set(content["pledges"]) != set(PLEDGES):
        yield Missing("pledges", "请逐项阅读并勾选全部承诺。")
