"""Measured values of a report: kept as they were typed, judged by code; by a named judge only where no number decides."""

import re

from challenge.delivery.milestones.judging import judged
from challenge.delivery.milestones.models import Measurement
from challenge.delivery.states import Source, Verdict
from challenge.posting.content import demand_text
from challenge.states import Comparator
from core import clock

JUDGES = (Source.EXPERT, Source.THIRD_PARTY)


def measure(report, user, values, verdicts=None):
    """Make the measurements of a report those of `values`, {id of the indicator: text}; what is empty is left out.

    `verdicts` is {id: (Verdict, reason)} of a judge, and counts for qualitative indicators alone.
    """
    project, said = report.milestone.project, verdicts if report.source in JUDGES else None
    write(report.measurements, project, report.source, user, values, said)


def write(measurements, project, source, user, values, verdicts=None, *, anew=False):
    """The same for any list of measurements of one source; with `anew` beside what is there, not in its place.

    Returns {id of the indicator: row} of what was written.
    """
    there = {} if anew else {one.indicator_id: one for one in measurements if one.source is source}
    written = {}
    for indicator in project.indicators:
        value, said = values.get(indicator.id) or "", (verdicts or {}).get(indicator.id)
        is_judged = said is not None and indicator.comparator is Comparator.QUALITATIVE
        row = there.get(indicator.id)
        if not value and not is_judged:
            if row is not None:
                measurements.remove(row)
            continue
        if row is None:
            row = Measurement(project=project, indicator=indicator, source=source)
            measurements.append(row)
        row.value, row.unit, row.due = value, indicator.unit, demand_text(indicator)
        row.verdict, row.why = said if is_judged else judged(indicator, value)
        row.is_by_judge, row.measured_at, row.measured_by_id = is_judged, clock.now(), user.id
        written[indicator.id] = row
    return written


def is_given(measurement):
    """The report or the acceptance it belongs to was handed in."""
    if measurement.report is not None:
        return measurement.report.given_at is not None
    found = measurement.acceptance
    return found is None or measurement.source is not Source.SELF or found.submitted_at is not None


def verdict_now(measurement):
    """The verdict as of the contract in force; it may demand something else than when it was measured."""
    indicator = measurement.indicator
    if measurement.is_by_judge or measurement.due == demand_text(indicator):
        return measurement.verdict
    return judged(indicator, measurement.value)[0]


def with_unit(measurement):
    """The value as it was typed; a bare number was judged in the unit of the contract and is shown with it."""
    value, unit = measurement.value, measurement.unit
    return f"{value} {unit}" if unit and re.fullmatch(r"[-−+]?[\d.,]+", value.strip()) else value


def qualitative(project):
    """Indicators on which a judge gives the verdict."""
    return [one for one in project.indicators if one.comparator is Comparator.QUALITATIVE]


def words(verdict):
    """(Verdict, reason) or None of what a form sends."""
    state, reason = verdict
    return (Verdict(state), reason) if state else None
