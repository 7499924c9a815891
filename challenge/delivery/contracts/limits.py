"""What a later version may change: what was judged, unlocked or paid never does, sums are those of the plan, the list's demands hold."""

import re
import unicodedata

from challenge import rulepack
from challenge.bidding import relations
from challenge.bidding.checklist import number_in
from challenge.delivery import rules
from challenge.delivery.contracts import sums
from challenge.delivery.contracts.amending import OF_MILESTONE, day
from challenge.delivery.contracts.leaders import profiles_of, works_at
from challenge.delivery.contracts.rules import wrong_time
from challenge.delivery.states import M, Payer, Version
from challenge.states import Comparator
from core import clock, formats
from talent.integrity import gate
from talent.integrity.states import Purpose

# A number alone: what stands around it in a promise has no place in what is due.
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(\s*[×x*]\s*10\s*\^\s*[-+]?\d+)?", re.ASCII)
ONE_SIDED = (Comparator.AT_LEAST, Comparator.AT_MOST)


def faults(project, former, content):
    """(field, sentence) of what keeps `content` from following `former`; `field` is "" where none is meant."""
    yield from _judged(project, former, content)
    yield from _number(project, former, content)
    yield from _days(former, content)
    yield from sums.faults(project, former, content)
    yield from _indicators(former, content)
    yield from _partners(project, former, content)


def _judged(project, former, content):
    """Milestones that are in hand or over, and their money, stay."""
    standing = {one.number: one for one in project.milestones if one.state is not M.CANCELLED}
    after = {row["number"]: row for row in content["milestones"]}
    for old in former["milestones"]:
        row, new = standing.get(old["number"]), after.get(old["number"])
        if row is None or (row.state is M.PLANNED and row.gate is None):
            continue
        if row.state is M.PLANNED:
            if new is None:
                yield f"remove_{row.number}", f"里程碑 {row.number} 是赛马关口，不能取消。"
            continue
        said = f"里程碑 {row.number} {row.state.label}，不能再变更。"
        if new is None or any(old.get(name) != new.get(name) for name in OF_MILESTONE):
            yield f"due_{row.number}", said
        for payer in Payer:
            if sums.planned(former, payer, row.number) != sums.planned(content, payer, row.number):
                yield f"fen_{row.number}_{payer}", said


def _number(project, former, content):
    """Milestones come and go, one at least is left; a new one says what it is, and no number is used twice."""
    known = {row["number"] for row in former["milestones"]}
    now = {row["number"] for row in content["milestones"]}
    if not now:
        yield "milestones", "任务书至少保留一个里程碑。"
    if known == now:
        return
    if rulepack.mode_of(project).gates:
        yield "milestones", "赛马各赛道的里程碑和关口共同约定，不能单独增加或者取消。"
    for row in content["milestones"]:
        if row["number"] not in known:
            yield from _added(project, former, row)


def _added(project, former, row):
    number = row["number"]
    if number < next_number(project, former):
        yield f"title_{number}", f"里程碑 {number} 已经取消，不能再用这个序号。"
    for field, name, label in (
        ("title", "name", "名称"),
        ("deliverable", "deliverable", "交付物"),
        ("judge", "judge", "判定方"),
    ):
        if not row.get(name):
            yield f"{field}_{number}", f"请填写新里程碑 {number} 的{label}。"


def next_number(project, content):
    """The number of a milestone that is added: none is used twice, whatever was cancelled."""
    used = {one.number for one in project.milestones} | {row["number"] for row in content["milestones"]}
    return max(used) + 1


def _days(former, content):
    """Milestones follow each other, none that is moved lies in the past, the last is not after the end."""
    before, end = None, day(content["ends_on"])
    known = {row["number"]: row["due_on"] for row in former["milestones"]}
    for new in content["milestones"]:
        due, field = day(new["due_on"]), f"due_{new['number']}"
        has_moved = known.get(new["number"]) != new["due_on"]
        if has_moved and due <= clock.today():
            yield field, f"里程碑 {new['number']} 的完成日期须晚于今天。"
        if has_moved and due > end:
            yield (
                field,
                f"里程碑 {new['number']} 的完成日期不能晚于结束日期 {formats.date_zh(end)}，需要延期的请申请延期。",
            )
        if before is not None and due < before:
            yield field, f"里程碑 {new['number']} 的完成日期不能早于前一个里程碑。"
        before = due


def _indicators(former, content):
    """A number stays a number, so that code can judge it."""
    for old, new in zip(former["indicators"], content["indicators"], strict=True):
        names = ["threshold"] + (["threshold_high"] if new["comparator"] == Comparator.RANGE else [])
        for name in names:
            if not new[name]:
                yield f"{name}_{new['id']}", f"请填写“{new['name']}”的约定值。"
            elif new["comparator"] != Comparator.QUALITATIVE and not _is_number(new[name], old[name]):
                yield f"{name}_{new['id']}", f"“{new['name']}”的约定值须为数值，例如 41。"
        if new["comparator"] == Comparator.RANGE and _crossed(new):
            yield f"threshold_{new['id']}", f"“{new['name']}”的下限不能大于上限。"


def _is_number(text, former):
    return text == former or bool(_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def _crossed(row):
    low, high = number_in(row["threshold"]), number_in(row["threshold_high"])
    return low is not None and high is not None and low > high


def _partners(project, former, content):
    """As at the bid: so many at most, nobody of the demander's family, no share above the whole."""
    rows = content["parties"]["partners"]
    if rows == former["parties"]["partners"]:
        return
    most = rulepack.value(project, "consortium_max")
    if len(rows) + 1 > most:
        clause = rulepack.cite(project, "consortium_max")
        yield "partners", f"联合体（含牵头单位）不得超过 {most} 家，现为 {len(rows) + 1} 家{clause}。"
    for key, what in (("work_percent", "工作"), ("money_percent", "经费")):
        if sum(one[key] or 0 for one in rows) > 100:
            yield "partners", f"合作单位的{what}份额合计不能超过 100%。"
    names = [one["name"] for one in rows]
    if len(set(names)) < len(names) or content["parties"]["bidder"]["name"] in names:
        yield "partners", "合作单位不能重复，也不能是牵头单位。"
    known = {one["name"] for one in former["parties"]["partners"]}
    new = [one for one in rows if one["name"] not in known]
    for one in (*relations.of_partners(project.bid, new), *_barred(project, relations.registered(new))):
        yield "partners", one


def _barred(project, units, users=()):
    years = rulepack.value(project, "clean_record_years")
    ids = {"users": list(users), "organisations": [one.id for one in units]}
    return [one.neutral for one in gate.findings(Purpose.AWARD, years=years, **ids)]


def lowered(project, content):
    """Names of the indicators of which less is due than the list has asked, or of which that cannot be told."""
    asked = {one.id: one for one in project.bid.content.indicators}
    return [row["name"] for row in content["indicators"] if _is_lower(asked[row["id"]], row)]


def _is_lower(asked, row):
    if (asked.threshold, asked.threshold_high) == (row["threshold"], row["threshold_high"]):
        return False
    before, now = number_in(asked.threshold), number_in(row["threshold"])
    if asked.comparator in ONE_SIDED and None not in (before, now):
        return now < before if asked.comparator is Comparator.AT_LEAST else now > before
    if asked.comparator is Comparator.RANGE:
        high, top = number_in(asked.threshold_high), number_in(row["threshold_high"])
        return None in (before, now, high, top) or now < before or top > high
    return True


def successor_fault(project, person, code):
    """Why this person cannot take over as leader, or None."""
    if code not in {one["key"] for one in rulepack.entries(project, "leader_changes")}:
        return (
            f"攻关期间不得更换项目负责人，确需更换的限于规定的情形{rulepack.cite(project, 'leader_locked')}。"
        )
    if person.id == project.leader_id:
        return "接任人就是现任项目负责人。"
    if not person.is_active:
        return "接任人的账号已停用，请另选他人。"
    if not rules.is_on_team(person, project):
        return f"接任人须为已确认参加本项目的团队成员{rulepack.cite(project, 'leader_successor')}。"
    sides = (project.challenge.organisation_id,)
    profile = profiles_of([person]).get(person.id)
    if person.organisation_id in sides or (profile and works_at(profile, project.challenge.organisation)):
        return "接任人属于发榜单位，不能担任项目负责人。"
    return next(iter(_barred(project, [], [person.id])), None)


def extension_fault(project, months):
    """Why the project cannot be extended by so many months, or None: once, and not by more than the rule pack says."""
    most, clause = rulepack.value(project, "extension_months"), rulepack.cite(project, "extension_months")
    if project.extended_months:
        return f"项目已延期一次（{project.extended_months} 个月），不能再次延期{clause}。"
    if not 0 < months <= most:
        return f"延期最长 {most} 个月{clause}。"
    return None


def change_fits(contract):
    """A later version still fits what was judged, unlocked and decided since it was asked for."""
    project = contract.project
    if contract.kind is Version.FIRST:
        return None
    if found := wrong_time(project, of_leader=contract.successor is not None):
        return found
    if contract.kind is Version.EXTENSION and (found := extension_fault(project, contract.months)):
        return found
    if contract.successor is not None and (
        found := successor_fault(project, contract.successor, contract.why_code)
    ):
        return found
    former = before(contract)
    found = next(faults(project, former.content, contract.content), None)
    return f"{found[1]}请退回后按现状重新申请。" if found else None


def before(contract):
    """The version that was in force before this one, or None."""
    older = [one for one in contract.project.contracts if one.in_force_at and one.number < contract.number]
    return older[-1] if older else None


def lowering_noted(contract):
    """Where less is due than the list has asked, the public is told why."""
    names = lowered(contract.project, contract.content) if contract.kind is not Version.FIRST else []
    if names and not contract.note:
        clause = rulepack.cite(contract.project, "threshold_floor")
        return f"“{'、'.join(names)}”低于榜单要求，须写明公开说明，并由局领导批准{clause}。"
    return None
