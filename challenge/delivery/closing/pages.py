"""What the pages of closures show."""

from types import SimpleNamespace

from challenge.delivery.closing import rules, settlement
from challenge.delivery.closing.paths import ALL
from challenge.delivery.closing.states import OPEN, E
from challenge.delivery.ledger.forfeiting import all_answered
from challenge.delivery.states import Payer
from core.formats import moment

RETURNS = {"unspent": "未使用的退回", "all": "全额退回", "": "不退回"}


def path_facts(path):
    """Pairs that say what this path asks for and does with the money."""
    names = {"bidder": "揭榜方", "poster": "发榜方", "bureau": "主管部门"}
    returns = [f"{Payer(name).label}{RETURNS[rule]}" for name, rule in path["returns"].items()]
    values = [Payer(one).label for one in path["values"]]
    whole = "、".join(Payer(name).label for name, rule in path["returns"].items() if rule == ALL)
    return [
        ("可以申请", "、".join(names[one] for one in path["starts"]) or "不另行申请，由容错评议的决定启动"),
        ("须提供", path["evidence"]),
        ("办理期间", "暂停项目" if path["suspends"] else "项目照常进行"),
        ("已解锁款项", f"{whole}不再支付，其余继续支付" if whole else "继续支付"),
        ("已完成工作", f"核定后由{'、'.join(values)}支付" if values else "不另行核定"),
        *_earned(path, values),
        ("已拨款项", "；".join(returns) or "不退回"),
        ("诚信", f"对{names[path['case']]}登记诚信线索" if path["case"] else "不登记"),
    ]


def _earned(path, values):
    """Public money that only the price of the poster kept locked stays the team's."""
    public = Payer.PUBLIC
    if public.label in values or path["returns"].get(public.value) == ALL:
        return []
    return [("已通过的里程碑", f"因等待发榜方付款而未拨的{public.label}，一并核定后支付")]


def rest_words(closure):
    """Whether the project rests while it is dealt with."""
    if closure.has_suspended:
        return "项目暂停，已解锁的款项照常申请和支付"
    waits = closure.state is E.ASKED and rules.path_of(closure)["suspends"]
    return "受理后项目暂停，目前照常进行" if waits else "项目照常进行"


def records(closure):
    """What the platform itself knows of a debtor: rows of each payment of the demander that was asked for; else empty."""
    if rules.path_of(closure)["ground"] != "demander_in_default":
        return []
    rows = closure.project.payments
    return [
        SimpleNamespace(row=one, due=_day(one.due_at), dunned=_day(one.dunned_at))
        for one in rows
        if one.payer is Payer.DEMANDER and one.due_at is not None
    ]


def _day(at):
    return moment(at) if at else "—"


def under_way(project):
    """(words, closure) of a closure of this project that is not over; None when there is none."""
    found = next((one for one in project.closures if one.state in OPEN), None)
    if found is None:
        return None
    return f"终止办理：{rules.path_of(found)['label']}（{found.state.label}）。{waits_for(found)}", found


def falls_with(closure, action):
    """What else the step ends, as sentences for the page that asks whether it is meant."""
    case = rules.open_tolerance(closure.project) if action == "end" else None
    if case is None:
        return []
    return [f"正在进行的容错评议 {case.code} 随之终止，不再认定是否尽责；双方、经办人和评议组会收到站内信。"]


def work_rows(closure):
    """(number, words, whether it has passed) of the milestones whose unpaid work may be valued."""
    names = {one.number: one.name for one in closure.project.milestones}
    earned: dict[int, bool] = {}
    for one in settlement.unpaid_work(closure):
        earned[one.milestone] = earned.get(one.milestone, False) or one.passed_at is not None
    return [
        (one, (f"{one}　{names.get(one, '')}" if one else "签约") + ("（已通过）" if passed else ""), passed)
        for one, passed in sorted(earned.items())
    ]


def settled(closure):
    """Rows of the settlement by payer, and of the work that was valued, with words; None before it is drawn up."""
    content = closure.settlement
    if content is None:
        return None
    names = {one.number: one.name for one in closure.project.milestones}
    return {
        "payers": [
            # Settlements of the first format do not tell what was on its way.
            row | {"label": Payer(row["payer"]).label, "arriving_fen": row.get("underway_fen", 0)}
            for row in content["payers"]
        ],
        "work": [
            row
            | {
                "label": Payer(row["payer"]).label,
                "name": f"{row['milestone']}　{names.get(row['milestone'], '签约')}",
            }
            for row in content["work"]
        ],
    }


def waits_for(closure):
    """What comes next and whom it waits for, as a sentence; None when it is over."""
    labels = "、".join(one.label for one in rules.awaited(closure))
    unheard = "、".join(one.label for one in rules.unheard(closure))
    return {
        "asked": "等待经办人受理。",
        "hearing": f"等待{unheard}陈述。" if unheard else "各方已陈述，等待局领导决定。",
        "settling": all_answered(closure) or "项目已结束，等待经办人出具结算单。",
        "confirming": f"结算单等待{labels}确认。",
        "agreed": "结算已确认，等待付清应付款项、登记退回款项。",
    }.get(closure.state.value)
