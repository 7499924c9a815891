"""Verbs of closures: start one, speak, decide, draw up the settlement, confirm or object."""

from functools import partial

from challenge.delivery.closing import effects, messages, rules, settlement
from challenge.delivery.closing.models import ClosureFile
from challenge.delivery.closing.states import E
from challenge.delivery.states import Party
from challenge.posting import turns
from core import audit, canonical, clock, stored
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply

FILES_MAX = 20
MOVED = "结算单已有变化，请刷新页面核对后再办理。"


def _turn(project):
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["closures", "payments", "milestones", "expenses"])


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def ask(user, project, reason_code, facts, uploads=()):
    """Start the closure of this reason with evidence; returns it. What the officer starts is heard at once."""
    _turn(project)
    path = rules.paths(project).get(reason_code)
    party = rules.stands_for(user, project, path) if path else None
    if party is None:
        _refuse("who", "您不能以这个原因申请终止。")
    found = rules.can_be_closed(project) or rules.ground_missing(project, path)
    if found := found or rules.evidence_missing(project, path, party, uploads):
        _refuse("needs", found)
    row = effects.begin(project, reason_code, facts, party, user, clock.now())
    attach(row, party, uploads)
    db.session.flush()
    said = f"申请终止项目 {project.code}：{path['label']}"
    audit.record(user, "closure.ask", row, said, after={"reason": facts, "reason_code": reason_code})
    messages.tell_asked(row, user)
    return apply(user, row, "accept") if party is Party.BUREAU else row


def attach(closure, party, uploads):
    """Keep files with a closure, the same one once; RefusedFile when there are too many."""
    make = partial(ClosureFile, party=party, at=clock.now())
    for one in uploads:
        stored.keep(closure.files, one, make, most=FILES_MAX, what="证明材料")


def make(user, closure, action, reason=""):
    """A step that needs nothing but a reason."""
    _turn(closure.project)
    db.session.refresh(closure)
    return apply(user, closure, action, **({"reason": reason} if reason else {}))


def speak(user, closure, text, agrees, uploads=()):
    """The statement of the own side, with evidence."""
    _turn(closure.project)
    db.session.expire(closure, ["statements", "files"])
    party = rules.party_of(user, closure)
    apply(user, closure, "speak", text=text, agrees=agrees)
    attach(closure, party, uploads)
    db.session.flush()


def draw(officer, closure, percents):
    """Draw up the settlement from the ledger: `percents` is {number of a milestone: how much of its work is done}."""
    _turn(closure.project)
    db.session.refresh(closure)
    if rules.handles_closure(officer, closure) and closure.state is E.SETTLING:
        closure.round += 1
        closure.settlement = settlement.compute(closure, percents)
        closure.settlement_digest = canonical.digest(closure.settlement)
    return apply(officer, closure, "draw")


def confirm(user, closure, digest):
    """Confirm the settlement of this digest for the own side; a second click finds it done."""
    _turn(closure.project)
    db.session.expire(closure, ["signatures"])
    if any(one.user_id == user.id and one.round == closure.round for one in closure.signatures):
        return
    if closure.settlement_digest != digest:
        raise Conflict(MOVED)
    apply(user, closure, "confirm")
