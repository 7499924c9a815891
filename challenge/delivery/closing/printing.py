"""The settlement (结算单) as a document: reason, decision, sums by payer, valued work, who has confirmed."""

from challenge.delivery.closing import pages, rules
from core import documents, settings
from core.formats import moment, wan

SUMS = (
    ("约定", "promised_fen"),
    ("待付", "due_fen"),
    ("已到账", "received_fen"),
    ("已支出", "spent_fen"),
    ("结余", "left_fen"),
    ("已退回", "returned_fen"),
    ("取消", "cancelled_fen"),
    ("核定补付", "valued_fen"),
    ("应退回", "back_fen"),
)


def pdf(closure) -> bytes:
    """The settlement as PDF. Raises documents.NotMade."""
    data = settings.issuer() | _data(closure)
    return documents.pdf("contract", data, at=closure.decided_at)


def _data(closure):
    project, settled = closure.project, pages.settled(closure)
    return {
        "title": "项目终止结算单",
        "code": f"{project.code}-Z{closure.number}",
        "subtitle": f"第 {closure.round} 稿　{closure.state.label}",
        "seal": "",
        "facts": [
            ("榜单", f"{project.challenge.code}　{project.challenge.title}"),
            ("发榜方", project.challenge.organisation.name),
            ("揭榜方", project.organisation.name),
            ("终止原因", rules.path_of(closure)["label"]),
            ("决定", f"{moment(closure.decided_at)}　{closure.decision}"),
        ],
        "changes": [],
        "why": "",
        "parts": [
            _part(
                "按出资方结算",
                [("出资方", 4), *((label, 3) for label, _ in SUMS)],
                [
                    [row["label"], *(wan(row[key]).removesuffix(" 万元") for _, key in SUMS)]
                    for row in settled["payers"]
                ],
                ["单位：万元。已解锁的款项继续支付；应退回的由收款方退还付款方。", *_arriving(settled)],
            ),
            _part(
                "已完成工作的核定",
                [("里程碑", 5), ("出资方", 3), ("原计划", 3), ("完成比例", 2), ("核定金额", 3)],
                [
                    [
                        row["name"],
                        row["label"],
                        wan(row["whole_fen"]),
                        f"{row['percent']}%",
                        wan(row["amount_fen"]),
                    ]
                    for row in settled["work"]
                ],
                [] if settled["work"] else ["没有需要核定的工作。"],
            ),
        ],
        "signatures": [
            [one.party.label, one.user.display_name, moment(one.at), "在平台确认"]
            for one in closure.signatures
            if one.round == closure.round
        ],
        "digest": closure.settlement_digest,
    }


def _arriving(settled):
    """What of it can come back only once it is there."""
    sum_fen = sum(row["arriving_fen"] for row in settled["payers"] if row["back_fen"])
    return [f"应退回中有 {wan(sum_fen)} 已登记付款、尚未确认到账，到账后退回。"] if sum_fen else []


def _part(title, columns, rows, texts):
    columns = [list(one) for one in columns]
    return {
        "title": title,
        "columns": columns,
        "rows": rows,
        "texts": texts,
        "right": list(range(2, len(columns))),
    }
