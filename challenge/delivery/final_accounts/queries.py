"""Final accounts as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from accounts.models import User
from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.models import Project
from challenge.delivery.queries import visible_projects
from challenge.posting.models import Challenge


def listed_accounts(user):
    """SELECT of the final accounts this person may read, with what a duty shows."""
    mine = visible_projects(user).with_only_columns(Project.id)
    joined = sa.select(FinalAccount).join(Project, FinalAccount.project_id == Project.id)
    project = contains_eager(FinalAccount.project)
    return (
        joined.join(Challenge, Project.challenge_id == Challenge.id)
        .where(FinalAccount.project_id.in_(mine))
        .options(
            project.contains_eager(Project.challenge).joinedload(Challenge.organisation),
            project.joinedload(Project.leader).lazyload(User.grants),
            project.selectinload(Project.payments),
        )
    )
