"""One spelling of a value as bytes, and its digest: what receipts, log entries and sealed bids are hashed from."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime


def canonical(value: object) -> bytes:
    """Return UTF-8 JSON with sorted keys, no spaces and NFC strings.

    Instants become UTC ISO texts with microseconds and `Z`. Floats and unknown types raise TypeError,
    instants without a zone and keys that become equal raise ValueError.
    """
    plain = _plain(value)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def digest(value: object) -> str:
    """Return the SHA-256 of bytes as they are, or of the canonical form of anything else, as 64 hex digits."""
    data = bytes(value) if isinstance(value, bytes | bytearray | memoryview) else canonical(value)
    return hashlib.sha256(data).hexdigest()


def utc_text(instant: datetime) -> str:
    """Return an aware instant as `2026-11-22T09:30:00.000000Z`."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def exact_hex(text: str) -> bytes:
    """Return the bytes of small hexadecimal digits; ValueError for any other spelling of them."""
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError("not small hexadecimal digits")
    return found


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str.__str__(value))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return _plain_dict(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _plain_dict(value: dict) -> dict:
    plain = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError("keys must be strings")
        name = unicodedata.normalize("NFC", key)
        if name in plain:
            raise ValueError(f"two keys are spelt {name!r}")
        plain[name] = _plain(item)
    return plain
