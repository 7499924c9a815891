"""The engine of the transition tables: the only code that assigns `.state`. Knows no domain."""

import dataclasses
import enum

from core import audit, clock
from core.database import db

_machines = {}


class State(enum.StrEnum):
    """Base of state enums: ``OPEN = "open", "揭榜中", "open"`` gives value, label and tone."""

    label: str
    tone: str

    def __new__(cls, value, label="", tone="quiet"):
        """Tones: open (to the public), work, wait, good, bad, quiet; see templates/components/tag.html."""
        member = str.__new__(cls, value)
        member._value_, member.label, member.tone = value, label, tone
        return member


@dataclasses.dataclass(frozen=True)
class Step:
    """One row of a transition table; built by `step`."""

    action: str
    label: str
    sources: tuple
    target: object
    who: object
    needs: tuple
    then: tuple
    asks: tuple
    public: str
    danger: bool


def step(action, label, sources, target, who, needs=(), then=(), *, asks=(), public="", danger=False):
    """A row: `who(actor, subject)`, `needs: subject -> sentence or None`, `then(subject, move)`.

    `target` may be a function of the subject. `asks` names facts that must be given (``"reason"``).
    `public` is the sentence shown on the public timeline; `danger` draws the step as destructive.
    """
    sources = sources if isinstance(sources, tuple) else (sources,)
    return Step(action, label, sources, target, who, tuple(needs), tuple(then), tuple(asks), public, danger)


def nobody(actor, subject):
    """Who of a step that only happens as a consequence of another one (`Move.carry`)."""
    return False


@dataclasses.dataclass(frozen=True)
class Refusal:
    """Why a step is not possible: kind ``state`` (409), ``who`` (403) or ``needs`` (422), and the sentence."""

    kind: str
    sentence: str

    @property
    def status(self):
        """The HTTP status that carries this refusal."""
        return {"state": 409, "who": 403, "needs": 422}[self.kind]


class Refused(Exception):
    """Raised by `apply` and `carry`; carries the `Refusal`."""

    def __init__(self, refusal):
        super().__init__(refusal.sentence)
        self.refusal = refusal


@dataclasses.dataclass(frozen=True)
class Choice:
    """A step that concerns this person now; `refusal` is None or the sentence that stands in the way."""

    action: str
    label: str
    danger: bool
    refusal: str | None


@dataclasses.dataclass(frozen=True)
class Move:
    """What an effect is told: the step, who made it, the facts given, the instant."""

    step: Step
    actor: object
    facts: dict
    before: State
    at: object

    def carry(self, subject, action, **facts):
        """Make a consequence: *who* is not asked, state and needs are."""
        return _perform(self.actor, subject, action, facts, carried=True)


def machine(name, model, states, steps, what=None):
    """Register the table of one kind of row; `what(subject)` names a subject in the log."""
    table = {"name": name, "model": model, "states": states, "steps": tuple(steps), "what": what}
    _machines[model] = table
    return table


def machines():
    """All registered tables, by name."""
    return sorted(_machines.values(), key=lambda table: table["name"])


def steps_of(subject):
    """Rows of the table that governs `subject`."""
    return _machines[type(subject)]["steps"]


def _row(subject, action):
    rows = [row for row in steps_of(subject) if row.action == action]
    if not rows:
        raise LookupError(f"no step {action!r} for {type(subject).__name__}")
    return next((row for row in rows if subject.state in row.sources), rows[0])


def refusal(actor, subject, action, *, carried=False):
    """Why `actor` may not make this step now, as a `Refusal`; None when nothing stands in the way."""
    row = _row(subject, action)
    if subject.state not in row.sources:
        return Refusal(
            "state", f"当前状态为“{subject.state.label}”，不能“{row.label}”。请刷新页面查看最新状态。"
        )
    if not carried and not row.who(actor, subject):
        return Refusal("who", f"您没有“{row.label}”的权限，或该步骤须由他人办理。")
    for need in row.needs:
        sentence = need(subject)
        if sentence:
            return Refusal("needs", sentence)
    return None


def _perform(actor, subject, action, facts, *, carried):
    found = refusal(actor, subject, action, carried=carried)
    if found:
        raise Refused(found)
    row = _row(subject, action)
    for fact in row.asks:
        if not str(facts.get(fact) or "").strip():
            raise Refused(Refusal("needs", f"“{row.label}”须填写理由或说明，请补充后再提交。"))
    before = subject.state
    subject.state = row.target(subject) if callable(row.target) else row.target
    if subject.state is not before and hasattr(subject, "state_since"):
        subject.state_since = clock.now()
    db.session.flush()
    table = _machines[type(subject)]
    audit.record(
        actor,
        f"{table['name']}.{row.action}",
        subject,
        _said(table, row, subject),
        before={"state": before.value},
        after={"state": subject.state.value}
        | {k: facts[k] for k in row.asks if isinstance(facts.get(k), str)},
        public=bool(row.public),
    )
    move = Move(row, actor, facts, before, clock.now())
    for effect in row.then:
        effect(subject, move)
    db.session.flush()
    return subject


def _said(table, row, subject):
    text = row.public or row.label
    return f"{text}（{table['what'](subject)}）" if table["what"] else text


def apply(actor, subject, action, /, **facts):
    """Make the step or raise `Refused`; records it, runs its effects, flushes. Returns the subject."""
    return _perform(actor, subject, action, facts, carried=False)


def available(actor, subject):
    """Steps this person could make in this state, as `Choice` rows in table order."""
    choices = []
    for row in steps_of(subject):
        if subject.state in row.sources and row.who(actor, subject):
            found = next((s for s in (need(subject) for need in row.needs) if s), None)
            choices.append(Choice(row.action, row.label, row.danger, found))
    return choices


def describe():
    """Every table as plain rows (machine, action, label, from, to, who, needs, then) for manual and command."""
    for table in machines():
        for row in table["steps"]:
            target = row.target if isinstance(row.target, State) else None
            yield {
                "machine": table["name"],
                "action": row.action,
                "label": row.label,
                "from": [state.label for state in row.sources],
                "to": target.label
                if target is not None
                else f"（{row.target.__doc__ or row.target.__name__}）",
                "who": row.who.__name__,
                "needs": [need.__name__ for need in row.needs],
                "then": [effect.__name__ for effect in row.then],
            }
