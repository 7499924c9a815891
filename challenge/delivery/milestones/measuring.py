"""Measured values of a report: kept as they were typed, judged by code; by a named judge only where no number decides."""

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
    project = report.milestone.project
    there = {one.indicator_id: one for one in report.measurements}
    for indicator in project.indicators:
        value, said = values.get(indicator.id) or "", (verdicts or {}).get(indicator.id)
        is_judged = (
            said is not None and report.source in JUDGES and indicator.comparator is Comparator.QUALITATIVE
        )
        row = there.get(indicator.id)
        if not value and not is_judged:
            if row is not None:
                report.measurements.remove(row)
            continue
        if row is None:
            row = Measurement(project=project, indicator=indicator, source=report.source)
            report.measurements.append(row)
        row.value, row.unit, row.due = value, indicator.unit, demand_text(indicator)
        row.verdict, row.why = said if is_judged else judged(indicator, value)
        row.is_by_judge, row.measured_at, row.measured_by_id = is_judged, clock.now(), user.id


def verdict_now(measurement):
    """The verdict as of the contract in force; it may demand something else than when it was measured."""
    indicator = measurement.indicator
    if measurement.is_by_judge or measurement.due == demand_text(indicator):
        return measurement.verdict
    return judged(indicator, measurement.value)[0]


def qualitative(project):
    """Indicators on which a judge gives the verdict."""
    return [one for one in project.indicators if one.comparator is Comparator.QUALITATIVE]


def words(verdict):
    """(Verdict, reason) or None of what a form sends."""
    state, reason = verdict
    return (Verdict(state), reason) if state else None
