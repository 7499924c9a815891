"""A secret under a passphrase (Argon2id, then AES-256-GCM); the cost is written into each envelope."""

import hmac
import secrets
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from argon2.low_level import Type, hash_secret_raw
from flask import current_app

from core import settings
from core.canonical import canonical, digest
from core.envelopes import KEY_SIZE, box, parsed, unbox, unhexed
from core.keys import Damaged

VERSION = 1
SHORTEST = 12
LONGEST = 128
LEAST_DIFFERENT = 6
SALT_SIZE = 16
# Each derivation takes its memory: a flood of requests must not take that of the whole machine.
_slots = threading.BoundedSemaphore(2)


class WrongPassphrase(Exception):
    """The passphrase is not the one the envelope was closed with."""


@dataclass(frozen=True)
class Cost:
    """Parameters of Argon2id: passes, memory in KiB, lanes."""

    passes: int
    memory_kib: int
    lanes: int

    def is_sane(self) -> bool:
        """Tell whether a stored cost may be believed: a forged one must not stop the server."""
        return 1 <= self.passes <= 16 and 8 <= self.memory_kib <= 1024 * 1024 and 1 <= self.lanes <= 8


STRONG = Cost(passes=3, memory_kib=64 * 1024, lanes=1)
QUICK = Cost(passes=1, memory_kib=1024, lanes=1)


def cost() -> Cost:
    """Return the cost of new envelopes: the setting PASSPHRASE_COST, the quick one in a demonstration, else strong."""
    given = current_app.config.get("PASSPHRASE_COST")
    if given:
        return Cost(*given)
    return QUICK if settings.get("demo", False) else STRONG


def fault(passphrase: str) -> str | None:
    """Return what is wrong with a new passphrase as a Chinese sentence, None when it may be used."""
    plain = _plain(passphrase)
    if len(plain) < SHORTEST:
        return f"口令至少 {SHORTEST} 个字符，当前为 {len(plain)} 个。可用一句只有自己想得到的话。"
    if len(plain) > LONGEST:
        return f"口令最长 {LONGEST} 个字符。"
    if len(set(plain)) < LEAST_DIFFERENT:
        return f"口令过于简单，至少要有 {LEAST_DIFFERENT} 种不同的字符。"
    return None


def lock(secret: bytes, passphrase: str, bound: Mapping[str, str]) -> bytes:
    """Return a canonical JSON envelope of `secret` under the passphrase, bound to a dict of texts."""
    used = cost()
    salt = secrets.token_hex(SALT_SIZE)
    key, check = _derived(passphrase, salt, used)
    told = {"v": VERSION, "salt": salt, "cost": asdict(used), "check": check}
    return canonical(told | {"box": box(key, secret, _aad(told, bound)).hex()})


def unlock(envelope: bytes, passphrase: str, bound: Mapping[str, str]) -> bytes:
    """Return the secret; raises WrongPassphrase, or Damaged when the envelope is not as it was written."""
    told = parsed(envelope, {"v", "salt", "cost", "check", "box"})
    if told["v"] != VERSION:
        raise Damaged("unknown version of envelope")
    try:
        used, ciphertext = Cost(**told["cost"]), unhexed(told.pop("box"))
        if not used.is_sane():
            raise Damaged("the cost of the envelope is out of bounds")
        key, check = _derived(passphrase[:LONGEST], told["salt"], used)
        is_right = hmac.compare_digest(check, told["check"])
    except (TypeError, ValueError) as error:
        raise Damaged("the envelope cannot be read") from error
    if not is_right:
        raise WrongPassphrase
    return unbox(key, ciphertext, _aad(told, bound))


def _derived(passphrase: str, salt: str, used: Cost) -> tuple[bytes, str]:
    """Key, and a value that tells a wrong passphrase from a damaged envelope; neither tells of the other."""
    with _slots:
        raw = hash_secret_raw(
            _plain(passphrase).encode(),
            bytes.fromhex(salt),
            time_cost=used.passes,
            memory_cost=used.memory_kib,
            parallelism=used.lanes,
            hash_len=2 * KEY_SIZE,
            type=Type.ID,
        )
    return raw[:KEY_SIZE], digest(raw[KEY_SIZE:])


def _aad(told: dict, bound: Mapping[str, str]) -> bytes:
    return canonical(told | {"bound": dict(bound)})


def _plain(passphrase: str) -> str:
    # Chinese input methods produce full-width letters: the same keys must give the same passphrase.
    return unicodedata.normalize("NFKC", passphrase)
