"""Milestones as rows, with what their pages read."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from challenge.bidding.models import Bid
from challenge.delivery.milestones.models import MilestoneReport, ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.states import M
from challenge.posting.models import Challenge
from core.database import db


def numbered(code, number):
    """The milestone of this number of a project; one that stands before one that was cancelled. None when there is none."""
    rows = (
        sa.select(ProjectMilestone)
        .join(ProjectMilestone.project)
        .where(Project.code == code, ProjectMilestone.number == number)
        .order_by(ProjectMilestone.state == M.CANCELLED, ProjectMilestone.id.desc())
        .limit(1)
    )
    return db.session.scalar(rows) if number < 1000 else None


def with_reports(*conditions):
    """SELECT of milestones of any project with their projects, teams and reports."""
    to_project = contains_eager(ProjectMilestone.project)
    return (
        sa.select(ProjectMilestone)
        .join(ProjectMilestone.project)
        .join(Project.challenge)
        .options(
            to_project.contains_eager(Project.challenge).joinedload(Challenge.programme),
            to_project.selectinload(Project.bid).selectinload(Bid.members),
            selectinload(ProjectMilestone.reports).selectinload(MilestoneReport.measurements),
        )
        .where(*conditions)
        .order_by(ProjectMilestone.due_on, ProjectMilestone.id)
    )
