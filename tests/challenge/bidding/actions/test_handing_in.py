"""A bid that did not open: who hears of it, what waits, and the way back by the copy of its team."""

import io
import zipfile
from pathlib import Path

import pytest

from accounts.models import Message
from challenge.bidding import copies, digests, minutes_printing, opening_pages, queries
from challenge.bidding.actions import drafting, handing_in, submission
from challenge.review import rules as review
from challenge.states import B, C
from core import audit, files, workdays, workflow
from core.database import db, transaction
from core.inspection import RefusedFile
from tests import bids, custody, world


def flip(data, at=-1):
    """The same bytes with one bit changed."""
    data = bytearray(data)
    data[at] ^= 1
    return bytes(data)


def tear_body(bid):
    """One bit of the sealed content."""
    bid.sealed = flip(bid.sealed)


def tear_file(bid):
    """One bit of a sealed attachment."""
    path = Path(files.root()) / bid.files[0].blob[:2] / bid.files[0].blob
    path.write_bytes(flip(path.read_bytes()))


def lose_file(bid):
    """The attachment is gone."""
    files.delete(bid.files[0].blob)


def with_copy(challenge):
    """(a sealed bid with an attachment, the copy its team took before)."""
    bid = bids.drafted(challenge)
    with transaction():
        drafting.attach(bid, "检测报告.pdf", bids.PDF, "other")
    data = copies.write(bid, *submission.to_seal(bid))
    with transaction():
        submission.submit(bid.leader, bid, f"key-{bid.code}", bid.version)
    return bids.find(bid.code), data


def opened_with(harm, now, *, in_custody=False):
    """A list after its opening at which the first of two bids was harmed: (list, that bid, its copy)."""
    officer = world.user("officer")
    if in_custody:
        three = custody.three()
        challenge = custody.listed(handler_id=officer.id)
    else:
        challenge = world.challenge(C.OPEN, handler_id=officer.id)
    bid, data = with_copy(challenge)
    bids.sealed(challenge)
    with transaction():
        harm(bid)
    now.instant = challenge.deadline
    if in_custody:
        custody.open_list(challenge, *three[:2])
    else:
        bids.open_list(challenge)
    return challenge, bids.find(bid.code), data


def told(user_id):
    """Titles of the messages of a person."""
    return [one.subject for one in db.session.scalars(db.select(Message).filter_by(user_id=user_id))]


def refused(bid, data):
    """The sentence with which a copy is refused; nothing may have been stored."""
    before = sorted(Path(files.root()).glob("??/*"))
    with pytest.raises((RefusedFile, workflow.Refused)) as found, transaction():
        handing_in.open_from_copy(bid.leader, bid, data)
    assert sorted(Path(files.root()).glob("??/*")) == before
    one = bids.find(bid.code)
    assert (one.content, queries.attachments_of(one)) == (None, [])
    return str(found.value)


@pytest.mark.parametrize("in_custody", [False, True])
@pytest.mark.parametrize("harm", [tear_body, tear_file, lose_file])
def test_the_copy_opens_what_did_not_open(app, now, harm, in_custody):
    challenge, bid, data = opened_with(harm, now, in_custody=in_custody)
    assert bid.state is B.UNREADABLE
    assert bid.copy_due == workdays.period_end(now.instant, 5)
    with transaction():
        handing_in.open_from_copy(bid.leader, bid, data)
    bid = bids.find(bid.code)
    assert (bid.state, bid.reason, bid.content.approach) == (B.OPENED, "", "复合流道设计，独门绝技。")
    (file,) = queries.attachments_of(bid)
    assert files.read(file.blob, True) == bids.PDF
    minutes = queries.finished_opening(challenge).minutes
    assert [one["code"] for one in minutes["supplements"]] == [bid.code]
    assert [one["readable"] for one in minutes["bids"] if one["code"] == bid.code] == [False]
    assert digests.published(challenge) == minutes["published"]
    entry = [
        one for one in audit.entries_of(f"challenge:{challenge.id}") if one.action.endswith("supplement")
    ]
    assert [(one.public, one.what) for one in entry] == [
        (True, "一份无法开启的方案已凭副本补开，摘要与截止时公布的一致")
    ]
    assert "一份无法开启的方案已凭副本补开：" + challenge.title in told(challenge.handler_id)
    assert minutes_printing.pdf(challenge).startswith(b"%PDF")


def test_everybody_who_can_look_into_it_hears_of_it(app, now):
    watcher = world.user("supervisor")
    challenge, bid, _ = opened_with(tear_body, now, in_custody=True)
    title = f"开标时 1 份方案无法开启：{challenge.title}"
    custodians = {one.user_id for share in challenge.seal_keys[-1].shares for one in share.custodians}
    for one in {watcher.id, challenge.handler_id, *custodians}:
        assert title in told(one)
    (mine,) = db.session.scalars(
        db.select(Message).where(Message.user_id == bid.leader_id, Message.subject.contains("无法开启"))
    )
    assert "方案副本" in mine.body


def test_a_copy_that_differs_is_refused(app, now):
    _challenge, bid, data = opened_with(tear_body, now)
    archive = zipfile.ZipFile(io.BytesIO(data))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as changed:
        for name in archive.namelist():
            text = archive.read(name)
            changed.writestr(name, flip(text, 200) if name.endswith(".json") else text)
    assert "不一致，没有补开" in refused(bid, packed.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as changed:
        for name in archive.namelist():
            text = archive.read(name)
            changed.writestr(name, text if name.endswith(".json") else flip(text, 12))
    assert "已被改动" in refused(bid, packed.getvalue())
    assert refused(bid, b"no zip") == copies.NO_ZIP
    assert bids.find(bid.code).state is B.UNREADABLE


def test_a_copy_of_a_former_version_is_refused(app, now):
    officer = world.user("officer")
    challenge = world.challenge(C.OPEN, handler_id=officer.id)
    bid, former = with_copy(challenge)
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
        drafting.save_step(bid, {"approach": "另一条路线。"})
        submission.submit(bid.leader, bid, "second", bid.version)
    with transaction():
        tear_body(bid)
    now.instant = challenge.deadline
    bids.open_list(challenge)
    assert "不一致，没有补开" in refused(bids.find(bid.code), former)


def test_a_late_copy_is_refused_and_the_list_waits_until_then(app, now):
    challenge, bid, data = opened_with(tear_body, now)
    (other,) = (one for one in challenge.bids if one.id != bid.id)
    with transaction():
        workflow.apply(challenge.handler, other, "disqualify", reason="缺少材料。")
    assert review.too_few_valid_bids(challenge) is None
    for step in ("lapse", "start_review"):
        found = workflow.refusal(challenge.handler, challenge, step)
        assert "1 份无法开启的方案在" in found.sentence
    now.instant = bid.copy_due
    assert workflow.refusal(challenge.handler, challenge, "lapse") is None
    assert "的期限" in refused(bid, data)
    with transaction():
        workflow.apply(challenge.handler, challenge, "lapse", reason="没有有效方案。")
    assert workflow.refusal(bid.leader, bids.find(bid.code), "open_from_copy").kind == "needs"


def test_nobody_else_hands_it_in(app, now):
    challenge, bid, _ = opened_with(tear_body, now)
    for one in (world.user("researcher"), challenge.handler, world.user("supervisor")):
        assert workflow.refusal(one, bid, "open_from_copy").kind == "who"


def test_a_digest_changed_in_the_database_does_not_pass_for_the_published_one(app, now):
    def swap(bid):
        bid.digest = "0" * 64

    challenge, bid, data = opened_with(swap, now)
    published = queries.finished_opening(challenge).minutes["published"]
    assert published == sorted(one.receipts[-1].digest for one in challenge.bids)
    assert "0" * 64 not in published
    with transaction():
        handing_in.open_from_copy(bid.leader, bid, data)
    assert bids.find(bid.code).digest in published


def test_a_reason_in_public_names_no_file(app, now):
    challenge, _, _ = opened_with(tear_file, now)
    page = opening_pages.public_opening(challenge)
    assert (page["lost"], page["kinds"], page["verdict"][0]) == (1, ["附件已被改动 1 份"], "bad")
