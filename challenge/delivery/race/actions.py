"""Verbs of the day of a gate: enter the results of all lanes at once, propose, decide, object, answer."""

from challenge import rulepack
from challenge.delivery.ledger.actions import kept
from challenge.delivery.milestones.plausible import doubts
from challenge.delivery.race import messages, rules
from challenge.delivery.race.effects import tests_of
from challenge.delivery.race.models import RaceObjection, RaceResult
from challenge.delivery.race.scoring import verdict_of
from challenge.delivery.race.states import RG, RO
from challenge.delivery.states import Verdict
from challenge.posting import turns
from challenge.posting.actions.publishing import record_version
from challenge.states import Comparator
from core import audit, canonical, clock, workdays
from core.database import db
from core.formats import date_zh
from core.workflow import Refusal, Refused, apply

NOT_MEASURED = "未测得"


def wait(gate):
    """One after the other on a race; the gate is read anew."""
    turns.wait(gate.challenge, "projects")
    db.session.refresh(gate)
    db.session.expire(gate, ["results", "objections"])


def read(test, typed):
    """Verdict on what was typed for one test: a value, 未测得, or the verdict of the tester; None when it says nothing."""
    if typed == NOT_MEASURED:
        return Verdict.UNCLEAR
    if test.comparator is Comparator.QUALITATIVE:
        return Verdict(typed) if typed in (Verdict.MET, Verdict.MISSED) else None
    found = verdict_of(test, typed)
    return None if found is Verdict.UNCLEAR else found


def enter(officer, gate, typed, institution, note="", upload=None, *, checked=False):
    """Keep the results of every lane: `typed` is {(lane, indicator id): text}; once more until they are proposed.

    The report of the test is there from the first time on; `checked`: odd values were compared with it.
    """
    wait(gate)
    if not rules.handles_gate(officer, gate) or gate.state not in (RG.PLANNED, RG.MEASURED):
        apply(officer, gate, "enter")  # says why not
    if upload is None and gate.blob is None:
        raise Refused(Refusal("needs", "请上传测试报告。"))
    gate.results.clear()
    db.session.flush()
    for project in rules.running(gate.challenge):
        for test in tests_of(gate):
            text = typed.get((project.lane, test.id), "")
            verdict = read(test, text)
            if verdict is None:
                raise Refused(
                    Refusal("needs", f"赛道 {project.lane} 的“{test.name}”没有读到可以判定的数值，请核对。")
                )
            is_number = verdict is not Verdict.UNCLEAR and test.comparator is not Comparator.QUALITATIVE
            value = text if is_number else ""
            facts = {"indicator_id": test.id, "value": value, "verdict": verdict}
            gate.results.append(RaceResult(project_id=project.id, **facts))
    odd = doubts(tests_of(gate), typed)
    if odd and not checked:
        raise Refused(Refusal("needs", f"{'；'.join(odd)}。请与测试报告核对。"))
    gate.institution, gate.note = institution, note
    for name, value in kept(upload).items():
        setattr(gate, name, value)
    db.session.flush()
    apply(officer, gate, "enter")
    shown = {"institution": institution, "file": gate.file_sha256, "results": _digest(gate)}
    shown |= {"odd": odd} if odd else {}
    audit.record(officer, "race_gate.results", gate, f"{gate.title}：测试结果摘要", after=shown)
    return gate


def _digest(gate):
    rows = sorted([one.project_id, one.indicator_id, one.value, one.verdict.value] for one in gate.results)
    return canonical.digest(rows)


def make(user, gate, action, seen=None, **facts):
    """A step of the gate as it was read; a second click on what is done finds it done."""
    wait(gate)
    if seen is not None and gate.version != seen:
        if _done_by(user, gate, action):
            return gate
        raise Refused(Refusal("state", "页面打开之后关口已有变化，请刷新页面核对后再办理。"))
    if action == "publish" and gate.state is RG.PROPOSED and rules.decides_on_gate(user, gate):
        _start_term(user, gate)
    return apply(user, gate, action, **facts)


def _start_term(leader, gate):
    """From the publication on the lanes have some working days to object."""
    days = rulepack.value(gate.challenge, "gate_objection_workdays")
    gate.approved_by_id, gate.objections_until = leader.id, workdays.period_end(clock.now(), days)


def _done_by(user, gate, action):
    mine = {"propose": (RG.PROPOSED, gate.proposed_by_id), "publish": (RG.PUBLISHED, gate.approved_by_id)}
    return mine.get(action) == (gate.state, user.id)


def postpone(leader, gate, day, reason):
    """Hold the gate later, after today, before the next gate and while the contracts run; published as a 变更公告 of the list."""
    wait(gate)
    ends = [one.ends_on for one in rules.running(gate.challenge)]
    if ends and day > min(ends):
        last = date_zh(min(ends))
        raise Refused(Refusal("needs", f"新日期不能晚于任务书的结束日期{last}，确需推迟的先办理延期。"))
    following = next((one for one in gate.challenge.gates if one.number == gate.number + 1), None)
    is_early = gate.held_on is not None and day <= max(gate.held_on, clock.today())
    if is_early or (following is not None and following.held_on and day >= following.held_on):
        raise Refused(Refusal("needs", "新日期应晚于今天和原日期，并且早于下一关口。"))
    was, challenge = gate.held_on, gate.challenge
    apply(leader, gate, "postpone", reason=reason, day=day)
    change = {"field": "gates", "section": "gates", "label": f"{gate.title}的测试日期"}
    challenge.content_version += 1
    told = [change | {"old": date_zh(was), "new": date_zh(day)}]
    record_version(leader, challenge, reason=reason, changes=told)


def object_to(user, gate, text):
    """The leader of a lane objects to the published result; returns the objection, the open one if there is."""
    wait(gate)
    project = next((one for one in rules.running(gate.challenge) if one.leader_id == user.id), None)
    if project is None:
        raise Refused(Refusal("who", "只有参赛赛道的项目负责人可以提出异议。"))
    if found := rules.objection_in_time(gate):
        raise Refused(Refusal("needs", found))
    mine = [one for one in gate.objections if one.project_id == project.id and one.state is RO.OPEN]
    if mine:
        return mine[0]
    now = clock.now()
    facts = {"text": text, "at": now, "by_id": user.id, "state": RO.OPEN, "state_since": now}
    row = RaceObjection(gate=gate, project=project, **facts)
    db.session.add(row)
    db.session.flush()
    audit.record(user, "race_objection.raise", row, f"{gate.title}：赛道 {project.lane} 提出异议")
    messages.tell_new_objection(row)
    return row


def answer(leader, objection, action, text):
    """`action` is uphold or dismiss."""
    wait(objection.gate)
    db.session.refresh(objection)
    return apply(leader, objection, action, answer=text)
