"""Which measured values are of a stage on the way, and say nothing yet on whether what the contract demands is met."""

from challenge.delivery.states import M, P


def is_open(project):
    """The work goes on, or rests: nothing that was measured is the last word."""
    return project.state in (P.ACTIVE, P.SUSPENDED)


def judged_at(indicator):
    """The last milestone that names the indicator: what the contract demands is due there. None: at the acceptance."""
    standing = [one for one in indicator.project.milestones if one.state is not M.CANCELLED]
    return next((one for one in reversed(standing) if indicator.name in one.indicator), None)


def is_stage(measurement):
    """Measured at a milestone that comes before the one that judges the indicator, while the work goes on."""
    project, report = measurement.project, measurement.report
    if report is None or not is_open(project):
        return False
    if not any(one.indicator for one in project.milestones):
        return False  # No milestone says what it judges: each may.
    found = judged_at(measurement.indicator)
    return found is None or report.milestone.number < found.number
