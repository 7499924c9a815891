"""Verbs of gates before publication: define, change, remove."""

from challenge.delivery.race.definition import defines_gates
from challenge.delivery.race.models import MOST, RaceGate
from challenge.delivery.race.states import RG
from challenge.posting import turns
from core import audit, clock
from core.database import db
from core.workflow import Refusal, Refused


def _turn(officer, challenge):
    turns.wait(challenge, "gates")
    if not defines_gates(officer, challenge):
        raise Refused(Refusal("who", "只有经办人可以在发布榜单以前定义关口。"))


def save(officer, challenge, number, facts):
    """Define the gate of this number anew, or the next one when `number` is None; returns it."""
    _turn(officer, challenge)
    row = next((one for one in challenge.gates if one.number == number), None)
    if row is None:
        if len(challenge.gates) >= MOST:
            raise Refused(Refusal("needs", f"最多 {MOST} 个关口。"))
        following = len(challenge.gates) + 1
        row = RaceGate(challenge=challenge, number=following, state=RG.PLANNED, state_since=clock.now())
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    audit.record(officer, "race_gate.define", row, f"定义{row.title}", after=_plain(facts))
    return row


def remove(officer, challenge, number):
    """Remove a gate; later ones move up. One that is gone already is no error."""
    _turn(officer, challenge)
    found = next((one for one in challenge.gates if one.number == number), None)
    if found is None:
        return
    audit.record(officer, "race_gate.remove", found, f"删除{found.title}")
    later = [one for one in challenge.gates if one.number > number]
    db.session.delete(found)
    db.session.flush()
    for one in later:
        one.number -= 1
        db.session.flush()
    db.session.expire(challenge, ["gates"])


def _plain(facts):
    return {
        name: value.isoformat() if name == "held_on" and value else value for name, value in facts.items()
    }
