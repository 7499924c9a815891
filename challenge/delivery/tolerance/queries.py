"""Cases of tolerance as rows."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from challenge.bidding.models import Bid
from challenge.delivery.models import Project
from challenge.delivery.tolerance.models import Tolerance
from challenge.posting.models import Challenge
from core.database import db


def newest(project):
    """The case that goes on, else the newest; None when there was none."""
    rows = sa.select(Tolerance).filter_by(project_id=project.id).order_by(Tolerance.id.desc())
    return db.session.scalar(rows.limit(1))


def called(project, code):
    """The case of this code of a project, or None."""
    return db.session.scalar(sa.select(Tolerance).filter_by(project_id=project.id, code=code))


def with_project(*conditions):
    """SELECT of cases of any project with what a duty shows."""
    to_project = contains_eager(Tolerance.project)
    return (
        sa.select(Tolerance)
        .join(Tolerance.project)
        .join(Project.challenge)
        .options(
            to_project.contains_eager(Project.challenge).joinedload(Challenge.programme),
            to_project.selectinload(Project.bid).selectinload(Bid.members),
            selectinload(Tolerance.statements),
            selectinload(Tolerance.panel),
            selectinload(Tolerance.precedent),
        )
        .where(*conditions)
        .order_by(Tolerance.id)
    )
