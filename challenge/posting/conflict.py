"""Two versions of a draft side by side, when somebody saved in between."""

from challenge.posting.content import LABELS, demand_text, value_text
from challenge.states import TargetKind

_MORE = {
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "contact_email": "联系邮箱",
    "intended_expert": "已有意向专家或团队",
    "intended_expert_note": "意向专家说明",
    "indicators": "技术指标",
    "targets": "其他考核目标",
}


def both_versions(stored, typed):
    """(label, saved text, typed text) of every field that differs; the arguments map fields to values."""
    rows = []
    for name, value in typed.items():
        texts = [_text(name, one) for one in (stored[name], value)]
        if texts[0] != texts[1]:
            rows.append((LABELS.get(name) or _MORE[name], *texts))
    return rows


def _text(name, value):
    if name in ("indicators", "targets"):
        return (
            "；".join(_line(name, row if isinstance(row, dict) else vars(row)) for row in value) or "（空）"
        )
    if isinstance(value, bool):
        return "是" if value else "否"
    return value_text(name, value)


def _line(name, row):
    if name == "targets":
        return f"{TargetKind(row['kind']).label}：{row['text']}"
    return (
        f"{row['name']} {demand_text(row)}，测试方法：{row['test_method'] or '（空）'}，权重 {row['weight']}"
    )
