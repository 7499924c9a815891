"""The content of a later version: that of the version in force, with what was asked to change; nothing is typed anew."""

import copy
import datetime as dt

from challenge.delivery.contracts.terms import SUMS
from challenge.delivery.states import M, Payer, Support
from core.clock import months_later

# What may change of each, and no more.
OF_MILESTONE = ("name", "due_on", "deliverable", "judge")
OF_INDICATOR = ("threshold", "threshold_high", "test_method", "test_conditions", "measured_by")
OF_PARTNER = ("name", "credit_code", "role", "work_percent", "money_percent")


def amended(content, changes):
    """A copy of `content` with `changes`: {"milestones": {number: facts}, "removed": numbers, "plan": {(number, payer): 分},
    "sums": {payer: 分}, "lines": {place or name: 分}, "indicators": {id: facts}, "partners": rows}; what is missing stays as it is.

    Facts of a number that there was not yet are a new milestone.
    """
    made = copy.deepcopy(content)
    _set_milestones(made, changes.get("milestones", {}), changes.get("removed", ()))
    for row in made["indicators"]:
        row.update(changes.get("indicators", {}).get(row["id"], {}))
    lines = changes.get("lines", {})
    for place, row in enumerate(made["money"]["lines"] or []):
        row["fen"] = lines.get(place, lines.get(row["name"], row.get("fen")))
    if "partners" in changes:
        made["parties"]["partners"] = changes["partners"]
    for payer, amount in changes.get("sums", {}).items():
        made["money"][SUMS[payer]] = amount
        made["money"]["total_fen"] = sum(made["money"][name] or 0 for name in SUMS.values())
    if {"plan", "removed"} & changes.keys():
        _replan(made, changes.get("plan", {}))
    return made


def _set_milestones(content, facts, removed):
    rows = {row["number"]: row for row in content["milestones"]}
    for number in sorted(facts):
        empty = {"number": number, "indicator": "", "percent": 0}
        rows.setdefault(number, empty).update(facts[number])
    content["milestones"] = [row for number, row in rows.items() if number not in removed]


def _replan(content, sums):
    """Each payer's sum at each milestone; its kind stays, and the percentages follow."""
    money = content["money"]
    kinds = dict.fromkeys(Payer, Support.GRANT.value) | {row["payer"]: row["kind"] for row in money["plan"]}
    held = {(row["milestone"], row["payer"]): row["amount_fen"] for row in money["plan"]} | sums
    money["plan"] = [
        {"milestone": number, "payer": payer.value, "kind": kinds[payer], "amount_fen": held[number, payer]}
        for number in sorted({number for number, _ in held})
        for payer in Payer
        if held.get((number, payer))
    ]
    by_milestone = [_at(money["plan"], row["number"]) for row in content["milestones"]]
    for row, percent in zip(content["milestones"], _percents(by_milestone), strict=True):
        row["percent"] = percent


def _at(plan, number):
    return sum(row["amount_fen"] for row in plan if row["milestone"] == number)


def _percents(sums):
    """Whole percentages that add up to 100: what rounding left over goes where most was lost; without money all are 0."""
    total = sum(sums)
    if not total:
        return [0] * len(sums)
    found = [100 * one // total for one in sums]
    lost = sorted(range(len(sums)), key=lambda at: -(100 * sums[at] % total))
    for at in lost[: 100 - sum(found)]:
        found[at] += 1
    return found


def extended(content, project, months, *, last_only):
    """The end so many months later, with the milestones that are still ahead, or the last of them alone."""
    made = copy.deepcopy(content)
    ahead = [one for one in project.milestones if one.state is M.PLANNED]
    # The gates of a race keep their common days, so nothing before the last of them moves either.
    fixed = max((one.number for one in ahead if one.gate is not None), default=0)
    ahead = [one for one in ahead if one.number > fixed]
    moved = {one.number: one.due_on for one in (ahead[-1:] if last_only else ahead)}
    for row in made["milestones"]:
        if row["number"] in moved:
            row["due_on"] = months_later(moved[row["number"]], months).isoformat()
    made["ends_on"] = months_later(project.ends_on, months).isoformat()
    return made


def led_by(content, former, successor):
    """Another person leads; the former leader is no longer in the team."""
    made = copy.deepcopy(content)
    made["leader"] = successor.display_name
    unit = successor.organisation.name if successor.organisation else ""
    known = {one["name"]: one for one in made["team"]}
    own = known.get(successor.display_name, {"unit": unit, "share_percent": None})
    share = own["share_percent"] or known.get(former.display_name, {}).get("share_percent")
    led = {"name": successor.display_name, "role": "项目负责人", "unit": own["unit"], "share_percent": share}
    gone = (former.display_name, successor.display_name)
    made["team"] = [led, *(one for one in made["team"] if one["name"] not in gone)]
    return made


def day(text):
    """The day of an ISO text."""
    return dt.date.fromisoformat(text)
