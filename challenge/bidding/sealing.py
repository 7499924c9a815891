"""The one boundary of sealing: what goes in is ciphertext until `open`; nothing else encrypts or decrypts a bid.

A sealed version is a header (canonical JSON) and a body, which is the canonical content encrypted and bound to the
header. Where a list is in custody, a fresh data key closes body and attachments; the header holds it wrapped for the
list's public key and, if the team wishes, under its own passphrase (方案口令). Elsewhere the server's key closes both.
Versions sealed before headers existed stay readable.
"""

import dataclasses
import hashlib
import json

from challenge.custody.rules import CUSTODIANS, PLATFORM
from core import envelopes, files, keys, passphrases
from core.canonical import canonical, digest
from core.keys import Damaged

__all__ = ["Damaged", "Lock", "Sealed", "digest_of", "open", "open_draft", "seal", "seal_draft"]

VERSION = b"\x02"
SIZE_OF_LENGTH = 4


class Changed(Damaged):
    """What was sealed is not there or not as it was; says in Chinese what."""


@dataclasses.dataclass(frozen=True)
class Sealed:
    """`blob` is ciphertext, `digest` the SHA-256 (hex) of the canonical content."""

    blob: bytes
    digest: str


@dataclasses.dataclass(frozen=True)
class Lock:
    """How a version is closed: with a data key of its own for the public key of its list, or by the server (None)."""

    public: bytes | None = None
    passphrase: str = dataclasses.field(default="", repr=False)
    data_key: bytes = dataclasses.field(default_factory=envelopes.new_key, repr=False)


def digest_of(content):
    """SHA-256 (hex) of the canonical JSON of a complete content."""
    return digest(canonical(content))


def plain_of(content, attachments):
    """The canonical bytes of a complete content with its attachments: what the digest of a receipt is of."""
    return canonical(content | {"attachments": [_told(one) for one in attachments]})


def seal(challenge, content, attachments, lock=None):
    """Encrypt a complete content with its attachments' digests; it must carry the codes of bid and list.

    Without a `lock` the server's key closes it.
    """
    lock = lock or Lock()
    plain = plain_of(content, attachments)
    header = _header(challenge.code, content["bid"], [one.get("blob", "") for one in attachments])
    if lock.public is not None:
        bound = _bound_key(challenge.code, content["bid"])
        header |= {"mode": CUSTODIANS, "key": envelopes.fingerprint(lock.public)}
        header["wrap"] = envelopes.wrap([lock.public], lock.data_key, bound).hex()
        if lock.passphrase:
            header["passphrase"] = passphrases.lock(lock.data_key, lock.passphrase, bound).hex()
    told = canonical(header)
    body = (
        keys.encrypt("bid", plain, told) if lock.public is None else envelopes.box(lock.data_key, plain, told)
    )
    return Sealed(VERSION + len(told).to_bytes(SIZE_OF_LENGTH) + told + body, digest(plain))


def keep_opened(challenge, content):
    """A content that was opened, under the server's key from now on; its attachments are at their new blobs."""
    attachments = content["attachments"]
    plain = plain_of(content, attachments)
    header = _header(challenge.code, content["bid"], [one["blob"] for one in attachments])
    told = canonical(header | {"sealed_as": CUSTODIANS})
    return VERSION + len(told).to_bytes(SIZE_OF_LENGTH) + told + keys.encrypt("bid", plain, told)


def mode_of(bid):
    """How a bid was sealed, whoever has opened it since; None for one that never was."""
    if not bid.sealed:
        return None
    if bid.sealed[:1] != VERSION:
        return PLATFORM
    try:
        header, _, _ = _parts(bid.sealed)
    except Damaged:
        return None
    return header.get("sealed_as") or header.get("mode")


def has_passphrase(bid):
    """Whether the team has set a passphrase under which the sealed version opens."""
    try:
        return bool(bid.sealed) and bid.sealed[:1] == VERSION and "passphrase" in _parts(bid.sealed)[0]
    except Damaged:
        return False


def data_key(challenge, bid, *, private=None, passphrase=None):
    """The data key of a sealed version by the list's private half or the team's passphrase; None under the server's key.

    Raises Damaged, or passphrases.WrongPassphrase.
    """
    if not bid.sealed or bid.sealed[:1] != VERSION:
        return None
    header, _, _ = _parts(bid.sealed)
    if header.get("mode") != CUSTODIANS:
        return None
    bound = _bound_key(challenge.code, bid.code)
    if passphrase is not None:
        return passphrases.unlock(_hex(header.get("passphrase")), passphrase, bound)
    if private is None:
        raise Changed("方案由保管人密封，只有开标时才能开启")
    try:
        return envelopes.unwrap([private], _hex(header.get("wrap")), bound)
    except Damaged as error:
        raise Changed("数据密钥的密文已损坏，或不是用本榜单的公钥密封的") from error


def open(challenge, bid, key=None):  # noqa: A001 - the counterpart of seal, always called as sealing.open
    """The content as it was sealed, each attachment with its blob; `key` is the data key of a version in custody.

    Raises Damaged when it does not decrypt, match its digest or its list.
    """
    sealed, blobs = bid.sealed or b"", None
    if sealed[:1] == VERSION:
        plain, blobs = _opened(challenge, bid, key)
    else:
        plain = keys.decrypt("bid", sealed, f"{challenge.code}/{bid.code}".encode())
    if hashlib.sha256(plain).hexdigest() != bid.digest:
        raise Changed("密文内容与登记的摘要不一致")
    content = json.loads(plain)
    if content.get("challenge") != challenge.code or content.get("bid") != bid.code:
        raise Changed("密文不属于本榜单")
    return content if blobs is None else _with_blobs(content, blobs)


def seal_draft(bid, content):
    """Ciphertext of a draft; a draft is not yet sealed, it is only unreadable in the database."""
    return keys.encrypt("draft", canonical(content), bid.code.encode())


def open_draft(bid):
    """The content of the draft, or raises Damaged."""
    return json.loads(keys.decrypt("draft", bid.draft or b"", bid.code.encode()))


def store_file(bid, data):
    """Keep an attachment under the server's key; returns (blob id, SHA-256 hex, size)."""
    return files.store(data, encrypted=True)


def seal_file(challenge, bid, data, sha256, lock):
    """Keep an attachment under the data key of its version; returns (blob id, SHA-256 of the ciphertext)."""
    closed = envelopes.box(lock.data_key, data, _bound_file(challenge, bid, sha256))
    blob, closed_sha256, _ = files.store(closed, encrypted=False)
    return blob, closed_sha256


def read_file(blob, sha256):
    """The bytes of an attachment under the server's key, or raises Damaged: missing, or not those of the digest."""
    return _same(_stored(blob, encrypted=True), sha256)


def read_sealed_file(challenge, bid, one, key):
    """The bytes of a sealed attachment (a dict of the content) by the data key, or raises Damaged."""
    if key is None:
        return read_file(one["blob"], one["sha256"])
    closed = _stored(one["blob"], encrypted=False)
    try:
        data = envelopes.unbox(key, closed, _bound_file(challenge, bid, one["sha256"]))
    except Damaged as error:
        raise Changed("附件已被改动") from error
    return _same(data, one["sha256"])


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


def _header(challenge_code, bid_code, blobs):
    return {"v": 2, "mode": PLATFORM, "challenge": challenge_code, "bid": bid_code, "files": blobs}


def _told(attachment):
    return {name: value for name, value in attachment.items() if name != "blob"}


def _parts(sealed):
    """Header, its bytes and the body of a sealed version."""
    start = len(VERSION) + SIZE_OF_LENGTH
    end = start + int.from_bytes(sealed[len(VERSION) : start])
    told = bytes(sealed[start:end])
    try:
        header = json.loads(told)
    except ValueError as error:
        raise Changed("密文头部已损坏") from error
    if not isinstance(header, dict) or not isinstance(header.get("files"), list):
        raise Changed("密文头部已损坏")
    return header, told, sealed[end:]


def _opened(challenge, bid, key):
    header, told, body = _parts(bid.sealed)
    if (header.get("challenge"), header.get("bid")) != (challenge.code, bid.code):
        raise Changed("密文不属于本榜单")
    if header.get("mode") != CUSTODIANS:
        return keys.decrypt("bid", body, told), header["files"]
    if key is None:
        raise Changed("方案由保管人密封，只有开标时才能开启")
    return envelopes.unbox(key, body, told), header["files"]


def _with_blobs(content, blobs):
    attachments = content.get("attachments", [])
    if len(attachments) != len(blobs):
        raise Changed("附件清单与密文不一致")
    pairs = zip(attachments, blobs, strict=True)
    content["attachments"] = [one | ({"blob": blob} if blob else {}) for one, blob in pairs]
    return content


def _stored(blob, *, encrypted):
    try:
        return files.read(blob, encrypted=encrypted)
    except files.Missing as error:
        raise Changed("附件缺失") from error
    except Damaged as error:
        raise Changed("附件已被改动") from error


def _same(data, sha256):
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Changed("附件与登记的摘要不一致")
    return data


def _hex(text):
    try:
        return bytes.fromhex(text or "")
    except (TypeError, ValueError) as error:
        raise Changed("密文头部已损坏") from error


def _bound_key(challenge_code, bid_code):
    return {"purpose": "bid key", "challenge": challenge_code, "bid": bid_code}


def _bound_file(challenge, bid, sha256):
    return canonical({"purpose": "bid file", "challenge": challenge.code, "bid": bid.code, "sha256": sha256})
