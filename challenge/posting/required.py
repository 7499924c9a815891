"""What a demand or result must say before it is submitted, and in which programmes it can be published."""

from challenge import rulepack

REQUIRED = {
    "title": "题目",
    "kind": "需求类型",
    "industry": "产业领域",
    "county": "所在县区",
    "background": "背景与已有尝试",
    "difficulty": "技术难点",
    "cycle_months": "攻关周期",
    "reward_fen": "悬赏金额",
    "ownership": "知识产权归属",
    "scene": "应用场景与可提供条件",
}


def every_required_field(challenge):
    """Nothing of the form is missing, in the words of its mode."""
    mode = rulepack.mode_of(challenge)
    missing = [mode.label_of(name, label) for name, label in REQUIRED.items() if not getattr(challenge, name)]
    missing += [one["label"] for one in mode.parts if not challenge.particulars.get(one["key"])]
    if not challenge.indicators:
        missing.append(f"{mode.word('indicators')}（至少一项）")
    return f"还有必填内容未填写：{'、'.join(missing)}。请补充后再提交。" if missing else None


def fits_programme(challenge, programme):
    """Why what is posted cannot be published in this programme, or None: a demand is no result."""
    mine, its = rulepack.mode_of(challenge), rulepack.mode_of(programme)
    if mine.subject == its.subject:
        return None
    return f"本榜单是{mine.word('demand')}，不能编入“{its.label}”的批次“{programme.name}”，请另选批次。"
