"""The log as a Merkle tree: roots and proofs for any size, and heads that are signed and published day by day.

Leaf n is the hash of entry n + 1. Whole blocks of 256 leaves are kept; everything above them is a few thousand hashes.
"""

import datetime as dt
import math

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, audit_walk, clock, keys, outbox
from core.audit import AuditEntry
from core.canonical import canonical, exact_hex, utc_text
from core.database import UtcDateTime, db
from core.merkle import HashOf, consistency_proof, folded, inclusion_proof, leaf_hash

BLOCK = 256
DAILY = "log_head"


class LogBlock(db.Model):
    """The hash over the leaves 256 · number … 256 · number + 255."""

    __tablename__ = "log_block"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


class LogHead(db.Model):
    """签名的日志头: the root over the first `size` entries, signed; once published it never changes."""

    __tablename__ = "log_head"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    signature: Mapped[str] = mapped_column(sa.String(128))


def root(size: int) -> bytes:
    """The root over the first `size` entries, which must exist."""
    return _parts(size)(0, size)


def inclusion(seq: int, size: int) -> tuple[bytes, list[bytes]]:
    """The root over the first `size` entries, and the proof that entry `seq` is among them."""
    parts = _parts(size)
    return parts(0, size), inclusion_proof(seq - 1, size, parts)


def consistency(older: int, newer: int) -> list[bytes]:
    """Proof that the first `older` entries are the same in the log of `newer`."""
    return consistency_proof(older, newer, _parts(newer))


def _leaves(begin: int, end: int) -> list[bytes]:
    between = sa.select(AuditEntry.hash).where(AuditEntry.seq > begin, AuditEntry.seq <= end)
    found = [leaf_hash(bytes.fromhex(one)) for one in db.session.scalars(between.order_by(AuditEntry.seq))]
    if len(found) != end - begin:
        raise ValueError(f"the log has no entries {begin + 1} to {end}")
    return found


def _parts(size: int) -> HashOf:
    """Hashes of the parts of the tree over `size` leaves, from the blocks kept and the entries after them."""
    whole = sa.select(LogBlock.hash).where(LogBlock.number < size // BLOCK).order_by(LogBlock.number)
    blocks = list(db.session.scalars(whole))
    kept = BLOCK * len(blocks)
    rest = _leaves(kept, size)
    blocks += [folded(rest[n : n + BLOCK]) for n in range(0, len(rest), BLOCK)]

    def hash_of(begin, end):
        if begin % BLOCK == 0 and (end % BLOCK == 0 or end == size):
            return folded(blocks[begin // BLOCK : -(-end // BLOCK)])
        if begin >= kept:
            return folded(rest[begin - kept : end - kept])
        return folded(_leaves(begin, end))

    return hash_of


def sign_head() -> LogHead | None:
    """The signed head over all entries, made now unless it is there; None while the log is empty."""
    newest = audit.head()
    if newest is None:
        return None
    found = db.session.get(LogHead, newest.seq)
    if found is None:
        _keep_blocks(newest.seq)
        found = LogHead(size=newest.seq, root=root(newest.seq).hex(), at=max(clock.now(), newest.at))
        found.signature = keys.sign(canonical(payload(found))).hex()
        db.session.add(found)
        db.session.flush()
    return found


def _keep_blocks(size: int) -> None:
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(LogBlock)) or 0
    for number in range(kept, size // BLOCK):
        leaves = _leaves(BLOCK * number, BLOCK * (number + 1))
        db.session.add(LogBlock(number=number, hash=folded(leaves)))
    db.session.flush()


def payload(head: LogHead) -> dict:
    """What is signed of a head."""
    return {"at": utc_text(head.at), "root": head.root, "size": head.size}


def document(head: LogHead) -> dict:
    """A head as anybody can check it with the public key."""
    return payload(head) | {"signature": head.signature}


def newest_head() -> LogHead | None:
    """The head published last."""
    return db.session.scalars(sa.select(LogHead).order_by(LogHead.size.desc()).limit(1)).first()


def first_wrong_head() -> int | None:
    """Size of the first published head that the log no longer agrees with or that is not signed, or None.

    Blocks that were kept are held against their entries first: else they would vouch for entries rewritten since.
    """
    wrong = first_wrong_block()
    whole = math.inf if wrong is None else BLOCK * wrong
    for size in db.session.scalars(sa.select(LogHead.size).order_by(LogHead.size)).all():
        try:
            holds = size // BLOCK * BLOCK <= whole and _holds(size)
        except audit_walk.UNREADABLE:
            holds = False
        if not holds:
            return size
    return None


def _holds(size: int) -> bool:
    """Whether the head of this size is spelt as we spell it, signed, and what the log says."""
    columns = map(audit_walk.as_stored, LogHead.__table__.columns)
    row = db.session.execute(sa.select(*columns).where(LogHead.size == size)).one()
    told = {"at": utc_text(audit_walk.read_instant(row.at)), "root": row.root, "size": size}
    is_signed = keys.verify(canonical(told), exact_hex(row.signature))
    return is_signed and root(size).hex() == row.root


def first_wrong_block() -> int | None:
    """Number of the first kept block that is missing or that its entries do not agree with, or None."""
    blocks = db.session.execute(sa.select(LogBlock.number, LogBlock.hash).order_by(LogBlock.number)).all()
    for expected, (number, kept) in enumerate(blocks):
        begin = BLOCK * expected
        try:
            is_right = number == expected and folded(_leaves(begin, begin + BLOCK)) == kept
        except audit_walk.UNREADABLE:
            is_right = False
        if not is_right:
            return expected
    return None


@outbox.handler(DAILY)
def _sign_daily(_job):
    head = sign_head()
    order_daily()
    return {"size": head.size if head else 0}


def order_daily() -> None:
    """Let the next head be signed after midnight in Beijing, unless that is ordered already."""
    waiting = sa.select(outbox.Job.id).where(outbox.Job.kind == DAILY, outbox.Job.state == "waiting")
    if db.session.scalar(waiting.limit(1)) is None:
        outbox.enqueue(DAILY, {}, due_at=clock.beijing_instant(clock.today() + dt.timedelta(days=1)))
