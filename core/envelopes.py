"""Envelopes: a secret closed under a key, or for the holders of one or several private keys together.

X25519, HKDF-SHA256 and AES-256-GCM as `cryptography` has them; what stands here only says how they are put together.
An envelope for key holders is canonical JSON of a named version; it is bound to what it was made for (`bound`, a dict
of texts): with any other it does not open. Private and public halves are 32 raw bytes each.
"""

import json
import secrets
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.canonical import canonical, digest
from core.keys import Damaged

KEY_SIZE = 32
NONCE_SIZE = 12
BOX_VERSION = b"\x01"
WRAP_VERSION = 1


def new_key() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(KEY_SIZE)


def new_pair() -> tuple[bytes, bytes]:
    """Return a fresh X25519 key pair as (private half, public half)."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Return the public half that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a public half as 64 hex digits."""
    return digest(public)


def box(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Return version byte, nonce and AES-256-GCM ciphertext under a 32-byte key, bound to `aad`."""
    nonce = secrets.token_bytes(NONCE_SIZE)
    return BOX_VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, BOX_VERSION + aad)


def unbox(key: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    """Return what `box` was given under the same key and `aad`, or raise Damaged."""
    if ciphertext[:1] != BOX_VERSION:
        raise Damaged("unknown version of box")
    nonce, body = ciphertext[1 : 1 + NONCE_SIZE], ciphertext[1 + NONCE_SIZE :]
    try:
        return AESGCM(key).decrypt(nonce, body, BOX_VERSION + aad)
    except (InvalidTag, ValueError) as error:
        raise Damaged("the box cannot be opened") from error


def wrap(publics: Sequence[bytes], secret: bytes, bound: Mapping[str, str]) -> bytes:
    """Return an envelope that opens only with the private halves of all `publics` together.

    An ephemeral pair meets each public half; the key is drawn from all shared secrets at once. Raises ValueError
    for a public half of low order.
    """
    ephemeral = X25519PrivateKey.generate()
    told = {
        "v": WRAP_VERSION,
        "ephemeral": ephemeral.public_key().public_bytes_raw().hex(),
        "to": [fingerprint(public) for public in sorted(publics)],
    }
    shared = [ephemeral.exchange(X25519PublicKey.from_public_bytes(public)) for public in sorted(publics)]
    aad = canonical(told | {"bound": dict(bound)})
    return canonical(told | {"box": box(_drawn(shared, aad), secret, aad).hex()})


def unwrap(privates: Sequence[bytes], envelope: bytes, bound: Mapping[str, str]) -> bytes:
    """Return the secret of an envelope for exactly these private halves and `bound`, or raise Damaged."""
    told, ciphertext = _read(envelope)
    ordered = sorted(privates, key=public_of)
    if told["to"] != [fingerprint(public_of(private)) for private in ordered]:
        raise Damaged("the envelope is for other keys")
    try:
        ephemeral = X25519PublicKey.from_public_bytes(bytes.fromhex(told["ephemeral"]))
        shared = [X25519PrivateKey.from_private_bytes(private).exchange(ephemeral) for private in ordered]
    except (TypeError, ValueError) as error:
        raise Damaged("the envelope has no usable key") from error
    aad = canonical(told | {"bound": dict(bound)})
    return unbox(_drawn(shared, aad), ciphertext, aad)


def parsed(envelope: bytes, names: set[str]) -> dict:
    """Return the fields of a canonical JSON envelope that has exactly these `names`, or raise Damaged."""
    try:
        found = json.loads(envelope)
    except ValueError as error:
        raise Damaged("the envelope cannot be read") from error
    if not isinstance(found, dict) or set(found) != names or canonical(found) != envelope:
        raise Damaged("the envelope has another shape")
    return found


def unhexed(text: str) -> bytes:
    """Return the bytes of lower-case hex digits; another spelling of the same bytes raises ValueError."""
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError("not in the one spelling of hex digits")
    return found


def _read(envelope: bytes) -> tuple[dict, bytes]:
    found = parsed(envelope, {"v", "ephemeral", "to", "box"})
    if found["v"] != WRAP_VERSION:
        raise Damaged("unknown version of envelope")
    try:
        ciphertext = unhexed(found.pop("box"))
    except (TypeError, ValueError) as error:
        raise Damaged("the envelope has no readable content") from error
    return found, ciphertext


def _drawn(shared: Sequence[bytes], aad: bytes) -> bytes:
    info = b"jiebangtai/wrap/1/" + digest(aad).encode("ascii")
    return HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=None, info=info).derive(b"".join(shared))
