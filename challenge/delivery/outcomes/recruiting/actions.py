"""Verbs of talent records: the person agrees, changes or takes back; the officer finds a unit, notes meeting and end."""

from challenge.delivery.outcomes.recruiting import rules
from challenge.delivery.outcomes.recruiting.models import TalentNote
from challenge.posting import turns
from core import audit, clock
from core.database import db
from core.workflow import Refusal, Refused, apply


def _turn(row):
    turns.wait(row.project.challenge, "projects")
    db.session.refresh(row)


def agree(person, row, stay, origin, needs):
    """The person agrees and says what for; a second time changes what was said."""
    _turn(row)
    _own(person, row)
    is_new = row.state not in rules.UNDER_WAY
    row.stay, row.origin, row.needs = stay, origin, needs
    if is_new:
        row.agreed_at = clock.now()
        apply(person, row, "agree")
        return
    db.session.flush()
    audit.record(person, "talent_record.save", row, "更新引进意向")


def _own(person, row):
    if not rules.is_person(person, row):
        raise Refused(Refusal("who", "只有本人可以填写引进意向。"))


def withdraw(person, row):
    """Take the consent back."""
    _turn(row)
    _own(person, row)
    row.stay = None  # the table keeps nothing of who has not agreed
    apply(person, row, "withdraw")


def match(officer, row, unit, note):
    """Find a unit for the person, or another one."""
    _turn(row)
    row.unit_id = unit.id
    apply(officer, row, "match", note=note)


def meet(officer, row, day, note):
    """They have met."""
    _turn(row)
    row.met_on = day
    apply(officer, row, "meet", note=note)


def settle(officer, row, day, note):
    """The person comes."""
    _turn(row)
    row.settled_on = day
    apply(officer, row, "settle", note=note)


def make(user, row, action, note=""):
    """A step that asks for nothing but words at most."""
    _turn(row)
    apply(user, row, action, note=note)


def add_note(officer, row, text):
    """Note how it goes on."""
    _turn(row)
    if not rules.handles(officer, row) or row.agreed_at is None:
        raise Refused(Refusal("who", "您不能记录这份人才引进的跟进情况。"))
    row.notes.append(TalentNote(at=clock.now(), by_id=officer.id, text=text))
    db.session.flush()
    audit.record(officer, "talent_record.note", row, "记录跟进情况")
