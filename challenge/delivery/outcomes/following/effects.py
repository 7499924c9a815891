"""What moves with follow-ups: the end of a project plans them, their clocks, who has checked them."""

from challenge import rulepack
from challenge.delivery.outcomes.following import clocks
from challenge.delivery.outcomes.following.models import FollowUp
from core import audit, clock
from core.database import db


def plan_follow_ups(project, move):
    """One for each year the rule pack asks for, counted from the day on which the project ended; once."""
    if project.follow_ups:
        return
    ended_on = clock.beijing(move.at).date()
    for number in rulepack.value(project, "follow_up_years"):
        opens, due = clocks.days_of(ended_on, number, project)
        code, begun = f"{project.code}-{number}", {"state_since": move.at}
        row = FollowUp(code=code, number=number, opens_on=opens, due_on=due, **begun)
        project.follow_ups.append(row)
        clocks.remind(row)
    db.session.flush()
    audit.record(move.actor, "project.plan_follow_ups", project, f"安排结题后跟踪（{project.code}）")


def stop_clock(row, move):
    """It is handed in, checked or waived: nobody is reminded."""
    row.remind_on = None


def resume_reminders(row, move):
    """It went back: reminders go on."""
    row.reason = move.facts["reason"]
    clocks.remind(row)


def note_filler(row, move):
    """Who has handed it in."""
    row.filled_by_id, row.reason, row.remind_on = move.actor.id, "", None


def note_checker(row, move):
    """Who has checked it, when."""
    row.checked_by_id, row.checked_at = move.actor.id, move.at
