"""Questions about the R&D log: who writes, who reads, which days can be written about."""

from accounts.rules import is_supervisor
from challenge import rulepack
from challenge.delivery import rules
from challenge.delivery.panels.rules import sits
from challenge.delivery.panels.states import Purpose
from challenge.delivery.states import ENDED
from core import clock


def writes_log(user, project):
    """Any member of the team until the project has ended."""
    return rules.is_on_team(user, project) and project.state not in ENDED


def supervises_log(user, project):
    """A supervisor who belongs to neither side; each look is logged."""
    sides = (project.organisation_id, project.challenge.organisation_id)
    return is_supervisor(user) and user.organisation_id not in sides


def reads_by_task(user, project):
    """The team, the officer in charge, and the members of its panels who have declared."""
    has_task = rules.is_on_team(user, project) or rules.handles_project(user, project)
    return has_task or any(sits(user, project, one) for one in Purpose)


def reads_by_office(user, project):
    """By supervision alone: such a look is logged."""
    return supervises_log(user, project) and not reads_by_task(user, project)


def reads_log(user, project):
    """Everything in the log; what is tried is worth something to others, so nobody else but for what is shared."""
    return reads_by_task(user, project) or supervises_log(user, project)


def reads_entry(user, entry):
    """Whoever reads the log; the poster what the team has shared."""
    is_shared = entry.share is not None and rules.posts_project(user, entry.project)
    return is_shared or reads_log(user, entry.project)


def shares_entry(user, entry):
    """The leader of the project, while it goes on."""
    return rules.leads_project(user, entry.project) and entry.project.state not in ENDED


def first_day(project):
    """The first day about which an entry can be written: the project's own, or the contract's if that is earlier."""
    begun = clock.beijing(project.created_at).date()
    return min(begun, project.starts_on or begun)


def is_late(entry):
    """It was written later after the work than the rule pack has it."""
    return entry.days_late > late_days(entry.project)


def late_days(project):
    """After how many days an entry counts as written late."""
    return rulepack.value(project, "research_late_days")
