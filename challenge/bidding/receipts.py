"""Receipts (回执): numbered, bound to an entry of the log, signed; and the check of one."""

from challenge.bidding.models import Receipt
from core import audit, clock, keys, log_tree
from core.canonical import canonical, utc_text
from core.database import db

KINDS = {
    "submitted": "提交",
    "replaced": "替换",
    "withdrawn": "撤回",
    "confirmed": "确认变更后仍有效",
    "corrected": "补正",
}


def issue(bid, kind, digest):
    """Write the receipt of what the newest log entry of this bid says."""
    entry, size = _newest_entry(bid), audit.head().seq
    root, proof = log_tree.inclusion(entry.seq, size)
    number = len(bid.receipts) + 1
    receipt = Receipt(
        code=f"{bid.code}-{number:02d}",
        number=number,
        kind=kind,
        at=entry.at,
        digest=digest,
        log_seq=entry.seq,
        log_hash=entry.hash,
        log_size=size,
        log_root=root.hex(),
        proof=[one.hex() for one in proof],
    )
    receipt.signature = keys.sign(canonical(payload(receipt, bid))).hex()
    bid.receipts.append(receipt)
    db.session.flush()
    return receipt


def payload(receipt, bid):
    """What is signed: everything a reader needs, nothing of the content."""
    tree = {"log_size": receipt.log_size, "log_root": receipt.log_root, "log_proof": receipt.proof}
    return (tree if receipt.log_size else {}) | {
        "receipt": receipt.code,
        "kind": receipt.kind,
        "challenge": bid.challenge.code,
        "bid": bid.code,
        "number": receipt.number,
        "at": utc_text(receipt.at),
        "at_beijing": clock.beijing(receipt.at).isoformat(timespec="seconds"),
        "digest": receipt.digest,
        "log_seq": receipt.log_seq,
        "log_hash": receipt.log_hash,
    }


def document(receipt):
    """The receipt as a JSON document that can be checked with the public key alone."""
    return payload(receipt, receipt.bid) | {
        "signature": receipt.signature,
        "public_key": keys.public_key_pem(),
    }


def holds(receipt):
    """Whether the server signed exactly this receipt."""
    try:
        signature = bytes.fromhex(receipt.signature)
    except ValueError:
        return False
    return keys.verify(canonical(payload(receipt, receipt.bid)), signature)


def _newest_entry(bid):
    thread = bid.log_subject().thread
    newest = db.select(audit.AuditEntry).filter_by(thread=thread, object_type="bid", object_id=str(bid.id))
    return db.session.scalars(newest.order_by(audit.AuditEntry.seq.desc()).limit(1)).one()
