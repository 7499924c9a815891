"""A race as its pages read it: lanes and gates with what belongs to them, in a fixed number of queries."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from challenge.bidding.models import Bid
from challenge.delivery.models import Project
from challenge.delivery.race.models import RaceGate
from core.database import db


def gather(challenge):
    """Read everything that the pages of this race show, however many lanes and gates; returns the list."""
    team = selectinload(Project.bid).selectinload(Bid.members)
    lanes = sa.select(Project).filter_by(challenge_id=challenge.id)
    lanes = lanes.options(
        team, selectinload(Project.payments), selectinload(Project.contracts), joinedload(Project.leader)
    )
    parts = (RaceGate.results, RaceGate.objections, RaceGate.moved)
    gates = sa.select(RaceGate).filter_by(challenge_id=challenge.id).options(*map(selectinload, parts))
    found = [*db.session.scalars(lanes).unique(), *db.session.scalars(gates).unique()]
    # The list takes the rows that were just read, and they the list, so that none of them is read again.
    held = [one.challenge for one in (*challenge.projects, *challenge.gates)]
    del found, held
    return challenge
