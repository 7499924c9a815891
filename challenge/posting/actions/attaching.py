"""Files of a list that is open: they wait until the 变更公告 is published; former ones stay with their version."""

from challenge.posting.actions.drafting import attach
from challenge.posting.attachments import OWNER, WAITING, attachments_of, waiting_of
from core import audit, clock
from core.database import db


def put_in_waiting(actor, challenge, filename, data, *, replaces=None):
    """Inspect and keep a file for the next 变更公告; RefusedFile carries the sentence for the field."""
    row = attach(actor, challenge, filename, data, owner_type=WAITING, replaces=replaces)
    db.session.flush()
    return row


def take_back(actor, challenge, attachment):
    """Forget a file that waits."""
    before = {"name": attachment.name, "sha256": attachment.sha256}
    audit.record(actor, "challenge.detach", challenge, "撤销待变更的附件", before=before)
    db.session.delete(attachment)
    db.session.flush()


def swap(challenge, removed_ids):
    """What waits becomes part of the list; what is removed or replaced leaves it. Returns those that left."""
    waiting = waiting_of(challenge)
    leaving = {*removed_ids, *(one.replaces_id for one in waiting)}
    left = [one for one in attachments_of(challenge) if one.id in leaving]
    for one in left:
        one.removed_at = clock.now()
    for one in waiting:
        one.owner_type = OWNER
    db.session.flush()
    return left
