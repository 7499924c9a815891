"""Which head of the log a draw takes: what nobody could know when the seeds were committed."""

import sqlalchemy as sa

from challenge.review.draw import rules
from core import log_tree
from core.audit import AuditEntry
from core.canonical import utc_text
from core.database import db
from core.log_tree import LogHead


def head_for(draw, deadline=None):
    """The head as it stands in the transcript, or None while it has not come about; `deadline`: another than the present.

    In time: the hash of the last entry at or before the deadline, with the proof that it is in the first published head
    that covers it: without one, whoever runs the server could still rewrite that entry. Late: the root of the first published head whose log
    holds both commitments; it is signed once a day, so nobody can try entries until a head suits him.
    """
    if rules.missing_sides(draw):
        return None
    return (
        _published(draw) if rules.is_marked_late(draw) else _at_deadline(deadline or draw.challenge.deadline)
    )


def _at_deadline(deadline):
    upto = sa.select(AuditEntry).where(AuditEntry.at <= deadline)
    entry = db.session.scalars(upto.order_by(AuditEntry.seq.desc()).limit(1)).first()
    if entry is None:
        return None
    signed = first_covering(entry.seq)
    if signed is None:
        return None
    told: dict = {"rule": "deadline", "deadline": utc_text(deadline)}
    told |= {"size": entry.seq, "at": utc_text(entry.at), "value": entry.hash}
    _root, proof = log_tree.inclusion(entry.seq, signed.size)
    return told | {"signed": log_tree.document(signed), "proof": [one.hex() for one in proof]}


def _published(draw):
    head = first_covering(max(one.seq for one in rules.given(draw).values()))
    if head is None:
        return None
    told: dict = {"rule": "published", "size": head.size, "at": utc_text(head.at), "value": head.root}
    return told | {"signed": log_tree.document(head)}


def first_covering(seq):
    """The first published head whose log holds the entry `seq`, or None."""
    covers = sa.select(LogHead).where(LogHead.size >= seq).order_by(LogHead.size).limit(1)
    return db.session.scalars(covers).first()
