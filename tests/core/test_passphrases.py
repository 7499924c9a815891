"""Secrets under a passphrase: a wrong one is told from damage, the cost is read from the envelope."""

import json

import pytest

from core import passphrases, settings
from core.canonical import canonical
from core.database import transaction
from core.keys import Damaged
from core.passphrases import Cost, WrongPassphrase

BOUND = {"purpose": "custodian"}
WORDS = "桑干河畔七棵老柳树 12"


def test_the_right_passphrase_opens(app):
    closed = passphrases.lock(b"s" * 32, WORDS, BOUND)
    assert passphrases.unlock(closed, WORDS, BOUND) == b"s" * 32
    assert WORDS.encode() not in closed
    wide = WORDS.replace("12", "１２")
    assert passphrases.unlock(closed, wide, BOUND) == b"s" * 32


def test_a_wrong_passphrase_is_told_from_damage(app):
    closed = passphrases.lock(b"s" * 32, WORDS, BOUND)
    with pytest.raises(WrongPassphrase):
        passphrases.unlock(closed, WORDS + "x", BOUND)
    told = json.loads(closed)
    torn = told["box"][:-1] + ("0" if told["box"][-1] != "0" else "1")
    for odd in (told | {"box": torn}, told | {"v": 2}, told | {"cost": {}}, told | {"salt": "zz"}, {}):
        with pytest.raises(Damaged):
            passphrases.unlock(canonical(odd), WORDS, BOUND)
    with pytest.raises(Damaged):
        passphrases.unlock(closed, WORDS, {"purpose": "other"})
    with pytest.raises(Damaged):
        passphrases.unlock(b"torn", WORDS, BOUND)


def test_a_forged_cost_does_not_stop_the_server(app):
    told = json.loads(passphrases.lock(b"s" * 32, WORDS, BOUND))
    with pytest.raises(Damaged):
        passphrases.unlock(canonical(told | {"cost": told["cost"] | {"memory_kib": 2**31}}), WORDS, BOUND)


def test_the_cost_of_new_envelopes_is_set_in_one_place_and_old_ones_keep_theirs(app):
    closed = passphrases.lock(b"s" * 32, WORDS, BOUND)
    assert passphrases.cost() == Cost(1, 64, 1)
    app.config["PASSPHRASE_COST"] = None
    assert passphrases.cost() == passphrases.STRONG
    with transaction():
        settings.put("demo", True)
    assert passphrases.cost() == passphrases.QUICK
    assert passphrases.unlock(closed, WORDS, BOUND) == b"s" * 32


def test_a_new_passphrase_is_long_and_varied():
    assert passphrases.fault("短口令").startswith("口令至少 12 个字符，当前为 3 个")
    assert passphrases.fault("a" * 12) == "口令过于简单，至少要有 6 种不同的字符。"
    assert passphrases.fault("ab" * 65) == "口令最长 128 个字符。"
    assert passphrases.fault(WORDS) is None
