"""What a list says: as plain values for the record, and the differences between two of its versions in words."""

import datetime as dt

from challenge.posting.attachments import as_record, attachments_of
from challenge.states import BIDDER_NEEDS, SECTIONS, Comparator, Ownership, Secrecy, TargetKind
from core import formats
from core.canonical import utc_text

LABELS = {
    "title": "题目",
    "kind": "需求类型",
    "industry": "产业领域",
    "county": "所在县区",
    "keywords": "关键词",
    "particulars": "成果情况",
    "background": "背景与已有尝试",
    "difficulty": "技术难点",
    "content": "研究内容",
    "cycle_months": "攻关周期",
    "reward_fen": "悬赏金额",
    "cash_fen": "其中：付给揭榜方的现金",
    "own_funds_fen": "自筹配套资金",
    "public_funds_fen": "其中：申请财政资金",
    "payment_plan": "拨付计划",
    "ownership": "知识产权归属",
    "ownership_note": "归属说明",
    "bidder_needs": "揭榜条件",
    "bidder_conditions": "揭榜条件补充说明",
    "scene": "应用场景与可提供条件",
    "secrecy": "公开范围",
    "deadline": "揭榜截止",
}
# A change of one of these asks every bidder to confirm or replace the bid.
SUBSTANCE = frozenset(
    (
        "content",
        "particulars",
        "difficulty",
        "cycle_months",
        "reward_fen",
        "cash_fen",
        "own_funds_fen",
        "public_funds_fen",
        "payment_plan",
        "ownership",
        "ownership_note",
        "bidder_needs",
        "bidder_conditions",
        "scene",
        "indicators",
        "targets",
        "attachments",
    )
)
INDICATOR = (
    "name",
    "comparator",
    "threshold",
    "threshold_high",
    "unit",
    "present_level",
    "test_method",
    "test_conditions",
    "measured_by",
    "weight",
    "is_must",
)


def snapshot(challenge):
    """The list as JSON values; contact data never."""
    plain = {name: getattr(challenge, name) for name in LABELS if name != "deadline"}
    plain["secrecy"] = {name: challenge.secrecy.get(name, Secrecy.PUBLIC.value) for name in SECTIONS}
    plain["deadline"] = utc_text(challenge.deadline) if challenge.deadline else None
    plain["indicators"] = asked_now(challenge)
    plain["targets"] = [{"kind": one.kind, "text": one.text} for one in challenge.targets]
    plain["attachments"] = as_record(attachments_of(challenge))
    return plain


def asked_now(challenge):
    """The indicators as values of the record."""
    return [{"id": one.id} | {name: getattr(one, name) for name in INDICATOR} for one in challenge.indicators]


def demand_text(indicator):
    """What is asked, in one expression: ``≥ 35 Wh/L``, ``2～5 mm``, or the words of a qualitative one."""
    get = indicator.get if isinstance(indicator, dict) else lambda name: getattr(indicator, name)
    low, unit, comparator = get("threshold"), get("unit"), Comparator(get("comparator"))
    if comparator is Comparator.QUALITATIVE:
        return low
    if comparator is Comparator.RANGE:
        return f"{low}～{get('threshold_high')} {unit}".strip()
    return f"{comparator.label} {low} {unit}".strip()


def _indicator_text(one):
    parts = [demand_text(one), one["test_method"], one["test_conditions"], one["measured_by"]]
    must = "必达" if one["is_must"] else "加分"
    return "；".join([*(part for part in parts if part), f"权重 {one['weight']}", must])


def value_text(name, value):
    """A value of the record as people read it."""
    if value in (None, "", [], {}):
        return "（空）"
    if name.endswith("_fen"):
        return formats.wan(value)
    return _TEXTS.get(name, str)(value)


def _secrecy_text(chosen):
    closed = {name: Secrecy(level) for name, level in chosen.items() if level != Secrecy.PUBLIC}
    return "；".join(f"{SECTIONS[name]}：{level.label}" for name, level in closed.items()) or "全部公开"


_TEXTS = {
    "cycle_months": lambda months: f"{months} 个月",
    "keywords": "、".join,
    "particulars": lambda said: "；".join(said.values()),
    "bidder_needs": lambda keys: "；".join(BIDDER_NEEDS[key] for key in keys),
    "ownership": lambda value: Ownership(value).label,
    "deadline": lambda value: formats.moment(_instant(value)),
    "payment_plan": lambda rows: "；".join(f"{row['when']} {row['percent']}%" for row in rows),
    "secrecy": _secrecy_text,
}


def _instant(text):
    return dt.datetime.fromisoformat(text)


def _change(field, label, old, new):
    return {"field": field, "label": label, "section": field, "old": old, "new": new}


def differences(before, after):
    """Changes between two snapshots: field, label, section, old and new as texts."""
    found = [
        _change(name, label, value_text(name, before.get(name)), value_text(name, after.get(name)))
        for name, label in LABELS.items()
        if before.get(name) != after.get(name)
    ]
    found += _indicator_changes(before, after) + _target_changes(before, after)
    return found + list(_file_changes(before["attachments"], after["attachments"]))


def _indicator_changes(before, after):
    old = {one["id"]: one for one in before["indicators"]}
    new = {one["id"]: one for one in after["indicators"]}
    found = []
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        if was != now:
            texts = [f"{one['name']}：{_indicator_text(one)}" if one else "（无）" for one in (was, now)]
            found.append(_change("indicators", f"技术指标：{(now or was)['name']}", *texts))
    return found


def _target_changes(before, after):
    texts = [
        "；".join(f"{TargetKind(one['kind']).label}：{one['text']}" for one in side["targets"]) or "（无）"
        for side in (before, after)
    ]
    return [] if texts[0] == texts[1] else [_change("targets", "其他考核目标", *texts)]


def _file_changes(before, after):
    stayed = {one["id"] for one in before} & {one["id"] for one in after}
    left = {one["id"]: one for one in before if one["id"] not in stayed}
    for one in after:
        if one["id"] not in stayed:
            yield _file_change(left.pop(one["replaces"], None), one)
    for one in left.values():
        yield _file_change(one, None)


def _file_change(was, now):
    texts = [
        f"{one['name']}（{formats.bytes_zh(one['size'])}，SHA-256：{one['sha256']}）" if one else "（无）"
        for one in (was, now)
    ]
    return _change("attachments", f"附件：{(now or was)['name']}", *texts)


def is_substance(changes, before, after):
    """True when bidders have to look at their bids again; a later deadline alone does not ask for it."""
    earlier = bool(before["deadline"] and after["deadline"] and after["deadline"] < before["deadline"])
    return earlier or any(change["field"] in SUBSTANCE for change in changes)


def search_text(challenge, questions=()):
    """The public words of a list, for the full-text index: sections with any secrecy stay out."""
    open_to_all = [name for name in SECTIONS if challenge.secrecy.get(name, "public") == "public"]
    parts = [challenge.code, challenge.title, challenge.industry, challenge.county, challenge.kind]
    unit = challenge.organisation
    parts += challenge.particulars.values()
    parts += [unit.name, *(one.name for one in unit.former_names), *challenge.keywords]
    for name in open_to_all:
        if name == "indicators":
            parts += [
                f"{one.name} {one.threshold} {one.unit} {one.test_method}" for one in challenge.indicators
            ]
        elif name != "attachments":
            parts.append(getattr(challenge, name))
    parts += [f"{one.text}\n{one.answer}" for one in questions]
    return "\n".join(parts)
