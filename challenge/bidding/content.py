"""The shape of a bid before opening: one dict, from the empty draft to what is sealed."""

import secrets

from challenge.states import Comparator

FORMAT = 1
STEPS = {
    "team": "团队与合作单位",
    "plan": "方案",
    "promises": "指标承诺",
    "budget": "里程碑与经费",
    "pledges": "风险、知识产权与承诺",
}
PLEDGES = {
    "truth": "所提交材料真实、完整，团队成员均知情并同意参加。",
    "integrity": "牵头单位、合作单位和负责人近三年无科研失信及严重违法失信记录。",
    "leader": "揭榜成功后，攻关期间不更换项目负责人，按承诺的指标、节点和经费完成任务。",
    "rules": "遵守评审纪律，不打招呼、不请托，接受监督。",
}
WORK_KINDS = ("论文", "专利", "项目", "奖励", "标准")
FILE_KINDS = {"agreement": "合作协议", "other": "其他附件"}
TEXTS = {
    "approach": "总体思路",
    "route": "技术路线",
    "innovation": "创新点",
    "foundation": "研究基础",
    "conditions": "已具备与需要的条件",
    "risks": "风险与备选方案",
    "ip_note": "知识产权方案说明",
    "related_note": "关联关系说明",
}
# What a correction in the formal check may change: explanations, never a promised value, a price or a share.
CORRECTABLE = {
    "foundation": "研究基础",
    "conditions": "已具备与需要的条件",
    "risks": "风险与备选方案",
    "ip_note": "知识产权方案说明",
    "related_parties": "关联关系说明",
}
MONEY = ("total_fen", "own_fen", "public_fen", "demander_fen")


def blank():
    """An empty draft.

    The salt keeps anybody from confirming a guess of the content against the published digest; it is made with the
    draft, so that the copy a team takes before sealing is what is sealed.
    """
    return {
        "salt": secrets.token_hex(16),
        "lead": {"role": "", "work_percent": None, "money_percent": None},
        "partners": [],
        **dict.fromkeys(TEXTS, ""),
        "works": [],
        "promises": [],
        "milestones": [],
        "price_mode": "",
        **dict.fromkeys(MONEY),
        "price_lines": [],
        "ip": "",
        "related": "",
        "pledges": [],
        "files": [],
    }


def promise_rows(content, challenge):
    """One promise per indicator of the list as it stands now, in its order, with what was typed so far."""
    typed = {row["indicator_id"]: row for row in content["promises"]}
    named = {row["name"]: row for row in content["promises"]}
    rows = []
    for indicator in challenge.indicators:
        row = typed.get(indicator.id) or named.get(indicator.name) or {}
        kept = {key: row.get(key, "") for key in ("value", "basis", "confidence", "test_plan", "deviation")}
        rows.append({"indicator_id": indicator.id, "name": indicator.name, **kept})
    return rows


def asked(indicator):
    """What the list asks for, as one reads it: ≥ 35 Wh/L."""
    if indicator.comparator is Comparator.QUALITATIVE:
        return indicator.threshold
    if indicator.comparator is Comparator.RANGE:
        return f"{indicator.threshold} ~ {indicator.threshold_high} {indicator.unit}".strip()
    return f"{indicator.comparator.label} {indicator.threshold} {indicator.unit}".strip()


def complete(bid, draft):
    """The draft with everything that is frozen at submission: codes, version of the list, team."""
    whole = {key: value for key, value in draft.items() if key != "files"}
    return whole | {
        "format": FORMAT,
        "challenge": bid.challenge.code,
        "bid": bid.code,
        "answers_version": bid.challenge.substance_version,
        "organisation": {"name": bid.organisation.name, "credit_code": bid.organisation.credit_code},
        "leader": bid.leader.display_name,
        "promises": promise_rows(draft, bid.challenge),
        "team": [
            {"name": one.name, "unit": one.unit, "role": one.role, "share_percent": one.share_percent}
            for one in bid.members
        ],
        "written_at": bid.draft_at,
    }


def to_draft(content, files):
    """A draft to replace a sealed content: what the form edits, and the blobs of its attachments."""
    fresh = blank()
    return {key: content[key] for key in fresh if key not in ("files", "salt")} | {
        "files": files,
        "salt": fresh["salt"],
    }


def change_note(indicator):
    """What became of an opened bid's indicator while the bid was sealed, or None."""
    if getattr(indicator, "removed", False):
        return "密封后已从榜单移出，仅供参考"
    answered = getattr(indicator, "answered", "")
    return f"密封后有变更，作答时的要求：{answered}" if answered else None
