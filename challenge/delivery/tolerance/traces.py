"""What the log and the tables hold of a project, read once for the whole dossier."""

import dataclasses

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from challenge.delivery.contracts.models import Contract, Signature
from challenge.delivery.ledger.models import Expense
from challenge.delivery.milestones.models import Measurement, MilestoneReport, ProjectMilestone
from challenge.delivery.models import Project, ProjectIndicator
from challenge.delivery.research.models import ResearchEntry
from core import audit
from core.database import db


@dataclasses.dataclass(frozen=True)
class Traces:
    """A project with everything the findings look at; `entries` are those of the audit log about it, oldest first."""

    project: Project
    notes: list
    entries: list

    def of(self, *actions):
        """Entries of the log with these actions."""
        return [one for one in self.entries if one.action in actions]

    def about(self, row, *actions):
        """Entries of the log about one row with these actions."""
        subject = row.log_subject()
        same = (subject.type, str(subject.id))
        return [one for one in self.of(*actions) if (one.object_type, one.object_id) == same]


def traces_of(project):
    """Read once, in a fixed number of queries."""
    reports = selectinload(Project.milestones).selectinload(ProjectMilestone.reports)
    measured = selectinload(Project.indicators).selectinload(ProjectIndicator.measurements)
    of_contracts = selectinload(Project.contracts).selectinload(Contract.signatures)
    loads = (
        reports.selectinload(MilestoneReport.files),
        reports.selectinload(MilestoneReport.measurements),
        measured.joinedload(Measurement.report).joinedload(MilestoneReport.milestone),
        of_contracts.joinedload(Signature.user),
        selectinload(Project.payments),
        selectinload(Project.expenses).joinedload(Expense.by),
        selectinload(Project.panels),
    )
    db.session.scalars(sa.select(Project).filter_by(id=project.id).options(*loads)).unique().one()
    notes = sa.select(ResearchEntry).filter_by(project_id=project.id).order_by(ResearchEntry.number)
    several = [selectinload(getattr(ResearchEntry, name)) for name in ("indicators", "share")]
    rows = db.session.scalars(notes.options(*several, joinedload(ResearchEntry.corrects))).unique().all()
    return Traces(project, list(rows), _entries(project))


def _entries(project):
    ids = {
        "project": {str(project.id)},
        "contract": {str(one.id) for one in project.contracts},
        "milestone": {str(one.id) for one in project.milestones},
        "payment": {str(one.id) for one in project.payments},
    }
    thread = project.log_subject().thread
    mine = sa.select(audit.AuditEntry).filter_by(thread=thread).order_by(audit.AuditEntry.seq)
    mine = mine.where(audit.AuditEntry.object_type.in_(ids))
    return [one for one in db.session.scalars(mine) if one.object_id in ids[one.object_type]]
