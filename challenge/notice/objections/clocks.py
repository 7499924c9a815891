"""The one clock of an objection: working days of the rule pack, that stand still with the list and never run back."""

from challenge import rulepack
from core import clock, workdays


def start(objection, rule, at):
    """From now on so many working days, as `rule` of the pack says, run from the day after `at`."""
    objection.due_at = None
    _run(objection, at, rulepack.value(objection, rule))


def extend(objection, rule):
    """Add the working days of `rule` to those that run."""
    _run(objection, objection.due_from, objection.due_days + rulepack.value(objection, rule))


def stop(objection):
    """Nothing runs any more."""
    objection.due_from = objection.due_days = objection.due_at = None
    objection.calendar_known = True


def resume(objection, since, at):
    """Give back what had not run out when the list was suspended at `since`, from the day after `at`."""
    due = objection.due_at
    if due is None or due <= since or not workdays.costs_a_day(due, since, at):
        return
    _run(objection, at, max(workdays.left_from(clock.beijing(since).date(), due), 1))


def recompute(objection):
    """Count anew by the calendar as it is known now; what has ended under a known calendar stays so."""
    if objection.due_at is None or (objection.calendar_known and clock.now() >= objection.due_at):
        return
    _run(objection, objection.due_from, objection.due_days)


def _run(objection, start_at, days):
    found, before = workdays.period(start_at, days), objection.due_at
    objection.due_from, objection.due_days = start_at, days
    objection.due_at = max(found.ends_at, before) if before else found.ends_at
    objection.calendar_known = not found.unknown_years
