"""What moves with talent records: they begin with a contract, hold what the person agreed to, and forget it again."""

from challenge.delivery.outcomes.recruiting import messages, rules
from challenge.delivery.outcomes.recruiting.models import Talent, TalentNote
from challenge.posting.codes import next_code
from core import audit
from core.database import db


def ask_winners(project, move):
    """Everybody on the winning team from outside the city is asked, once for this project."""
    known = {one.user_id for one in project.talents}
    for person in rules.winners_from_outside(project):
        if person.id not in known:
            row = Talent(code=next_code("RC"), project=project, user=person)
            row.created_at = row.state_since = move.at
            db.session.add(row)
            db.session.flush()
            audit.record(move.actor, "talent_record.create", row, f"征询人才引进意向 {row.code}")
            messages.ask(row)


def keep_note(row, move):
    """What the officer writes goes to the notes, never to the log: it speaks of a person."""
    text = move.facts.get("note")
    if text:
        row.notes.append(TalentNote(at=move.at, by_id=move.actor.id, text=text))


def forget_person(row, move):
    """The consent is taken back: everything that was said and noted goes."""
    row.origin = row.needs = ""
    row.unit_id = row.met_on = row.settled_on = row.agreed_at = None
    row.notes.clear()
