"""Seeds: what a phrase commits to, what is offered to whoever has no phrase of his own, and the seed of a draw."""

import hashlib
import secrets
import unicodedata

SALT = 32
SHORTEST = 12
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that are read for one another
GROUPS, LENGTH = 4, 5  # 20 of 31 letters: 99 bits


def plain(phrase):
    """The phrase as it counts: NFC, without spaces and line ends, so that it can be typed again from paper."""
    return "".join(unicodedata.normalize("NFC", phrase).split())


def is_weak(phrase):
    """Too short or too uniform: who guesses it could try what it would lead to."""
    return len(plain(phrase)) < SHORTEST or len(set(plain(phrase))) < SHORTEST // 2


def offered():
    """A phrase nobody can guess, to be written down."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def new_salt():
    """Fresh salt, 64 hex digits."""
    return secrets.token_hex(SALT)


def commitment(salt, phrase):
    """SHA-256(salt ‖ phrase) as hex; the salt has a fixed length, so the two cannot run into one another."""
    return hashlib.sha256(bytes.fromhex(salt) + plain(phrase).encode()).hexdigest()


def seed_of(officer, supervisor, head, code):
    """SHA-256 over both phrases, the head of the log (hex) and the code of the list, each as `length:bytes,`."""
    parts = [plain(officer), plain(supervisor), head, code]
    spelt = b"".join(b"%d:%s," % (len(part.encode()), part.encode()) for part in parts)
    return hashlib.sha256(spelt).digest()


def mark(salt, key):
    """The mark under which a person or unit stands in a published list: SHA-256(salt ‖ key) as hex."""
    return hashlib.sha256(bytes.fromhex(salt) + str(key).encode()).hexdigest()
