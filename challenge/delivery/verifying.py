"""Every project that has rows of a kind, checked one by one."""

import sqlalchemy as sa

from challenge.delivery.models import Project
from core.database import db


def every_fault(model, faults):
    """(number of projects that have rows of `model`, what `faults(project)` says of all of them)."""
    rows = sa.select(Project).where(sa.exists().where(model.project_id == Project.id)).order_by(Project.id)
    projects = db.session.scalars(rows).unique().all()
    return len(projects), [fault for one in projects for fault in faults(one)]
