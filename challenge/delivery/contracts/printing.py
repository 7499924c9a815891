"""The contract (任务书) as a document: its content, what a later version changes, who has confirmed it, its digest."""

from challenge import rulepack
from challenge.delivery.contracts import pages
from challenge.delivery.states import K
from challenge.posting.content import demand_text
from core import documents, settings
from core.formats import moment, wan


def pdf(contract) -> bytes:
    """The whole version as PDF. Raises documents.NotMade."""
    content = pages.shown(contract.content)
    content["sums"] = rulepack.mode_of(contract.project).say(_sums(content["money"]))
    return _made(contract, _parts(content), "科技攻关任务书")


def comparison(contract) -> bytes:
    """What a later version changes, as PDF. Raises documents.NotMade."""
    return _made(contract, [], "任务书变更对照表")


def _made(contract, parts, title):
    say = rulepack.mode_of(contract.project).say
    frame = _frame(contract)
    frame["facts"] = [(say(label), value) for label, value in frame["facts"]]
    data = settings.issuer() | frame | {"title": say(title), "parts": [_said(one, say) for one in parts]}
    return documents.pdf("contract", data, at=contract.in_force_at or contract.drafted_at)


def _frame(contract):
    content, change = pages.shown(contract.content), pages.changed(contract)
    partners = "、".join(one["name"] for one in content["parties"]["partners"])
    return {
        "code": f"{contract.project.code}-{contract.number}",
        "subtitle": f"第 {contract.number} 版（{contract.kind.label}）　{contract.state.label}",
        "seal": "军令如山" if contract.state is K.IN_FORCE else "",
        "facts": [
            ("榜单", f"{content['challenge']['code']}　{content['challenge']['title']}"),
            ("发榜方", _party(content["parties"]["poster"])),
            ("揭榜方", _party(content["parties"]["bidder"])),
            ("合作单位", partners or "无"),
            ("项目负责人", content["leader"]),
            ("攻关期限", content["period"]),
            ("规则包", content["rules"]),
        ],
        "changes": [[one.part, one.item, one.old, one.new] for one in change.rows] if change else [],
        "why": _why(contract, change),
        "signatures": [
            [one.party.label, one.user.display_name, moment(one.at), one.manner.label]
            for one in contract.signatures
        ],
        "digest": contract.digest,
    }


def _party(row):
    return f"{row['name']}（{row['credit_code']}）"


def _why(contract, change):
    if change is None:
        return ""
    asked = f"{contract.asked_for.label}申请：{contract.why}"
    note = f"　低于榜单要求的公开说明：{contract.note}" if contract.note else ""
    return f"与第 {change.former.number} 版相比。{asked}{note}"


def _said(part, say):
    """Title and heads of a part in the words of the list's mode."""
    heads = [[say(head), *width] for head, *width in part["columns"]]
    return part | {"title": say(part["title"]), "columns": heads}


def _part(title, columns=(), rows=(), texts=(), right=()):
    return {
        "title": title,
        "columns": [list(one) for one in columns],
        "rows": [list(one) for one in rows],
        "texts": [one for one in texts if one],
        "right": list(right),
    }


def _parts(content):
    ownership = content["ownership"]
    return [
        _part(
            "技术指标",
            (("指标", 3), ("榜单要求", 3), ("方案承诺", 3), ("任务书约定", 3), ("测试方法", 5), ("性质", 2)),
            [_indicator(row) for row in content["indicators"]],
            [f"{one['kind']}：{one['text']}" for one in content["targets"]],
        ),
        _part(
            "里程碑",
            (("序号", 1), ("里程碑", 3), ("完成日期", 4), ("交付物", 5), ("判定", 4), ("比例", 2)),
            [_milestone(row) for row in content["milestones"]],
            right=(5,),
        ),
        _part(
            "经费",
            (("里程碑", 4), *((one.label, 3) for one in content["payers"]), ("合计", 3)),
            [_paid(row, content["payers"]) for row in content["plan"]],
            [content["sums"]],
            range(1, len(content["payers"]) + 2),
        ),
        _part(
            "团队",
            (("姓名", 2), ("单位", 5), ("职责", 3), ("投入", 2)),
            [
                [one["name"], one["unit"], one["role"], f"{one['share_percent'] or 0}%"]
                for one in content["team"]
            ],
            right=(3,),
        ),
        _part("知识产权", texts=[ownership["kind"], ownership["note"], ownership["answer"]]),
        _part("容错", texts=[content["tolerance"]]),
        _part("中止与终止", texts=[f"{at}. {one}" for at, one in enumerate(content["stop"], 1)]),
        *([_part("补充约定", texts=[content["extra"]])] if content["extra"] else []),
    ]


def _indicator(row):
    method = "；".join(one for one in (row["test_method"], row["test_conditions"], row["measured_by"]) if one)
    kind = "必达" if row["is_must"] else "加分"
    return [row["name"], row["asked"], row["promised"] or "—", demand_text(row), method or "—", kind]


def _milestone(row):
    judged = "；".join(one for one in (row["indicator"], row["judge"]) if one)
    return [
        str(row["number"]),
        row["name"],
        row["due"],
        row["deliverable"] or "—",
        judged or "—",
        f"{row['percent']}%",
    ]


def _paid(row, payers):
    kinds = f"（{row['kinds']}）" if row["kinds"] else ""
    sums = [wan(row["by_payer"][one]) for one in payers]
    return [f"{row['number']}　{row['name']}{kinds}", *sums, wan(row["sum_fen"])]


def _sums(money):
    way = "包干使用" if money["is_lump_sum"] else "按预算科目使用"
    parts = (("发榜方出资", "demander_fen"), ("财政资金", "public_fen"), ("揭榜方自筹", "own_fen"))
    said = "，".join(f"{label} {wan(money[key] or 0)}" for label, key in parts)
    return f"总额 {wan(money['total_fen'])}：{said}；{way}。"
