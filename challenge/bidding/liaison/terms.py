"""The content of an agreement (合作协议): what the list says, and the terms on which both sides have agreed."""

from challenge.posting.content import demand_text

FORMAT = 1
# Terms that are typed: key, label, hint, whether an agreement can do without.
TERMS = (
    ("poster_work", "发榜方承担的工作", "提供哪些场地、设备、样品、数据和人员，何时到位。", True),
    ("team_work", "揭榜方承担的工作", "承担哪些研究、试制和测试。", True),
    ("money", "资金安排", "发榜方支付多少、何时支付，各自投入多少。", True),
    ("ip", "知识产权和成果使用", "归属、份额、许可范围和收益分配。", True),
    ("extra", "其他约定", "例如样品交付、人员驻场、违约责任。", False),
)
SECRECY = "双方对因对接知悉的对方技术、商业信息和联系人信息保密，不用于本次合作以外的目的；未能合作的，保密义务继续有效。"
JOINT = "双方联合揭榜：揭榜方牵头编制并提交方案，发榜方作为联合方可以查看本方案，看不到其他方案及其数量。"
ENDING = "揭榜截止前任何一方可以书面解除本协议；解除后，以本协议为依据的方案不再有效。"


def apart(known, typed):
    """(label, what stands in the agreement, what was typed) of each term in which the two differ."""
    rows = [(label, known.content["terms"].get(key, ""), typed[key]) for key, label, *_ in TERMS]
    return [(label, old or "（空）", new or "（空）") for label, old, new in rows if old != new]


def content(liaison, typed, upload=None):
    """JSON values in a fixed shape; `typed` holds the texts of TERMS, `upload` name, sha256 and size of a signed copy."""
    challenge, team = liaison.challenge, liaison.organisation
    poster = challenge.organisation
    return {
        "format": FORMAT,
        "challenge": {"code": challenge.code, "title": challenge.title, "version": challenge.content_version},
        "poster": {"name": poster.name, "credit_code": poster.credit_code},
        "team": {"name": team.name, "credit_code": team.credit_code, "leader": liaison.person.display_name},
        "indicators": [{"name": one.name, "asked": demand_text(one)} for one in challenge.indicators],
        "cycle_months": challenge.cycle_months,
        "reward_fen": challenge.reward_fen,
        "ownership": {
            "kind": challenge.ownership.label if challenge.ownership else "",
            "note": challenge.ownership_note,
        },
        "terms": {key: typed.get(key, "") for key, *_ in TERMS},
        "clauses": [JOINT, SECRECY, ENDING],
        "file": upload,
    }
