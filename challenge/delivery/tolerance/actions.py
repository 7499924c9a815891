"""Verbs of tolerance: ask for it, state, freeze the dossier, hear the team, decide, publish a precedent."""

from functools import partial

from challenge import rulepack
from challenge.delivery.panels import actions as panels
from challenge.delivery.panels.states import Purpose
from challenge.delivery.states import Party
from challenge.delivery.tolerance import dossier, effects, messages, rules
from challenge.delivery.tolerance.models import Precedent, Tolerance, ToleranceFile, ToleranceStatement
from challenge.delivery.tolerance.states import DECIDED, T
from challenge.posting import turns
from challenge.posting.codes import next_code
from core import audit, canonical, clock, fulltext, stored
from core.database import db
from core.workflow import Refusal, Refused, apply

KIND = "precedent"
FILES_MAX = 20


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def _turn(case):
    turns.wait(case.project.challenge, "projects")
    db.session.refresh(case)
    db.session.expire(case, ["statements", "precedent"])


def begin(user, project, occasion, cause, text):
    """Ask for it; returns the case. A second click finds the own one."""
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["tolerances"])
    known = rules.open_case(project)
    if known is not None and known.requested_by_id == user.id and known.request == text:
        return known
    if not rules.asks(user, project):
        _refuse("who", "容错评议由项目负责人申请，或者由经办人提出。")
    if found := rules.may_begin(user, project, occasion) or rules.too_short(project, text):
        _refuse("needs", found)
    now = clock.now()
    case = Tolerance(
        code=next_code("RP"),
        project_id=project.id,
        occasion=occasion,
        cause=cause,
        state=T.STATING,
        state_since=now,
        due_at=clock.after_days(now, rulepack.value(project, "tolerance_statement_days")),
        requested_by_id=user.id,
        requested_at=now,
        request=text,
    )
    db.session.add(case)
    db.session.flush()
    db.session.expire(project, ["tolerances"])
    after = {"occasion": occasion.value, "cause": cause.value}
    audit.record(user, "tolerance.begin", case, f"申请容错评议（{case.code}）", after=after)
    messages.tell_begun(case, user)
    return case


def state(user, case, text, uploads=()):
    """One side says what happened, once; `uploads` are pairs of what the inspection found and the bytes."""
    _turn(case)
    party = rules.party_of(user, case)
    if party is None:
        _refuse("who", "只有项目负责人和发榜方可以陈述。")
    if party in rules.stated(case):
        _refuse("state", f"{party.label}已经陈述，不能再改。")
    if case.state is not T.STATING:
        _refuse("state", "陈述期已经结束，证据材料已固定。")
    row = ToleranceStatement(party=Party(party), text=text, by_id=user.id, at=clock.now())
    _attach(row, uploads)
    case.statements.append(row)
    db.session.flush()
    audit.record(user, "tolerance.state", case, f"{party.label}陈述（{case.code}）")
    messages.tell_stated(case, user, party)


def _attach(statement, uploads):
    for one in uploads:
        stored.keep(statement.files, one, partial(ToleranceFile, uploaded_at=clock.now()), most=FILES_MAX)


def submit(officer, case):
    """Freeze the dossier and have a panel made up; a second click finds it done."""
    _turn(case)
    if case.state is T.REVIEWING:
        return case
    if case.state is T.STATING and rules.handles_case(officer, case):
        content = dossier.whole(case)
        case.dossier, case.digest, case.frozen_at = content, canonical.digest(content), clock.now()
    apply(officer, case, "submit")
    audit.record(
        officer, "tolerance.freeze", case, f"固定容错证据材料（{case.code}）", after={"digest": case.digest}
    )
    return _with_panel(officer, case)


def _with_panel(officer, case):
    case.panel = panels.form(officer, case.project, Purpose.TOLERANCE, effects.next_round(case.project))
    db.session.flush()
    return case


def form_again(officer, case):
    """After it was sent back: another panel, once."""
    _turn(case)
    if not rules.handles_case(officer, case):
        _refuse("who", "评议组由本项目经办人组建。")
    if case.state is not T.REVIEWING or case.panel is not None:
        _refuse("state", "现在不需要另组评议组。")
    return _with_panel(officer, case)


def answer(user, case, text):
    """The team says what it thinks of the opinion, before anything is decided."""
    _turn(case)
    if case.state is T.HEARING and rules.leads_team(user, case):
        case.answer, case.answered_at = text, clock.now()
    return apply(user, case, "answer")


def make(user, case, action, reason=""):
    """A step that needs a reason at most."""
    _turn(case)
    return apply(user, case, action, **({"reason": reason} if reason else {}))


def decide(leader, case, action, reason, follows=None):
    """`action` is grant, refuse (with what follows) or return; a second click finds the own decision."""
    _turn(case)
    if case.state in DECIDED and case.decided_by_id == leader.id:
        return case
    if action != "return":
        case.decided_by_id, case.decided_at = leader.id, clock.now()
    if action == "refuse":
        if follows is None:
            _refuse("needs", "请选择项目终止还是继续。")
        case.follows = follows
    return apply(leader, case, action, reason=reason)


def publish(officer, case, title, summary, grounds):
    """The summary without names becomes a precedent; returns it."""
    _turn(case)
    if not rules.summarises(officer, case):
        _refuse("who", "案例摘要由经办人在决定后撰写，只写一次。")
    row = Precedent(
        code=next_code("AL"),
        tolerance_id=case.id,
        industry=case.project.challenge.industry,
        cause=case.cause,
        occasion=case.occasion,
        is_granted=case.state is T.GRANTED,
        title=title,
        summary=summary,
        grounds=grounds,
        published_at=clock.now(),
        published_by_id=officer.id,
    )
    db.session.add(row)
    db.session.flush()
    fulltext.index(KIND, row.id, f"{title}\n{row.industry}\n{row.cause.label}\n{summary}\n{grounds}")
    audit.record(officer, "precedent.publish", row, f"发布容错案例（{row.code}）")
    db.session.expire(case, ["precedent"])
    return row
