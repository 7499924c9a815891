"""Bids in custody: the server alone reads nothing, the ceremony opens all, damage is said and keeps nobody closed."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from challenge.bidding import copies, queries, sealing
from challenge.bidding.actions import drafting, opening, submission
from challenge.bidding.models import SealedFile
from challenge.custody import keys, rules
from challenge.posting.models import Attachment
from challenge.review.rules import openers
from challenge.states import B, C
from core import envelopes, files, outbox
from core.canonical import digest
from core.database import db, transaction
from core.errors import Conflict
from core.inspection import RefusedFile
from core.keys import Damaged
from core.passphrases import WrongPassphrase
from tests import bids, custody, world

TOKEN = "独门绝技八三一七"
WORDS = "恢河两岸的柳树与榆树 7"
PDF = bids.PDF.replace(b"Catalog", b"Catalog /Mark (canary-8317)")


@pytest.fixture
def three(app):
    """Custodians of the three roles; a further supervisor can witness."""
    found = custody.three()
    world.user("supervisor")
    return found


@pytest.fixture
def challenge(three):
    """A list in custody."""
    return custody.listed()


def sealed(challenge, passphrase="", **changes):
    """A bid with the marked text and the marked file."""
    return custody.sealed_with_file(challenge, passphrase, PDF, **({"approach": TOKEN} | changes))


def stored():
    """Every value of the database and every byte of the blob folder, as one."""
    rows = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            rows += [one if isinstance(one, bytes) else str(one).encode() for one in row]
    return b"\n".join([*rows, *(one.read_bytes() for one in Path(files.root()).glob("??/*"))])


def test_after_submission_the_server_alone_reads_neither_text_nor_file(challenge):
    bid = sealed(challenge, WORDS)
    outbox.run_due()
    with pytest.raises(Damaged, match="只有开标时才能开启"):
        sealing.open(challenge, bid)
    (row,) = bid.files
    with pytest.raises(Damaged):
        files.read(row.blob, encrypted=True)
    assert (bid.draft, len(list(Path(files.root()).glob("??/*")))) == (None, 1)
    everything = stored()
    for plain in (TOKEN.encode(), b"canary-8317", WORDS.encode()):
        assert plain not in everything
    assert PDF not in envelopes.box(
        envelopes.new_key(), PDF, b""
    )  # the check itself can fail: it looks for bytes
    assert sealing.mode_of(bid) == rules.CUSTODIANS


def test_the_digest_of_a_file_is_not_kept_in_clear(challenge):
    bid = sealed(challenge)
    outbox.run_due()
    assert digest(PDF).encode() not in stored()
    assert (bid.files[0].size, bid.files[0].is_sealed) == (len(PDF), True)


def test_the_ceremony_opens_text_and_files(challenge, three, now):
    bid = sealed(challenge)
    now.instant = challenge.deadline
    custody.open_list(challenge, *three[:2])
    outbox.run_due()
    bid = bids.find(bid.code)
    attachment = db.session.scalar(sa.select(Attachment).filter_by(owner_type="bid", owner_id=bid.id))
    assert (bid.state, bid.content.approach, attachment.name) == (B.OPENED, TOKEN, "检测报告.pdf")
    assert sealing.read_file(attachment.blob, attachment.sha256) == PDF
    assert sealing.open(challenge, bid)["approach"] == TOKEN
    assert (bid.files, len(list(Path(files.root()).glob("??/*")))) == ([], 1)
    assert sealing.mode_of(bid) == rules.CUSTODIANS
    minutes = queries.finished_opening(challenge).minutes
    assert minutes["sealing"] == {"mode": "custodians", "fingerprint": rules.key_of(challenge).fingerprint}
    assert [(one["name"], one["role"]) for one in minutes["custodians"]] == [
        (three[0].user.display_name, "经办"),
        (three[1].user.display_name, "局领导"),
    ]
    assert (minutes["second"]["role"], minutes["equal"]) == ("监督", True)
    assert {one.user_id for one in three[:2]} < openers(challenge)


def test_nothing_opens_without_two_custodians_and_a_witness(challenge, three, now):
    bid = sealed(challenge)
    now.instant = challenge.deadline
    officer, leader, supervisor = three
    with transaction():
        opening.begin(world.user("officer"), challenge)
    witness = world.user("supervisor")
    for presented, error in (
        ((), Conflict),
        (custody.presented(officer), Conflict),
        (custody.presented(officer, leader, passphrase="不是这一句话啊真的不是"), keys.NotUnlocked),
    ):
        with pytest.raises(error), transaction():
            opening.complete(witness, challenge, presented)
    with pytest.raises(keys.NotUnlocked, match="见证人不能同时是"), transaction():
        opening.complete(supervisor.user, challenge, custody.presented(officer, supervisor))
    assert (bids.find(bid.code).state, challenge.state) == (B.SEALED, C.OPEN)


def test_the_supervisor_is_kept_for_the_witness(challenge, three, now):
    now.instant = challenge.deadline
    with pytest.raises(Conflict, match="请由经办或局领导发起开标"), transaction():
        opening.begin(three[2].user, challenge)


def test_a_custodian_of_a_team_takes_no_part(challenge, three, now):
    bid = sealed(challenge)
    with transaction():
        bid.members[0].user_id = three[0].user_id
    now.instant = challenge.deadline
    with pytest.raises(keys.NotUnlocked, match="揭榜团队的成员"):
        custody.open_list(challenge, *three[:2])


def _flip(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def _tear_body(bid):
    bid.sealed = _flip(bid.sealed)


def _tear_head(bid):
    bid.sealed = bid.sealed[:6] + b"#" + bid.sealed[7:]


def _swap_wrap(bid):
    bid.sealed = bid.sealed.replace(b'"wrap":"7b', b'"wrap":"7c')


def _tear_file(bid):
    path = Path(files.root()) / bid.files[0].blob[:2] / bid.files[0].blob
    path.write_bytes(_flip(path.read_bytes()))


def _lose_file(bid):
    files.delete(bid.files[0].blob)


def _reseal_by_server(bid):
    plain = {"challenge": bid.challenge.code, "bid": bid.code}
    bid.sealed = sealing.seal(bid.challenge, plain, []).blob


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (_tear_body, "方案无法开启：密文已损坏或密钥不符。"),
        (_tear_head, "方案无法开启：密文头部已损坏。"),
        (_swap_wrap, "方案无法开启：数据密钥的密文已损坏，或不是用本榜单的公钥密封的。"),
        (_tear_file, "方案无法开启：附件已被改动（检测报告.pdf）。"),
        (_lose_file, "方案无法开启：附件缺失（检测报告.pdf）。"),
        (_reseal_by_server, "方案无法开启：密封方式与榜单公布的不符。"),
    ],
)
def test_each_damage_is_said_and_the_others_open(challenge, three, now, harm, reason):
    hurt, fine = sealed(challenge), sealed(challenge)
    with transaction():
        harm(hurt)
    now.instant = challenge.deadline
    custody.open_list(challenge, *three[:2])
    assert (bids.find(hurt.code).state, bids.find(hurt.code).reason) == (B.UNREADABLE, reason)
    assert bids.find(fine.code).state is B.OPENED
    lines = {one["code"]: one["reason"] for one in queries.finished_opening(challenge).minutes["bids"]}
    assert lines == {hurt.code: reason, fine.code: ""}


def test_a_ceremony_that_fails_leaves_no_readable_file(challenge, three, now, monkeypatch):
    sealed(challenge)
    outbox.run_due()
    now.instant = challenge.deadline
    monkeypatch.setattr("challenge.bidding.minutes._line", lambda bid: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        custody.open_list(challenge, *three[:2])
    assert len(list(Path(files.root()).glob("??/*"))) == 1
    assert challenge.state is C.OPEN


def test_with_the_passphrase_the_team_reopens_and_replaces(challenge, three, now):
    bid = sealed(challenge, WORDS)
    former = bid.digest
    with pytest.raises(WrongPassphrase), transaction():
        drafting.begin_replacement(bid.leader, bid, "恢河两岸的柳树与榆树 8")
    with transaction():
        drafting.begin_replacement(bid.leader, bid, WORDS)
    bid = bids.find(bid.code)
    draft = drafting.read_draft(bid)
    assert (draft["approach"], len(draft["files"]), bid.state) == (TOKEN, 1, B.SEALED)
    (row,) = [one for one in bid.files if not one.is_sealed]
    assert sealing.read_file(row.blob, row.sha256) == PDF
    with transaction():
        drafting.save_step(bid, {"approach": "第二版"})
        submission.submit(bid.leader, bid, "second", bid.version)
    outbox.run_due()
    bid = bids.find(bid.code)
    assert (bid.digest == former, [one.is_sealed for one in bid.files]) == (False, [True])
    assert not sealing.has_passphrase(bid)
    now.instant = challenge.deadline
    custody.open_list(challenge, *three[1:], witness=world.user("supervisor"))
    assert bids.find(bid.code).content.approach == "第二版"


def test_a_replacement_that_is_dropped_leaves_the_sealed_version(challenge, three, now):
    bid = sealed(challenge, WORDS)
    with transaction():
        drafting.begin_replacement(bid.leader, bid, WORDS)
        drafting.drop_replacement(bid)
    outbox.run_due()
    now.instant = challenge.deadline
    custody.open_list(challenge, *three[:2])
    assert bids.find(bid.code).state is B.OPENED


def test_from_the_copy_or_anew(challenge):
    bid = bids.drafted(challenge, approach=TOKEN)
    with transaction():
        drafting.attach(bid, "检测报告.pdf", PDF, "other")
    copy = copies.write(bid, *submission.to_seal(bid))
    with transaction():
        submission.submit(bid.leader, bid, "k", bid.version)
    bid = bids.find(bid.code)
    with transaction():
        drafting.replace_from_copy(bid.leader, bid, *copies.read(bid, copy))
    assert drafting.read_draft(bid)["approach"] == TOKEN
    assert [one.size for one in bid.files] == [len(PDF), len(PDF)]
    with transaction():
        drafting.drop_replacement(bid)
        drafting.replace_anew(bid.leader, bid)
    assert (drafting.read_draft(bid)["approach"], len(bid.files)) == ("", 1)


def test_a_copy_of_another_bid_or_a_changed_one_is_refused(challenge):
    bid, other = bids.drafted(challenge), bids.drafted(challenge)
    foreign, mine = (copies.write(one, *submission.to_seal(one)) for one in (other, bid))
    with transaction():
        submission.submit(bid.leader, bid, "k", bid.version)
        submission.submit(other.leader, other, "k", other.version)
    bid = bids.find(bid.code)
    assert copies.read(bid, mine)[0]["bid"] == bid.code
    with pytest.raises(RefusedFile, match="不属于本方案"):
        copies.read(bid, foreign)
    for torn in (b"", b"PK\x03\x04", mine[:-30], bids.PDF):
        with pytest.raises(RefusedFile, match="不是方案副本"):
            copies.read(bid, torn)


def test_confirming_reads_no_ciphertext(challenge, three, now):
    bid = sealed(challenge)
    former = bid.sealed
    with transaction():
        challenge.substance_version = 2
        submission.confirm_version(bid.leader, bid)
    bid = bids.find(bid.code)
    assert (bid.answers_version, bid.sealed) == (2, former)
    now.instant = challenge.deadline
    custody.open_list(challenge, *three[:2])
    assert (bids.find(bid.code).state, bids.find(bid.code).answers_outdated) == (B.OPENED, False)


def test_withdrawing_takes_the_sealed_files_out_of_the_running(challenge):
    bid = sealed(challenge)
    with transaction():
        submission.withdraw(bid.leader, bid)
    assert bids.find(bid.code).state is B.WITHDRAWN
    assert db.session.scalar(sa.select(sa.func.count(SealedFile.id))) == 1
