"""The one boundary of sealing: what goes in is ciphertext until `open`; nothing else encrypts or decrypts a bid.

In this issue one server key seals everything; the keys of custodians will replace only what stands here.
"""

import dataclasses
import hashlib
import json

from core import files, keys
from core.canonical import canonical, digest
from core.keys import Damaged

__all__ = ["Damaged", "Sealed", "digest_of", "open", "open_draft", "seal", "seal_draft"]


@dataclasses.dataclass(frozen=True)
class Sealed:
    """`blob` is ciphertext, `digest` the SHA-256 (hex) of the canonical content."""

    blob: bytes
    digest: str


def digest_of(content):
    """SHA-256 (hex) of the canonical JSON of a complete content."""
    return digest(canonical(content))


def seal(challenge, content, attachments):
    """Encrypt a complete content with its attachments' digests; it must carry the codes of bid and list."""
    whole = {**content, "attachments": [dict(one) for one in attachments]}
    plain = canonical(whole)
    return Sealed(keys.encrypt("bid", plain, _bound(challenge, content["bid"])), digest(plain))


def open(challenge, bid):  # noqa: A001 - the counterpart of seal, always called as sealing.open
    """The content as it was sealed; raises Damaged when it does not decrypt, match its digest or its list."""
    plain = keys.decrypt("bid", bid.sealed or b"", _bound(challenge, bid.code))
    if hashlib.sha256(plain).hexdigest() != bid.digest:
        raise Damaged("密文内容与登记的摘要不一致")
    content = json.loads(plain)
    if content.get("challenge") != challenge.code or content.get("bid") != bid.code:
        raise Damaged("密文不属于本榜单")
    return content


def seal_draft(bid, content):
    """Ciphertext of a draft; a draft is not yet sealed, it is only unreadable in the database."""
    return keys.encrypt("draft", canonical(content), bid.code.encode())


def open_draft(bid):
    """The content of the draft, or raises Damaged."""
    return json.loads(keys.decrypt("draft", bid.draft or b"", bid.code.encode()))


def store_file(bid, data):
    """Keep an attachment encrypted; returns (blob id, SHA-256 hex, size)."""
    return files.store(data, encrypted=True)


def read_file(blob, sha256):
    """The bytes of an attachment, or raises Damaged when they are missing or not those that were sealed."""
    try:
        data = files.read(blob, encrypted=True)
    except files.Missing as error:
        raise Damaged("附件缺失") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged("附件与登记的摘要不一致")
    return data


def forget_blobs(blobs):
    """Remove the bytes of attachments; those already gone are no error."""
    for blob in blobs:
        files.delete(blob)


def seal_label(bid, label):
    """Ciphertext of an attachment's name and purpose."""
    return keys.encrypt("draft", canonical(label), f"{bid.code}/file".encode())


def open_label(bid, ciphertext):
    """Name and purpose of an attachment."""
    return json.loads(keys.decrypt("draft", ciphertext, f"{bid.code}/file".encode()))


def _bound(challenge, bid_code):
    return f"{challenge.code}/{bid_code}".encode()
