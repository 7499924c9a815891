"""The four kinds of records that come of a project, as their shared pages know them: rows, forms, steps, words."""

import dataclasses
from collections.abc import Callable

import challenge.permissions as may
from challenge.delivery.outcomes.following import clocks
from challenge.delivery.outcomes.following import queries as following
from challenge.delivery.outcomes.following.forms import FollowUpForm
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.following.rules import LABELS
from challenge.delivery.outcomes.recruiting import queries as recruiting
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.registering import forms
from challenge.delivery.outcomes.registering import queries as registering
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.outcomes.states import U
from core.formats import date_zh, wan


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind: where it is (`key`), what it is called, who reads and fills it, its list, its form, what its page says.

    `cells`: (key of a sort or None, heading, row -> text, class) of the list beyond code, title and state;
    `sheets`: row -> [(heading, [(term, value)])].
    """

    key: str
    label: str
    model: type
    reads: tuple
    fills: tuple
    select: Callable
    sorts: dict
    filters: tuple
    columns: tuple
    cells: tuple
    sheets: Callable
    empty: str
    form: type | None = None
    correction: type | None = None


def _lines(text):
    return "；".join(text.splitlines())


def _contract_sheets(row):
    sides = [
        ("买方（委托方）", row.buyer),
        ("卖方（受托方）", row.seller),
        ("买方信用代码", row.buyer_code),
        ("卖方信用代码", row.seller_code),
        ("买方性质", row.buyer_kind),
        ("卖方性质", row.seller_kind),
        ("买方所在地", row.buyer_place),
        ("卖方所在地", row.seller_place),
    ]
    money = [
        ("合同成交金额", wan(row.total_fen)),
        ("技术交易额", wan(row.technical_fen)),
        ("支付方式", row.payment),
    ]
    more = [
        ("合同类别", row.category),
        ("技术领域", row.field),
        ("社会经济目标", row.goal),
        ("知识产权", row.rights),
        ("计划来源", row.source),
        ("签订日期", date_zh(row.signed_on)),
        ("有效期", f"{date_zh(row.starts_on)}至{date_zh(row.ends_on)}"),
        ("任务书", f"第 {row.contract_number} 版"),
    ]
    return [
        ("合同双方", sides),
        ("金额", money),
        ("合同内容", more),
        *_words(("说明", row.note)),
        *_entry(row),
    ]


def _entry(row):
    if not row.number:
        return []
    return [("登记", [("登记编号", row.number), ("登记日期", date_zh(row.registered_on))])]


def _words(*pairs):
    """Long texts have a sheet of their own, where something was written."""
    return [(label, text) for label, text in pairs if text]


def _result_sheets(row):
    facts = [
        ("完成单位", _lines(row.units)),
        ("完成人", _lines(row.people)),
        ("成果类别", row.kind),
        ("产业领域", row.industry),
        ("知识产权", _lines(row.rights)),
        ("评价方式", row.evaluation),
        ("评价日期", date_zh(row.evaluated_on)),
        ("应用状态", row.maturity),
    ]
    chains = [(f"{one['name']}（{one['due']}）", _measured(one)) for one in row.chains]
    texts = _words(("成果简介", row.summary), ("推广前景", row.prospects))
    return [("成果", facts), *texts, *([("指标完成情况", chains)] if chains else []), *_entry(row)]


def _measured(chain):
    said = [chain["value"], chain["verdict"], chain["basis"]]
    return "，".join(one for one in said if one) or "尚未实测"


def _follow_sheets(row):
    days = [
        ("结题后", f"第 {row.number} 年"),
        ("填报时间", f"{date_zh(row.opens_on)}至{date_zh(row.due_on)}"),
        ("填报人", row.filled_by.display_name if row.filled_by else ""),
        ("核对人", row.checked_by.display_name if row.checked_by else ""),
    ]
    sums = [(label, _figure(row, name)) for name, label in LABELS.items()]
    return [("跟踪表", days), ("经济效益", sums), *_words(("说明", row.text))]


def _figure(row, name):
    value = getattr(row, name)
    if value is None:
        return ""
    return f"{value} 人" if name == "jobs" else wan(value)


def _talent_sheets(row):
    unit = row.user.organisation
    facts = [
        ("姓名", row.user.display_name),
        ("账号所在单位", unit.name if unit else ""),
        ("引进方式", row.stay.label if row.stay else ""),
        ("现工作单位和地区", row.origin),
        ("对接单位", row.unit.name if row.unit else ""),
        ("对接日期", date_zh(row.met_on)),
        ("引进日期", date_zh(row.settled_on)),
    ]
    return [("引进意向", facts), *_words(("意向和需求", row.needs))]


KINDS = {
    one.key: one
    for one in (
        Kind(
            "contracts",
            "技术合同登记",
            TechContract,
            may.READ_REGISTRATION,
            may.FILL_TECH_CONTRACT,
            registering.contracts,
            registering.CONTRACT_SORTS,
            registering.CONTRACT_FILTERS,
            registering.CONTRACT_COLUMNS,
            (
                (None, "买方", lambda row: row.buyer, ""),
                (None, "卖方", lambda row: row.seller, ""),
                ("amount", "成交金额", lambda row: wan(row.total_fen), "num"),
                ("registered", "登记编号", lambda row: row.number or "—", ""),
            ),
            _contract_sheets,
            "任务书生效后，这里自动生成按任务书预填的登记表。",
            forms.TechContractForm,
            forms.CorrectContractForm,
        ),
        Kind(
            "results",
            "成果登记",
            Achievement,
            may.READ_REGISTRATION,
            may.FILL_ACHIEVEMENT,
            registering.results,
            registering.RESULT_SORTS,
            registering.RESULT_FILTERS,
            registering.RESULT_COLUMNS,
            (
                (None, "产业领域", lambda row: row.industry, ""),
                (None, "应用状态", lambda row: row.maturity or "—", ""),
                ("registered", "登记编号", lambda row: row.number or "—", ""),
            ),
            _result_sheets,
            "项目验收通过后，这里自动生成按项目记录预填的登记表。",
            forms.AchievementForm,
            forms.CorrectResultForm,
        ),
        Kind(
            "follow-ups",
            "结题后跟踪",
            FollowUp,
            may.READ_FOLLOW_UP,
            may.FILL_FOLLOW_UP,
            following.follow_ups,
            following.SORTS,
            following.FILTERS,
            following.COLUMNS,
            (
                ("due", "填报时间", lambda row: clocks.standing(row) if row.state is U.PLANNED else "—", ""),
                ("sales", "新增销售", lambda row: wan(row.sales_fen), "num"),
                (None, "新增就业", lambda row: "—" if row.jobs is None else f"{row.jobs} 人", "num"),
            ),
            _follow_sheets,
            "项目验收通过后，自动安排此后第 1、2、3 年的跟踪。",
            FollowUpForm,
        ),
        Kind(
            "talents",
            "人才引进",
            Talent,
            may.READ_TALENT,
            (),
            recruiting.talents,
            recruiting.SORTS,
            recruiting.FILTERS,
            recruiting.COLUMNS,
            (
                (None, "引进方式", lambda row: row.stay.label if row.stay else "—", ""),
                (None, "对接单位", lambda row: row.unit.name if row.unit else "—", ""),
            ),
            _talent_sheets,
            "市外的单位或人员揭榜成功后，平台征询本人意向；本人同意后由经办人匹配单位。",
        ),
    )
}
