"""The server's own keys, kept as files outside the database: encryption for a purpose, and the signature."""

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

VERSION = b"\x01"
NONCE_SIZE = 12
KEY_SIZE = 32


class Damaged(Exception):
    """The ciphertext, its key or what it is bound to is not what it was when it was written."""


def encrypt(purpose: str, plaintext: bytes, aad: bytes = b"") -> bytes:
    """Return version byte, nonce and AES-256-GCM ciphertext under the key of this purpose, bound to `aad`."""
    nonce = secrets.token_bytes(NONCE_SIZE)
    return VERSION + nonce + AESGCM(derived("encrypt/" + purpose)).encrypt(nonce, plaintext, VERSION + aad)


def decrypt(purpose: str, ciphertext: bytes, aad: bytes = b"") -> bytes:
    """Return what `encrypt` was given for the same purpose and `aad`, or raise Damaged."""
    return opener(purpose)(ciphertext, aad)


def opener(purpose: str) -> Callable[[bytes, bytes], bytes]:
    """Return a function (ciphertext, aad) that decrypts like `decrypt`, also after the application's context has ended."""
    cipher = AESGCM(derived("encrypt/" + purpose))

    def opened(ciphertext, aad=b""):
        if ciphertext[:1] != VERSION:
            raise Damaged("unknown version of ciphertext")
        nonce, body = ciphertext[1 : 1 + NONCE_SIZE], ciphertext[1 + NONCE_SIZE :]
        try:
            return cipher.decrypt(nonce, body, VERSION + aad)
        except (InvalidTag, ValueError) as error:
            raise Damaged("the ciphertext cannot be opened") from error

    return opened


def sign(message: bytes) -> bytes:
    """Return the server's Ed25519 signature, 64 bytes."""
    return _signing_key().sign(message)


def verify(message: bytes, signature: bytes) -> bool:
    """Tell whether this server signed the message."""
    try:
        _signing_key().public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_key_pem() -> str:
    """Return the public half of the signing key, with which anybody can check a receipt."""
    return (
        _signing_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode("ascii")
    )


def fingerprint() -> str:
    """Return the SHA-256 of the public key (DER, SubjectPublicKeyInfo), 64 hex digits, to be compared by eye."""
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(_signing_key().public_key().public_bytes(*form)).hexdigest()


def derived(purpose: str) -> bytes:
    """Return 32 bytes that only this server can derive for the purpose, e.g. to sign cookies."""
    info = b"jiebangtai/" + purpose.encode("utf-8")
    return HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=None, info=info).derive(
        _secret("master.key")
    )


def folder() -> Path:
    """Return the folder of the key files; a backup needs it as much as the database."""
    return Path(current_app.config.get("KEYS_DIR") or Path(current_app.instance_path) / "keys")


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_secret("signing.key"))


def _secret(name: str) -> bytes:
    path = folder() / name
    if not path.exists():
        _create(path)
    secret = path.read_bytes()
    if len(secret) != KEY_SIZE:
        raise Damaged(f"key file {name} has the wrong length")
    return secret


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_SIZE))
            file.flush()
            os.fsync(file.fileno())
        # A link fails where a rename would overwrite: of two starting processes the first one's key stays.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
