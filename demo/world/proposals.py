"""What the invented bids say, in the shape of the form."""

from challenge.bidding.content import PLEDGES
from demo.world.texts import fen, read

CONFIDENCE = {"高": "high", "中": "medium", "低": "low"}
NAMES = {row["key"]: row for row in read("organisations")}
WORK_KINDS = {"奖项": "奖励"}


def steps(text, bid):
    """All fields of the form for one bid of a list."""
    return _team(bid) | _plan(bid) | {"promises": _promises(bid)} | _budget(text, bid) | _pledges(bid)


def _team(bid):
    return {
        "lead": {
            "role": "总体牵头；" + "、".join(_roles(bid)),
            "work_percent": bid["lead_share_work_percent"],
            "money_percent": bid["lead_share_money_percent"],
        },
        "partners": [
            {
                "name": NAMES[row["org"]]["name"],
                "credit_code": NAMES[row["org"]]["credit_code"],
                "role": row["role"],
                "work_percent": row["share_work_percent"],
                "money_percent": row["share_money_percent"],
                "ip_note": row["ip"],
            }
            for row in bid["partners"]
        ],
    }


def _roles(bid):
    of_lead = [row["role"] for row in bid["team"] if row["org"] == bid["lead_org"]]
    return [role.removeprefix("负责人").lstrip("，") for role in of_lead if role != "负责人"] or ["技术研发"]


def _plan(bid):
    works = [row | {"type": WORK_KINDS.get(row["type"], row["type"]), "note": ""} for row in bid["works"]]
    same = {name: bid[name] for name in ("approach", "route", "innovation", "risks")}
    return same | {"foundation": bid["conditions"], "conditions": bid["conditions"], "works": works}


def _promises(bid):
    same = ("value", "basis", "test_plan", "deviation")
    return [
        {"indicator_id": None, "name": name, "confidence": CONFIDENCE[said["confidence"]]}
        | {key: said[key] for key in same}
        for name, said in bid["promises"].items()
    ]


def _budget(text, bid):
    price = bid["price"]
    # `own_wan` is all that is not public; the poster's cash comes first, the rest is the bidders' own.
    demander = min(price["own_wan"], text["cash_to_bidder_wan"])
    return {
        "milestones": [dict(row) for row in bid["milestones"]],
        "price_mode": "lump" if price.get("lump") else "lines",
        "total_fen": fen(price["total_wan"]),
        "public_fen": fen(price["public_wan"]),
        "demander_fen": fen(demander),
        "own_fen": fen(price["own_wan"] - demander),
        "price_lines": [{"name": row["name"], "fen": fen(row["wan"])} for row in price.get("lines", [])],
    }


def _pledges(bid):
    related = "存在关联" in bid["related_party_text"]
    return {
        "ip": bid["ip_plan"]["choice"],
        "ip_note": bid["ip_plan"]["text"],
        "related": "some" if related else "none",
        "related_note": bid["related_party_text"] if related else "",
        "pledges": list(PLEDGES),
    }


def agreement_lines(text, bid):
    """The words of the agreement of a consortium."""
    parties = [NAMES[bid["lead_org"]]["name"], *(NAMES[row["org"]]["name"] for row in bid["partners"])]
    shares = [
        f"{row['role']}，承担任务 {row['share_work_percent']}%、经费 {row['share_money_percent']}%"
        for row in bid["partners"]
    ]
    return [
        "合作协议（演示数据）",
        f"榜单：{text['title']}",
        f"各方：{'、'.join(parties)}",
        f"分工：牵头方承担任务 {bid['lead_share_work_percent']}%；{'；'.join(shares)}。",
        f"知识产权：{'；'.join(row['ip'] for row in bid['partners'])}。",
        "本协议为演示系统生成的示例文件，不具有任何效力。",
    ]
