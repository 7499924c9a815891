"""Gates in the contracts of the lanes: common milestones on the same days, with the rule as it was published."""

import datetime as dt

from challenge.delivery.contracts.rules import OPEN
from challenge.delivery.race import wording
from challenge.delivery.states import Version
from core import workdays
from core.clock import months_later
from core.formats import date_zh
from core.workflow import Refusal, Refused


def with_gates(challenge, rows, starts_on, ends_on):
    """Milestones of a contract with the gates of the list among them by their days, numbered anew.

    A gate stands after what is due on the same day: it ends the stage. It brings no money itself.
    """
    found = rows + [_row(one, day_of(one, starts_on)) for one in challenge.gates]
    if outside := [
        one
        for one in found
        if "gate" in one and not starts_on.isoformat() < one["due_on"] <= ends_on.isoformat()
    ]:
        day = date_zh(dt.date.fromisoformat(outside[0]["due_on"]))
        sentence = f"“{outside[0]['name']}”的日期（{day}）不在任务书期限以内，请调整开始日期。"
        raise Refused(Refusal("needs", sentence))
    found.sort(key=lambda one: (one["due_on"], "gate" in one))
    return [one | {"number": number} for number, one in enumerate(found, 1)]


def day_of(gate, starts_on):
    """The day of a gate: as it was set, else counted from the start of the first contract."""
    return gate.held_on or months_later(starts_on, gate.month)


def _row(gate, day):
    asked = wording.asked(gate, gate.challenge.indicators)
    return {
        "name": gate.title,
        "due_on": day.isoformat(),
        "deliverable": gate.conditions,
        "indicator": "；".join(f"{name} {demand}" for name, demand, _ in asked)[:200],
        "percent": 0,
        "judge": gate.tester,
        "gate": gate.number,
    }


def clauses(challenge, lane):
    """What a contract says of the race, as JSON values; {} for a list without gates."""
    if not challenge.gates:
        return {}
    rows = [
        {"title": one.title, "tester": one.tester, "rules": wording.rules_of(one)} for one in challenge.gates
    ]
    return {"race": {"lane": lane, "figure": wording.FIGURE, "gates": rows}}


def _days(contract):
    return {one["gate"]: one["due_on"] for one in contract.content["milestones"] if one.get("gate")}


def days_agree(contract):
    """Every lane is tested on the same day: a contract drafted before the days were set is drafted anew."""
    days = _days(contract)
    gates = contract.project.challenge.gates if contract.kind is Version.FIRST else ()
    for gate in gates:
        if gate.held_on is not None and days.get(gate.number) != gate.held_on.isoformat():
            return f"{gate.title} 的日期应为{date_zh(gate.held_on)}，与其他赛道一致，请重新生成任务书。"
    return None


def moved_days(contract):
    """Sentences: which gates a 变更公告 has moved since this contract was drafted; its other terms stand."""
    days = _days(contract)
    return [
        f"{one.title}已按变更公告改在{date_zh(one.held_on)}举行（本任务书原定{date_zh(dt.date.fromisoformat(days[one.number]))}），"
        "以公告日期为准，其他约定不变。"
        for one in contract.project.challenge.gates
        if one.number in days and one.held_on is not None and days[one.number] != one.held_on.isoformat()
    ]


def on_rest_day(gate, day):
    """That nobody may be there to test on this day, as a sentence; None on a working day, or while there is no day."""
    if day is None or workdays.is_workday(day):
        return None
    return f"{gate.title} 的日期（{date_zh(day)}）是休息日或者节假日，请与测试单位核实；确定在这一天测试的，不必修改。"


def rest_days(contract):
    """The same of all gates of a contract that is not in force yet."""
    if contract.state not in OPEN:
        return []
    gates = {one.number: one for one in contract.project.challenge.gates}
    days = ((number, dt.date.fromisoformat(day)) for number, day in _days(contract).items())
    told = [on_rest_day(gates[number], day) for number, day in days if number in gates]
    return [one for one in told if one]


def fix_days(contract, move):
    """The first contract that is sent out sets the days for all lanes."""
    days = _days(contract)
    for gate in contract.project.challenge.gates:
        if gate.held_on is None:
            gate.held_on = dt.date.fromisoformat(days[gate.number])
