"""One after the other: whoever acts on a list waits for those who already do, then reads what they have left."""

from challenge.posting.models import Challenge
from core.database import db


def wait(challenge, collection):
    """Lock the row of the list until the transaction ends and read it anew, with this collection.

    SQLite lets one write at a time anyway; on PostgreSQL the second waits here until the first has committed.
    """
    row = db.select(Challenge).filter_by(id=challenge.id).with_for_update(of=Challenge, key_share=True)
    db.session.scalars(row.execution_options(populate_existing=True)).one()
    db.session.expire(challenge, [collection])
