"""From ciphertext to rows, at the opening only: what decrypts and matches becomes rows, the rest a reason."""

import datetime as dt

from sqlalchemy.exc import DataError, IntegrityError

from challenge.bidding import receipts, sealing
from challenge.bidding.content import TEXTS
from challenge.bidding.models import BidContent, Milestone, Partner, Promise
from challenge.posting.models import Attachment
from challenge.states import Confidence
from core.database import db

CONTENT_TEXTS = [name for name in TEXTS if name != "related_note"]


def unseal(bid):
    """Write the rows of a sealed bid; returns None, or the reason why it cannot be read."""
    try:
        content = _checked(bid)
    except sealing.Damaged as error:
        return (
            f"方案无法开启：{error}。" if _is_chinese(str(error)) else "方案无法开启：密文已损坏或密钥不符。"
        )
    if not _kept(bid, content):
        return "方案无法开启：内容不符合登记要求。"
    bid.answers_outdated = bid.answers_version < bid.challenge.substance_version
    bid.draft = None
    db.session.flush()
    return None


def _checked(bid):
    last = bid.receipts[-1] if bid.receipts else None
    if last is None or last.digest != bid.digest or not receipts.holds(last):
        raise sealing.Damaged("登记的摘要与回执不一致")
    content = sealing.open(bid.challenge, bid)
    for one in content["attachments"]:
        sealing.read_file(one["blob"], one["sha256"])
    return content


def _is_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def _kept(bid, content):
    # One bid whose rows the database refuses must not keep the bids of all others closed.
    try:
        with db.session.begin_nested():
            _write(bid, content)
            db.session.flush()
    except (DataError, IntegrityError, KeyError, TypeError, ValueError):
        return False
    return True


def _write(bid, content):
    bid.content = BidContent(
        **{name: content[name] for name in CONTENT_TEXTS},
        ip_accepts=content["ip"] == "accept",
        related_parties=content["related_note"] if content["related"] == "some" else "",
        total_fen=content["total_fen"] or 0,
        own_fen=content["own_fen"] or 0,
        public_fen=content["public_fen"] or 0,
        demander_fen=content["demander_fen"] or 0,
        is_lump_sum=content["price_mode"] == "lump",
        price_lines=content["price_lines"],
        lead=content["lead"] | {"name": content["organisation"]["name"]},
        team=content["team"],
        works=content["works"],
    )
    bid.promises = list(_promises(bid, content))
    bid.milestones = [Milestone(**row) for row in content["milestones"]]
    bid.partners = [
        Partner(
            **{key: row[key] for key in ("name", "credit_code", "role", "ip_note")},
            work_percent=row["work_percent"] or 0,
            money_percent=row["money_percent"] or 0,
        )
        for row in content["partners"]
    ]
    for one in content["attachments"]:
        db.session.add(_attachment(bid, one))


def _promises(bid, content):
    """Promises by indicator; after a change of the list an indicator is found by its name."""
    asked = bid.challenge.indicators
    by_id, by_name = {one.id: one for one in asked}, {one.name: one for one in asked}
    taken = set()
    for row in content["promises"]:
        indicator = by_id.get(row["indicator_id"]) or by_name.get(row["name"])
        if indicator is None or indicator.id in taken:
            continue
        taken.add(indicator.id)
        texts = {key: row[key] for key in ("value", "basis", "test_plan", "deviation")}
        yield Promise(indicator=indicator, confidence=Confidence(row["confidence"] or "medium"), **texts)


def _attachment(bid, one):
    return Attachment(
        owner_type="bid",
        owner_id=bid.id,
        name=one["name"],
        mime=one["mime"],
        size=one["size"],
        sha256=one["sha256"],
        blob=one["blob"],
        is_encrypted=True,
        uploaded_by_id=bid.leader_id,
        uploaded_at=dt.datetime.fromisoformat(one["uploaded_at"]),
    )
