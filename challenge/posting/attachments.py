"""The files of a list: those of its present version, those that wait for a 变更公告, and how the record names them."""

from challenge.posting.models import Attachment
from core.database import db

OWNER, WAITING = "challenge", "amendment"


def _files(owner_type, challenge):
    mine = db.select(Attachment).filter_by(owner_type=owner_type, owner_id=challenge.id, removed_at=None)
    return db.session.scalars(mine.order_by(Attachment.id)).all()


def attachments_of(challenge):
    """Files of the present version, oldest first."""
    return _files(OWNER, challenge)


def waiting_of(challenge):
    """Files that the next 变更公告 will add, oldest first."""
    return _files(WAITING, challenge)


def as_record(attachments):
    """What a version keeps of its files."""
    return [
        {"id": one.id, "name": one.name, "size": one.size, "sha256": one.sha256, "replaces": one.replaces_id}
        for one in attachments
    ]
