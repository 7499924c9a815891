"""Nothing about a receipt can be changed unseen: by the platform's own check and by a program of somebody else."""

import datetime as dt
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from challenge.bidding import receipts
from challenge.bidding.actions import drafting, submission
from challenge.bidding.verifying import checks, is_genuine
from challenge.states import C
from core import audit, keys, log_tree
from core.canonical import canonical
from core.database import db, transaction
from tests import bids, world
from tests.core.test_audit import unguarded

SCRIPT = Path(__file__).parents[3] / "docs" / "verify" / "verify_receipt.py"
STEPS = ["格式", "签名", "日志记录", "日志证明", "公布的日志", "截止时的摘要"]


@pytest.fixture
def receipt(app):
    return bids.sealed(world.challenge(C.OPEN)).receipts[0]


@pytest.fixture
def data(receipt):
    return canonical(receipts.document(receipt))


def published(more=0):
    with transaction():
        for _ in range(more):
            audit.record(None, "thing.change", audit.Subject("thing", 1))
        return log_tree.sign_head()


def test_a_genuine_receipt_holds_step_by_step(data):
    found = checks(data)
    assert ([one.label for one in found], [one.holds for one in found]) == (STEPS, [True] * 4 + [None] * 2)
    published(7)
    found = checks(data)
    assert ([one.holds for one in found], is_genuine(found)) == ([True] * 5 + [None], True)


def test_every_changed_bit_is_noticed(data):
    drawn = random.Random(500)  # noqa: S311  reproducible, no secrets
    published(3)
    for _ in range(500):
        changed = bytearray(data)
        changed[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        assert not is_genuine(checks(bytes(changed))), bytes(changed)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", "[" * 5000, '{"receipt":1}', '{"a":NaN}', "\x00", '{"digest":"x","digest":"x"}'],
)
def test_anything_else_is_refused_at_its_form(app, text):
    assert [(one.label, one.holds) for one in checks(text.encode())] == [("格式", False)]


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"log_seq": 1}, "签名"),
        ({"public_key": "-----BEGIN"}, "签名"),
        ({"signature": "zz"}, "签名"),
        ({"log_proof": []}, "日志证明"),
        ({"log_proof": "00"}, "日志证明"),
        ({"log_proof": [3]}, "日志证明"),
        ({"log_size": "9"}, "日志证明"),
        ({"log_seq": 2**70}, "日志记录"),
        ({"at": "2026-09-16T02:01:00.000000Z"}, "日志记录"),
    ],
)
def test_what_was_changed_is_named(receipt, change, label):
    found = checks(canonical(receipts.document(receipt) | change))
    assert label in [one.label for one in found if one.holds is False]


def test_a_rewritten_log_is_noticed(data):
    published(4)
    unguarded("UPDATE log_head SET root = '" + "0" * 64 + "'")
    assert [one.holds for one in checks(data)] == [True] * 4 + [False]


def of_deadline(receipt):
    """(holds, word, sentence) of the last step: the digests published at the deadline."""
    last = checks(canonical(receipts.document(receipt)))[-1]
    assert last.label == STEPS[-1]
    return last.holds, last.word, last.sentence


def test_what_became_of_a_receipt_is_told_from_the_deadline_on(app, now, queries):
    listed = world.challenge(C.OPEN)
    replaced, withdrawn, kept = bids.sealed(listed), bids.sealed(listed), bids.sealed(listed)
    with transaction():
        drafting.begin_replacement(replaced.leader, replaced)
        submission.submit(replaced.leader, replaced, "again", replaced.version)
        submission.withdraw(withdrawn.leader, withdrawn)
    every = [*replaced.receipts, *withdrawn.receipts, *kept.receipts]
    now.instant = listed.deadline - dt.timedelta(seconds=1)
    assert {of_deadline(one)[:2] for one in every} == {(None, "未公布")}
    data = canonical(receipts.document(kept.receipts[0]))
    with queries() as seen:
        checks(data)
    assert not [text for text in seen if re.search(r"\b(bid|receipt)\b", text)]
    now.instant = listed.deadline
    expected = [(True, "已替换"), (True, ""), (True, "已撤回"), (True, "已撤回"), (True, "")]
    assert [of_deadline(one)[:2] for one in every] == expected
    assert f"回执 {replaced.code}-02" in of_deadline(every[0])[2]
    assert of_deadline(every[1])[2] == "在截止时公布的 2 个摘要之中。"
    bids.open_list(listed)
    assert [of_deadline(one)[:2] for one in every] == expected
    with transaction():
        audit.record(kept.leader, "bid.correct", kept, "提交补正")
        corrected = receipts.issue(kept, "corrected", "f" * 64)
    assert of_deadline(corrected)[0]
    assert of_deadline(kept.receipts[0])[:2] == (True, "")


def test_a_digest_that_was_left_out_of_the_published_ones_speaks_against_the_platform(app, now):
    listed = world.challenge(C.OPEN)
    bid = bids.sealed(listed)
    now.instant = listed.deadline
    bids.open_list(listed)
    with transaction():
        opening = db.session.merge(listed).openings[0]
        opening.minutes = opening.minutes | {"published": []}
    assert of_deadline(bid.receipts[0])[:2] == (False, "")
    with transaction():
        listed = db.session.merge(listed)
        listed.deadline += dt.timedelta(
            days=60
        )  # put up again: the receipt belongs to the round that is over
        opening.minutes = opening.minutes | {"published": [bid.digest]}
    assert of_deadline(bid.receipts[0])[0]


def test_a_list_cancelled_before_its_deadline_publishes_nothing(receipt, now):
    with transaction():
        listed = receipt.bid.challenge
        listed.state, listed.state_since = C.CANCELLED, now.instant  # as cancelling leaves it
    now.forward(days=90)
    assert of_deadline(receipt) == (None, "未公布", "榜单在截止以前撤榜，没有公布摘要清单。")


def run(*files):
    done = subprocess.run([sys.executable, SCRIPT, *files], capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stdout + done.stderr
    assert (len(said.splitlines()), "Traceback" in said) == (1, False)
    assert said.startswith("VALID") == (done.returncode == 0) == (keys.fingerprint() in said)
    return said


def test_a_key_of_ones_own_has_another_fingerprint(receipt, tmp_path):
    own, file = Ed25519PrivateKey.generate(), tmp_path / "forged.json"
    told = receipts.document(receipt) | {"challenge": "JB2026-9999"}
    told["public_key"] = (
        own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    )
    unsigned = {name: value for name, value in told.items() if name not in ("signature", "public_key")}
    file.write_bytes(canonical(told | {"signature": own.sign(canonical(unsigned)).hex()}))
    done = subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=True)  # noqa: S603
    assert keys.fingerprint() not in done.stdout


def heads_of(files, client, receipt, head):
    files[1].write_bytes(client.get("/log/heads.json").data)
    files[2].write_bytes(client.get(f"/log/consistency.json?from={receipt.log_size}&to={head.size}").data)


def test_somebody_elses_program_says_the_same(receipt, data, client, tmp_path):
    files = [tmp_path / name for name in ("receipt.json", "heads.json", "proof.json")]
    files[0].write_bytes(data)
    assert "compare this fingerprint" in run(files[0])
    for more in (0, 1, 2, 4):
        heads_of(files, client, receipt, published(more))
        assert run(*files).startswith("VALID"), more
    drawn = random.Random(8)  # noqa: S311  reproducible, no secrets
    for _ in range(8):
        changed = bytearray(data)
        changed[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        files[0].write_bytes(changed)
        assert run(files[0]).startswith("INVALID")
    for place in (data.index(b"PUBLIC KEY") + offset for offset in (3, 15, 40, 90)):
        changed = bytearray(data)
        changed[place] ^= 1
        files[0].write_bytes(changed)
        assert run(*files).startswith("INVALID"), place
    for field, named in (("digest", "signature does not fit"), ("signature", "signature does not fit")):
        files[0].write_bytes(canonical(json.loads(data) | {field: "0" * len(json.loads(data)[field])}))
        assert named in run(files[0])
    files[0].write_bytes(data)
    told = json.loads(files[2].read_bytes())
    files[2].write_text(json.dumps(told | {"proof": told["proof"][1:]}), encoding="utf-8")
    assert "published head does not continue" in run(*files)


def test_the_command_says_it_with_its_exit(app, data, tmp_path):
    file = tmp_path / "receipt.json"
    file.write_bytes(data)
    done = app.test_cli_runner().invoke(args=["receipt", "verify", str(file)])
    assert (done.exit_code, done.output.count("✓"), done.output.count("？")) == (0, 4, 2)
    file.write_bytes(data[:-1])
    done = app.test_cli_runner().invoke(args=["receipt", "verify", str(file), "--json"])
    assert (done.exit_code, json.loads(done.output)["genuine"]) == (1, False)
