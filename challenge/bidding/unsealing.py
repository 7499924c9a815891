"""From ciphertext to rows, at the opening only: what decrypts and matches becomes rows, the rest a reason."""

import datetime as dt
from itertools import count

from sqlalchemy.exc import DataError, IntegrityError

from challenge.bidding import receipts, sealing
from challenge.bidding.actions.drafting import forget_files
from challenge.bidding.content import TEXTS
from challenge.bidding.liaison.linking import note_named
from challenge.bidding.models import BidContent, Milestone, Partner, Promise
from challenge.custody.rules import CUSTODIANS, PLATFORM, is_in_custody
from challenge.posting.content import asked_now, demand_text
from challenge.posting.models import Attachment, ChallengeVersion
from challenge.states import Comparator, Confidence
from core.database import db

CONTENT_TEXTS = [name for name in TEXTS if name != "related_note"]


def unseal(bid, private=None):
    """Write the rows of a sealed bid; returns None, or the reason why it cannot be read.

    `private` is the private half of the list's key where custodians have it. What they have opened is kept under the
    server's key from then on, content and attachments.
    """
    try:
        content = _checked(bid, private)
    except sealing.Damaged as error:
        return (
            f"方案无法开启：{error}。" if _is_chinese(str(error)) else "方案无法开启：密文已损坏或密钥不符。"
        )
    in_custody = is_in_custody(bid.challenge)
    if not _kept(bid, content):
        if in_custody:
            sealing.forget_blobs([one["blob"] for one in content["attachments"]])
        return "方案无法开启：内容不符合登记要求。"
    if in_custody:
        bid.sealed = sealing.keep_opened(bid.challenge, content)
    _note_taken(bid, content)
    forget_files(bid, [one for one in bid.files if in_custody or not one.is_sealed])
    db.session.flush()
    return None


def take_in(bid, content, files, digest):
    """Write the rows of a bid from its team's copy, whose `digest` was found published; False: the rows are refused.

    What lies damaged in the database and among the files stays there for whoever looks for the cause.
    """
    pairs = zip(content["attachments"], files, strict=True)
    content = content | {
        "attachments": [one | {"blob": sealing.store_file(bid, data)[0]} for one, data in pairs]
    }
    if not _kept(bid, content):
        sealing.forget_blobs([one["blob"] for one in content["attachments"]])
        return False
    bid.digest = digest
    _note_taken(bid, content)
    return True


def _note_taken(bid, content):
    bid.answers_outdated = bid.answers_version < bid.challenge.substance_version
    bid.draft = None
    note_named(bid, content)


def _checked(bid, private):
    last = bid.receipts[-1] if bid.receipts else None
    if last is None or last.digest != bid.digest or not receipts.holds(last):
        raise sealing.Damaged("登记的摘要与回执不一致")
    in_custody = is_in_custody(bid.challenge)
    if sealing.mode_of(bid) not in (None, CUSTODIANS if in_custody else PLATFORM):
        raise sealing.Damaged("密封方式与榜单公布的不符")
    key = sealing.data_key(bid.challenge, bid, private=private)
    content = sealing.open(bid.challenge, bid, key)
    for one in content["attachments"]:
        _read(bid, one, key)
    if in_custody:
        content["attachments"] = [_under_server_key(bid, one, key) for one in content["attachments"]]
    return content


def _read(bid, one, key):
    try:
        return sealing.read_sealed_file(bid.challenge, bid, one, key)
    except sealing.Damaged as error:
        raise sealing.Damaged(f"{error}（{one['name']}）") from error


def _under_server_key(bid, one, key):
    blob, _, _ = sealing.store_file(bid, _read(bid, one, key))
    return one | {"blob": blob}


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
    bid.content.asked, found = _asked(bid, content["promises"])
    bid.promises = [_promise(*pair) for pair in zip(content["promises"], found, strict=True)]
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


def _promise(row, indicator):
    texts = {key: row[key] for key in ("value", "basis", "test_plan", "deviation")}
    confidence = Confidence(row["confidence"] or "medium")
    return Promise(indicator_id=indicator["id"], confidence=confidence, **texts)


def _asked(bid, rows):
    """The record of what is asked of this bid, and the entry that each of its promises answers.

    It is the list as it stands now; an indicator that was removed while the bid was sealed comes last, marked, and
    one that was changed keeps beside it what the bid had answered.
    """
    versions = _versions(bid)
    told = next((one for number, one in versions if number == bid.answers_version), {})
    now = [one | _answered(one, told.get(one["id"])) for one in asked_now(bid.challenge)]
    answers, spare = _matches(rows, now), count(1)
    taken = {one["id"] for one in now}
    for at, row in enumerate(rows):
        if at not in answers:
            gone = _former(versions, row)
            if gone["id"] in taken:
                gone["id"] = -next(spare)
            taken.add(gone["id"])
            answers[at] = gone
    return now + [one for one in answers.values() if one.get("removed")], [
        answers[at] for at in range(len(rows))
    ]


def _versions(bid):
    """(number, indicators by id) of every public version, newest first."""
    mine = db.select(ChallengeVersion).filter_by(challenge_id=bid.challenge_id)
    found = db.session.scalars(mine.order_by(ChallengeVersion.number.desc()))
    return [(row.number, {one["id"]: one for one in row.snapshot["indicators"]}) for row in found]


def _answered(one, told):
    is_same = told is None or demand_text(told) == demand_text(one)
    return {} if is_same else {"answered": demand_text(told)}


def _matches(rows, asked):
    """Positions of rows and what they answer: by id, else by name; nothing is answered twice."""
    left, found = {one["id"]: one for one in asked}, {}
    for key, typed in (("id", "indicator_id"), ("name", "name")):
        for at, row in enumerate(rows):
            same = [one for one in left.values() if one[key] == row[typed]] if at not in found else []
            if same:
                found[at] = left.pop(same[0]["id"])
    return found


def _former(versions, row):
    """What the newest version that still had this indicator asked, marked as removed."""
    entries = [one for _number, asked in versions for one in asked.values()]
    same = [one for one in entries if one["id"] == row["indicator_id"]]
    same += [one for one in entries if one["name"] == row["name"]]
    unknown = {"id": 0, "name": row["name"], "comparator": Comparator.QUALITATIVE, "threshold": ""}
    unknown |= {"threshold_high": "", "unit": "", "test_method": "", "is_must": False}
    return (same[0] if same else unknown) | {"removed": True}


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
