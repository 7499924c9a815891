"""Versions of a contract as rows, with what their pages read."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import User
from challenge.delivery.contracts.models import Contract, Signature
from core.database import db


def versions_of(project):
    """All versions of the project's contract with who asked for them and who has confirmed, oldest first."""
    loads = (
        joinedload(Contract.drafted_by).lazyload(User.grants),
        joinedload(Contract.successor).lazyload(User.grants),
        selectinload(Contract.signatures).joinedload(Signature.user).lazyload(User.grants),
    )
    rows = sa.select(Contract).filter_by(project_id=project.id).order_by(Contract.number).options(*loads)
    return db.session.scalars(rows).unique().all()
