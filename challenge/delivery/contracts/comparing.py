"""Two versions of a contract side by side: what differs, item by item, in words."""

import dataclasses

from challenge.delivery.contracts.amending import OF_INDICATOR, day
from challenge.delivery.contracts.terms import SUMS
from challenge.delivery.states import Payer
from challenge.posting.content import demand_text
from core.formats import date_zh, wan

NOTHING = "无"
OF_MILESTONE = {
    "名称": lambda row: row["name"],
    "完成日期": lambda row: date_zh(day(row["due_on"])),
    "交付物": lambda row: row["deliverable"] or NOTHING,
    "判定方": lambda row: row["judge"] or NOTHING,
    "拨付比例": lambda row: f"{row['percent']}%",
}


@dataclasses.dataclass(frozen=True)
class Difference:
    """One item that differs: where it stands, what it is, and its two texts."""

    part: str
    item: str
    old: str
    new: str


def differences(old, new):
    """Rows of what differs between two contents, in the order of the contract."""
    parts = (_leading, _period, _indicators, _milestones, _money, _partners)
    return [Difference(*row) for part in parts for row in part(old, new) if row[2] != row[3]]


def parts_of(rows):
    """The names of the parts that differ, each once."""
    return list(dict.fromkeys(one.part for one in rows))


def _leading(old, new):
    yield "项目负责人", "项目负责人", old["leader"], new["leader"]


def _period(old, new):
    for name, label in (("starts_on", "开始日期"), ("ends_on", "结束日期")):
        yield "攻关期限", label, date_zh(day(old[name])), date_zh(day(new[name]))


def _indicators(old, new):
    before = {row["id"]: row for row in old["indicators"]}
    for row in new["indicators"]:
        former = before[row["id"]]
        yield "技术指标", f"{row['name']}：约定值", demand_text(former), demand_text(row)
        for name, label in zip(OF_INDICATOR[2:], ("测试方法", "测试条件", "判定人"), strict=True):
            yield "技术指标", f"{row['name']}：{label}", former[name] or NOTHING, row[name] or NOTHING


def _milestones(old, new):
    before, after = ({row["number"]: row for row in one["milestones"]} for one in (old, new))
    for number in sorted(before | after):
        former, row = before.get(number), after.get(number)
        name = f"{number}　{(row or former)['name']}"
        for label, said in OF_MILESTONE.items():
            yield (
                "里程碑",
                f"{name}：{label}",
                said(former) if former else NOTHING,
                said(row) if row else "取消",
            )


def _money(old, new):
    before, after = (_sums(one) for one in (old, new))
    names = {row["number"]: row["name"] for one in (old, new) for row in one["milestones"]}
    for payer, name in SUMS.items():
        yield "经费", f"{payer.label}合计", *(wan(one["money"][name] or 0) for one in (old, new))
    for number, payer in sorted(before | after, key=lambda key: (key[0], list(Payer).index(key[1]))):
        where = f"{number}　{names[number]}：{payer.label}" if number else f"签约：{payer.label}"
        yield "经费", where, wan(before.get((number, payer), 0)), wan(after.get((number, payer), 0))
    lines = {row["name"]: row for row in old["money"]["lines"] or []}
    for row in new["money"]["lines"] or []:
        yield "经费", f"预算科目：{row['name']}", wan(lines[row["name"]]["fen"] or 0), wan(row["fen"] or 0)


def _sums(content):
    return {(row["milestone"], Payer(row["payer"])): row["amount_fen"] for row in content["money"]["plan"]}


def _partners(old, new):
    before, after = ({one["name"]: one for one in each["parties"]["partners"]} for each in (old, new))
    for name in before | after:
        yield "合作单位", name, _said(before.get(name)), _said(after.get(name))


def _said(partner):
    if partner is None:
        return NOTHING
    work, money = (partner[key] for key in ("work_percent", "money_percent"))
    shares = [f"工作 {work}%"] if work is not None else []
    shares += [f"经费 {money}%"] if money is not None else []
    return "，".join([partner["role"] or "参加单位", *shares])
