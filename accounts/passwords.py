"""Passwords: Argon2id hashes, and the policies `dengbao3` (等保三级) and `demo`."""

import dataclasses
import datetime as dt
import functools
import re
import threading
import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from flask import current_app

from accounts.states import PRIVILEGED, SECOND_FACTOR
from core import clock

LONGEST = 128
UNUSABLE = "!"
# Each hash takes 19 MiB: a flood of sign-ins must not take the memory of the whole machine.
_slots = threading.BoundedSemaphore(2)
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_CLASSES = [re.compile(kind) for kind in ("[A-Z]", "[a-z]", "[0-9]", "[^A-Za-z0-9]")]
_LEET = str.maketrans("@4031!$57", "aaoeiisst")


@dataclasses.dataclass(frozen=True)
class Policy:
    """What is demanded; `max_age` holds for privileged roles only."""

    name: str
    shortest: int = 12
    classes: int = 3
    remembered: int = 5
    max_age: dt.timedelta | None = None
    second_factor: bool = True
    step_up: bool = True


DENGBAO3 = Policy("dengbao3", max_age=dt.timedelta(days=90))
DEMO = Policy("demo", second_factor=False, step_up=False)


def policy():
    """The policy in force: `demo` only in a demonstration database."""
    return DEMO if current_app.config["DEMO"] else DENGBAO3


def hash_of(password):
    """The Argon2id hash to store."""
    with _slots:
        return _hasher.hash(_plain(password))


@functools.cache
def _dummy():
    return hash_of("no account has this password")


def prepare():
    """Make the dummy hash at start, so that the first refusal is not slower than the next."""
    _dummy()


def matches(stored, password):
    """Whether `password` belongs to the hash `stored`; None takes as long as a real hash and answers no."""
    usable = stored if stored and stored.startswith("$argon2") else _dummy()
    try:
        with _slots:
            _hasher.verify(usable, _plain(password[:LONGEST]))
    except (Argon2Error, InvalidHashError):
        return False
    return usable == stored


def is_outdated(stored):
    """Whether the hash was made with other settings than today's."""
    return _hasher.check_needs_rehash(stored)


def is_too_old(user):
    """Whether a privileged person must change the password because of its age."""
    limit = policy().max_age
    return bool(limit and user.roles & set(PRIVILEGED) and clock.now() - user.password_at > limit)


def needs_second_factor(user):
    """Whether the roles of this person demand a second factor."""
    return policy().second_factor and bool(user.roles & set(SECOND_FACTOR))


def demands():
    """The policy in one sentence, for the forms."""
    now = policy()
    return f"至少 {now.shortest} 位，大写字母、小写字母、数字、符号至少占 {now.classes} 类，不含用户名、姓名、单位名称和常见密码。"


def fault(password, context=()):
    """What is wrong with a new password, as a sentence; None when it may be used.

    `context` are words that must not stand in it: user name, name, organisation, mail address.
    """
    now, plain = policy(), _plain(password)
    if len(plain) < now.shortest:
        return f"密码至少 {now.shortest} 位，当前为 {len(plain)} 位。"
    if len(plain) > LONGEST:
        return f"密码最长 {LONGEST} 位。"
    if _classes(plain) < now.classes:
        return f"请混用大写字母、小写字母、数字、符号中的至少 {now.classes} 类。"
    if any(word in plain.lower() for word in _context_words(context)):
        return "密码中不要包含用户名、姓名、单位名称或邮箱。"
    if len(set(_uncommon_rest(plain))) < 5:
        return "密码过于常见，容易被猜中。请换成不常见的组合，例如几个互不相关的词加数字。"
    return None


def _plain(password):
    # Chinese input methods produce full-width letters: the same keys must give the same password.
    return unicodedata.normalize("NFKC", password)


def _classes(plain):
    return sum(bool(one.search(plain)) for one in _CLASSES)


def _context_words(context):
    texts = [(text or "").strip().lower() for text in context]
    pieces = texts + [piece for text in texts for piece in re.split(r"[@.\s]+", text)]
    return {piece for piece in pieces if len(piece) >= (4 if piece.isascii() else 2)}


@functools.cache
def _common_words():
    lines = (Path(__file__).parent / "common_words.txt").read_text("utf-8").split()
    return sorted(lines, key=len, reverse=True)


def _uncommon_rest(plain):
    """What remains when common words, also in 1337 spelling, and repetitions are taken out."""
    rest = plain.lower()
    for word in _common_words():
        rest = rest.replace(word, "")
    rest = rest.translate(_LEET)
    for word in _common_words():
        rest = rest.replace(word, "")
    return re.sub(r"(.)\1{2,}", r"\1", rest)
