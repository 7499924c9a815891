"""The printed receipt: the facts of its page, and how anybody checks them without the platform's word."""

import io

import segno
from flask import url_for

from challenge.bidding import receipts
from core import clock, documents, keys, settings
from core.canonical import utc_text
from core.formats import date_zh


def pdf(receipt) -> bytes:
    """The receipt as PDF. Raises documents.NotMade."""
    return documents.pdf("receipt", settings.issuer() | _data(receipt), at=receipt.at)


def _data(receipt):
    bid, verify = receipt.bid, url_for("bidding.verify", _external=True)
    return {
        "title": f"揭榜方案{receipts.KINDS[receipt.kind]}回执",
        "code": receipt.code,
        "facts": [
            ("榜单", f"{bid.challenge.code}　{bid.challenge.title}"),
            ("方案编号", bid.code),
            ("牵头单位", bid.organisation.name),
            ("事项", receipts.KINDS[receipt.kind]),
            ("北京时间", f"{date_zh(receipt.at)} {clock.beijing(receipt.at):%H:%M:%S}"),
            ("世界时 UTC", utc_text(receipt.at)),
        ],
        "digest": receipt.digest,
        "log": {
            "seq": str(receipt.log_seq),
            "hash": receipt.log_hash,
            "size": None if receipt.log_size is None else str(receipt.log_size),
            "root": receipt.log_root,
        },
        "signature": receipt.signature,
        "fingerprint": keys.fingerprint(),
        "verify": verify,
        "log_page": url_for("heads.heads", _external=True),
        "digests": url_for("bidding.public_opening", code=bid.challenge.code, _external=True),
        "qr": _qr(verify),
    }


def _qr(address):
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, dark="#1c2330")
    return drawn.getvalue().decode()
