"""The pages about one project as cards of equal weight: where each leads, and how it stands there in a few words."""

from typing import NamedTuple

from flask import url_for

import challenge.permissions as may
from challenge.delivery import overview
from challenge.delivery.closing.rules import open_closure
from challenge.delivery.contracts.rules import contract_in_force, open_contract
from challenge.delivery.ledger import balances
from challenge.delivery.research.queries import newest
from challenge.delivery.states import Version
from challenge.delivery.tolerance.rules import open_case
from core.formats import date_zh, wan_number
from core.gates import may as allowed


class Card(NamedTuple):
    """`label` leads to `url`; `fact` says how it stands."""

    label: str
    url: str
    fact: str


def cards(user, project):
    """The rooms of a project that this reader may enter, in the order of the work."""
    is_signed = project.starts_on is not None
    pages = (
        ("任务书", "delivery.contract", _contract(user, project), True),
        ("任务书变更", "delivery.changes", _changes(user, project), is_signed),
        ("里程碑", "delivery.milestones", _milestones, is_signed),
        ("指标链", "delivery.indicators", _indicators, is_signed),
        ("研发记录", "delivery.research", _research, allowed(user, project, may.READ_RESEARCH_LOG)),
        ("经费台账", "delivery.ledger", _ledger, is_signed),
        ("验收", "delivery.acceptance", _acceptance, is_signed),
        ("容错评议", "delivery.tolerance", _tolerance, is_signed),
        ("终止办理", "delivery.closures_of", _closure, True),
        ("成果与跟踪", "outcomes.of_project_page", "技术合同、成果登记和跟踪", is_signed),
    )
    found = [
        Card(label, url_for(page, code=project.code), fact if isinstance(fact, str) else fact(project))
        for label, page, fact, opens in pages
        if opens
    ]
    if allowed(user, project.challenge, may.READ_RACE):
        lane = url_for("race.overview", code=project.challenge.code)
        found.append(Card("赛马", lane, f"赛道 {project.lane}，关口和各赛道"))
    return found


def _contract(user, project):
    """The version that waits, if this reader may know of it; else the one in force."""
    for one in (open_contract(project), contract_in_force(project)):
        if one is not None and allowed(user, one, may.READ_CONTRACT):
            since = f"，{date_zh(one.in_force_at)}生效" if one.in_force_at else f"，{one.state.label}"
            return f"第 {one.number} 版{since}"
    return "任务书尚未发出"


def _changes(user, project):
    waits = open_contract(project)
    later = [one for one in project.contracts if one.in_force_at and one.kind is not Version.FIRST]
    done = f"已变更 {len(later)} 次" if later else "没有变更"
    is_first = waits is None or waits.kind is Version.FIRST
    if is_first or not allowed(user, waits, may.READ_CONTRACT):
        return done
    said = f"第 {waits.number} 版，{waits.state.label}"
    return f"{done}；{said}" if later else said


def _milestones(project):
    passed, number = overview.milestones(project)
    return f"已通过 {passed} / {number}"


def _indicators(project):
    met, measured, number = overview.indicators(project)
    return f"达标 {met} / {number}，已有实测 {measured} 项"


def _research(project):
    last = newest(project)
    return f"{last.number} 条，最近记于{date_zh(last.at)}" if last else "还没有记录"


def _ledger(project):
    planned, _open, paid = balances.sums(project)
    return f"到账 {wan_number(paid)} / {wan_number(planned)} 万元"


def _acceptance(project):
    shown = [one for one in project.acceptances if one.submitted_at or one.due_on]
    if not shown:
        return "还没有申请"
    last = shown[-1]
    return f"第 {last.round} 轮，{last.conclusion_label if last.is_public else last.state.label}"


def _tolerance(project):
    case = open_case(project) or (project.tolerances[-1] if project.tolerances else None)
    return f"{case.code}，{case.state.label}" if case else "没有申请"


def _closure(project):
    found = open_closure(project) or (project.closures[-1] if project.closures else None)
    return found.state.label if found else "没有申请"
