"""Verbs of acceptance: write and hand in, certify, check, test, propose, second, decide, publish, conclude."""

from functools import partial

from challenge.delivery.acceptance import clocks, rules, tables
from challenge.delivery.acceptance.models import Acceptance, AcceptanceFile
from challenge.delivery.acceptance.states import Conclusion, Paper, V
from challenge.delivery.milestones import measuring
from challenge.delivery.panels import actions as panels
from challenge.delivery.panels.rules import panel_of
from challenge.delivery.panels.states import Purpose
from challenge.delivery.states import Source
from challenge.notice.actions import lock
from challenge.posting import turns
from core import audit, clock, outbox, stored
from core.database import db
from core.formats import date_zh
from core.workflow import Refusal, Refused, apply

FILES_MAX = 30


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def _turn(acceptance):
    turns.wait(acceptance.project.challenge, "projects")
    db.session.refresh(acceptance)
    db.session.expire(acceptance, ["files", "measurements"])


def begin(user, project):
    """What the team writes: the open round, made when there is none; returns it."""
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["acceptances"])
    if not rules.may_apply(user, project):
        _refuse("who", "验收由项目负责人在攻关或者整改期间申请。")
    return rules.draft_of(project) or prepare(project)


def prepare(project):
    """The first round as a draft, due when the project ends."""
    now = clock.now()
    row = Acceptance(project=project, round=1, state=V.DRAFT, state_since=now, due_on=project.ends_on)
    row.created_at, row.summary = now, ""
    db.session.add(row)
    db.session.flush()
    clocks.remind(row)
    return row


def save(user, acceptance, summary, values, notes, *, papers=()):
    """Keep the self-evaluation; `papers` are (kind, institution, inspection, bytes). Returns the acceptance."""
    _turn(acceptance)
    _writes(user, acceptance)
    acceptance.summary = summary
    said = {key: text for key, text in notes.items() if text}
    claimed = {key: values.get(key) or said.get(key, "") for key in {*values, *said}}
    claimed = {key: text[:120] for key, text in claimed.items()}
    rows = measuring.write(acceptance.measurements, acceptance.project, Source.SELF, user, claimed)
    for key, row in rows.items():
        row.note = said.get(key, "")
    attach(user, acceptance, papers)
    db.session.flush()
    return acceptance


def _writes(user, acceptance):
    if not rules.applies(user, acceptance):
        _refuse("who", "验收材料由项目负责人填写。")
    if acceptance.state not in rules.WRITES:
        _refuse("state", f"验收{acceptance.state.label}，材料不能再修改。")
    if found := rules.project_goes_on(acceptance):
        _refuse("needs", found)


def attach(user, acceptance, papers):
    """Keep papers, the same one once; RefusedFile when there are too many."""
    for kind, institution, found, data in papers:
        facts = {"kind": kind, "institution": institution, "by_id": user.id, "uploaded_at": clock.now()}
        make = partial(AcceptanceFile, **facts)
        stored.keep(acceptance.files, (found, data), make, most=FILES_MAX, what="验收材料")


def remove_file(user, acceptance, file_id):
    """Take a paper out of what is being written; one that is gone already is no error."""
    _turn(acceptance)
    _writes(user, acceptance)
    own = (Paper.TEST, Paper.OTHER)
    for one in [one for one in acceptance.files if one.id == file_id and one.kind in own]:
        acceptance.files.remove(one)
        outbox.enqueue("forget_blobs", {"blobs": [one.blob]})
    db.session.flush()


def submit(user, acceptance):
    """Apply; a second click finds it done."""
    _turn(acceptance)
    if acceptance.state is V.SUBMITTED and rules.applies(user, acceptance):
        return
    if acceptance.state in rules.WRITES and rules.applies(user, acceptance):
        acceptance.submitted_by_id, acceptance.submitted_at = user.id, clock.now()
    apply(user, acceptance, "submit")


def certify(user, acceptance, satisfaction, text, paper=None):
    """The poster's certificate, once."""
    _turn(acceptance)
    if not rules.certifies(user, acceptance):
        _refuse("who", "用户证明由发榜方出具。")
    if acceptance.certified_at is not None or acceptance.state is not V.SUBMITTED:
        _refuse("state", "用户证明在形式审查期间出具一次，提交后不能修改。")
    if found := rules.project_goes_on(acceptance):
        _refuse("needs", found)
    acceptance.satisfaction, acceptance.certificate = satisfaction, text
    acceptance.certified_by_id, acceptance.certified_at = user.id, clock.now()
    attach(user, acceptance, [(Paper.CERTIFICATE, "", *paper)] if paper else [])
    db.session.flush()
    shown = {"satisfaction": satisfaction.value}
    audit.record(user, "acceptance.certify", acceptance, "发榜方出具用户证明", after=shown)


def return_(officer, acceptance, reason):
    """Back to the team for what is missing."""
    _turn(acceptance)
    apply(officer, acceptance, "return", reason=reason)


def admit(officer, acceptance):
    """The papers are complete: a panel is made up."""
    _turn(acceptance)
    apply(officer, acceptance, "admit")
    form_panel(officer, acceptance)


def form_panel(officer, acceptance):
    """The panel of this round; also after a notice was taken back."""
    if acceptance.state is not V.REVIEWING:
        _refuse("state", f"验收{acceptance.state.label}，不能组建评议组。")
    return panels.form(officer, acceptance.project, Purpose.ACCEPTANCE, acceptance.round)


def add_test(officer, acceptance, institution, values, verdicts, papers):
    """Register a test for the acceptance: numbers are judged by code, qualitative indicators by the institution named."""
    _turn(acceptance)
    if not rules.handles(officer, acceptance):
        _refuse("who", "验收测试由经办人登记。")
    if acceptance.state not in (V.SUBMITTED, V.REVIEWING):
        _refuse("state", f"验收{acceptance.state.label}，不能登记测试结果。")
    if found := rules.project_goes_on(acceptance):
        _refuse("needs", found)
    mine = acceptance.measurements
    rows = measuring.write(mine, acceptance.project, Source.ACCEPTANCE, officer, values, verdicts, anew=True)
    for row in rows.values():
        row.note = institution
    attach(officer, acceptance, [(Paper.CHECK, institution, *one) for one in papers])
    db.session.flush()
    shown = {"institution": institution, "files": [one.sha256 for one in acceptance.files]}
    audit.record(officer, "acceptance.test", acceptance, f"登记验收测试结果（{institution}）", after=shown)


def propose(officer, acceptance, conclusion, basis, override_reason="", until=None, cause=None):
    """Propose a conclusion with the votes in front; a departure needs its reason and a second officer."""
    _turn(acceptance)
    if conclusion not in rules.conclusions(acceptance):
        _refuse("needs", "本轮不能作出这一结论。")
    overrides = rules.departures(acceptance, conclusion)
    if overrides and not override_reason.strip():
        _refuse("needs", f"拟定结论与下列情况不一致，请写明理由：{'；'.join(overrides)}。")
    _check_until(acceptance, conclusion, until)
    if conclusion is Conclusion.DILIGENT and cause is None:
        _refuse("needs", "拟定尽责未达标结题的，请选择未达标的主要原因。")
    acceptance.conclusion, acceptance.basis = conclusion, basis
    acceptance.overrides, acceptance.override_reason = overrides, override_reason if overrides else ""
    acceptance.cause = cause if conclusion is Conclusion.DILIGENT else None
    acceptance.rectify_until = until if conclusion is Conclusion.RECTIFY else None
    acceptance.table = tables.indicators(acceptance)
    acceptance.proposed_by_id, acceptance.proposed_at = officer.id, clock.now()
    acceptance.second_by_id = acceptance.second_at = acceptance.decided_by_id = acceptance.decided_at = None
    apply(officer, acceptance, "propose_late" if acceptance.state in rules.WRITES else "propose")
    shown = {"conclusion": conclusion.value, "overrides": overrides}
    audit.record(
        officer, "acceptance.proposal", acceptance, f"拟定结论：{acceptance.conclusion_label}", after=shown
    )


def _check_until(acceptance, conclusion, until):
    if conclusion is not Conclusion.RECTIFY:
        return
    last = rules.latest_rectification(acceptance)
    if until is None or not clock.today() < until <= last:
        _refuse("needs", f"整改期限应在明天至{date_zh(last)}之间。")


def second(officer, acceptance):
    """Another officer agrees to a departure."""
    _turn(acceptance)
    apply(officer, acceptance, "second")


def send_back(user, acceptance, action, reason):
    """The second officer or the leader disagrees; the leader takes a notice back."""
    _turn(acceptance)
    apply(user, acceptance, action, reason=reason)


def approve(leader, acceptance, reason):
    """The leader agrees; a second click finds it done."""
    _turn(acceptance)
    if acceptance.state is V.PROPOSED and rules.decides(leader, acceptance):
        acceptance.decided_by_id, acceptance.decided_at = leader.id, clock.now()
        acceptance.decision_reason = reason
    apply(leader, acceptance, "approve", reason=reason)


def publish(officer, acceptance):
    """Publish the conclusion that was approved."""
    _turn(acceptance)
    apply(officer, acceptance, "publish")


def conclude(officer, acceptance):
    """After the notice: the project comes to its end, money follows."""
    _turn(acceptance)
    if acceptance.notice is not None:
        lock(acceptance.notice)
    apply(officer, acceptance, "conclude")


def panel(acceptance):
    """The panel of this round that stands, or None."""
    return panel_of(acceptance.project, Purpose.ACCEPTANCE, acceptance.round)
