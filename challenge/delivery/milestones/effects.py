"""What moves with a milestone: its clocks, its rounds, what is reported of it; and how contracts and projects move it."""

import datetime as dt

from challenge import rulepack
from challenge.delivery.milestones import clocks, departing, rules
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.states import MILESTONE_ENDS, M
from core import clock

KEPT = ("name", "deliverable", "indicator", "percent", "judge")


def set_milestones(project, rows, move, former=()):
    """The milestones as this version of the contract has them; `former` are the rows of the version before.

    What was judged stays as it is; what is no longer agreed on is cancelled. A day that was not agreed on anew stays:
    a suspension may have given days back.
    """
    days = {row["number"]: row["due_on"] for row in former}
    known = {one.number: one for one in project.milestones if one.state is not M.CANCELLED}
    for row in rows:
        found = known.pop(row["number"], None)
        if found is None:
            found = ProjectMilestone(number=row["number"], state=M.PLANNED, state_since=move.at)
            project.milestones.append(found)
        if found.state not in MILESTONE_ENDS:
            _write(found, row, days.get(row["number"]) != row["due_on"])
    for left in known.values():
        if left.state not in MILESTONE_ENDS:
            move.carry(left, "cancel", reason="任务书变更后不再设此里程碑。")


def _write(milestone, row, has_moved):
    if has_moved:
        milestone.due_on = dt.date.fromisoformat(row["due_on"])
    for name in KEPT:
        setattr(milestone, name, row[name])
    milestone.gate = row.get("gate")
    clocks.remind(milestone)


def give_evidence(milestone, move):
    """The draft becomes the evidence; the poster's clock begins."""
    rules.draft_of(milestone).given_at = move.at
    days = rulepack.value(milestone, "milestone_comment_days")
    milestone.comment_due_at = clock.after_days(move.at, days)
    milestone.remind_on = None
    milestone.dunned_times, milestone.dunned_at = 0, None


def note_dunning(milestone, move):
    """Once more."""
    milestone.dunned_times, milestone.dunned_at = milestone.dunned_times + 1, move.at


def begin_rectification(milestone, move):
    """The one second round, until the day that was set."""
    milestone.round, milestone.rectified_at = 2, move.at
    milestone.rectify_due_on = move.facts["until"]
    milestone.reason, milestone.comment_due_at = move.facts["reason"], None
    forget_departure(milestone)
    clocks.remind(milestone)


def note_conclusion(milestone, move):
    """Who has judged, when, why."""
    milestone.concluded_at, milestone.concluded_by_id = move.at, move.actor.id
    milestone.reason, milestone.comment_due_at = move.facts["reason"], None
    milestone.remind_on = None
    forget_departure(milestone)


def note_departure(milestone, move):
    """What the officer wants to pass all the same, and why; a second officer looks at it."""
    milestone.departures = departing.departures(milestone)
    milestone.departure_reason, milestone.proposed_by_id = move.facts["reason"], move.actor.id


def forget_departure(milestone, move=None):
    """It is judged otherwise, or there is something new to look at; the log keeps what was."""
    milestone.departures, milestone.departure_reason = None, ""
    milestone.proposed_by_id = milestone.second_by_id = None


def note_second(milestone, move):
    """Judged by the officer in charge, agreed to by another; the departure stays written down."""
    milestone.concluded_at, milestone.concluded_by_id = move.at, milestone.proposed_by_id
    milestone.second_by_id, milestone.reason = move.actor.id, milestone.departure_reason
    milestone.comment_due_at = milestone.remind_on = None


def end_with_project(milestone, move):
    """Nothing is awaited any more."""
    milestone.reason = move.facts["reason"]
    milestone.comment_due_at = milestone.remind_on = None


def cancel_milestones(project, move):
    """The project has ended: what was not judged is not judged any more."""
    for one in project.milestones:
        if one.state not in MILESTONE_ENDS:
            move.carry(one, "cancel", reason=move.facts["reason"])


def resume_milestones(project, since, at):
    """The days of a suspension are given back."""
    for one in project.milestones:
        if one.state not in MILESTONE_ENDS:
            clocks.move(one, since, at)
