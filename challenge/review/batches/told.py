"""Sentences of a batch: why there is no assignment, what an edit was; experts by their numbers alone."""

from challenge.review.batches.states import Edit
from talent.states import ExpertKind

MANY = 3


def expert(number):
    """How an expert is called where the name is sealed."""
    return f"专家 {number}"


def sentence(shortage):
    """A reason of the matcher, with the lists and experts it is about."""
    items = "、".join(shortage.items[:MANY]) + ("等" if len(shortage.items) > MANY else "")
    people = "、".join(map(expert, shortage.reviewers[:MANY]))
    people += "等" if len(shortage.reviewers) > MANY else ""
    about = "，".join(part for part in (items, people) if part)
    text = shortage.sentence
    if shortage.label in set(ExpertKind):
        text = text.replace(f"“{shortage.label}”", f"“{ExpertKind(shortage.label).label}专家”")
    return f"{about}：{text}" if about else text


def said(edit, code, out, into):
    """What an edit does, in words."""
    return {
        Edit.REPLACE: f"{code}：{expert(out)} 改为 {expert(into)}",
        Edit.LOCK: f"{code}：指定保留 {expert(out)}",
        Edit.EXCLUDE: f"{code}：不安排 {expert(out)}",
        Edit.RELEASE: f"{code}：取消对 {expert(out)} 的指定或排除",
    }[edit]
