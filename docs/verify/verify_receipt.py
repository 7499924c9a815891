"""Check an electronic receipt without the platform: python verify_receipt.py RECEIPT.json [HEADS.json PROOF.json]

HEADS.json: /log/heads.json, better an old copy of your own; PROOF.json: /log/consistency.json?from=log_size&to=size
of a head. Exit 0: all holds; then compare the printed fingerprint of the key with /log: anybody can sign with a key."""

import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key


def need(holds, otherwise):
    if not holds:
        sys.exit(otherwise)


def from_hex(text):
    return need((number := bytes.fromhex(text)).hex() == text, "a number in another spelling") or number


def spelt(told, *without):
    kept = {name: value for name, value in told.items() if name not in without}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def climb(old, new, proof, index, last):  # RFC 9162, 2.1.3.2 and 2.1.4.2: the older root, the newer root
    for one in map(from_hex, proof):
        is_left = index % 2 or index == last
        old = hashlib.sha256(b"\1" + one + old).digest() if is_left else old
        new = hashlib.sha256(b"\1" + (one + new if is_left else new + one)).digest()
        while is_left and index % 2 == 0 and index:
            index, last = index // 2, last // 2
        index, last = index // 2, last // 2
    need(last == 0, "the proof is too short")
    return old.hex(), new.hex()


sys.excepthook = lambda kind, error, _trace: sys.stderr.write(f"it does not hold: {kind.__name__} {error}\n")
data, *more = [Path(name).read_bytes() for name in sys.argv[1:]]
told, (heads, later) = json.loads(data), map(json.loads, more or (b"null", b"null"))
need(spelt(told) == data, "the file is not as it was downloaded")
key = load_pem_public_key((heads or told)["public_key"].encode())
key.verify(from_hex(told["signature"]), spelt(told, "signature", "public_key"))
leaf, size = hashlib.sha256(b"\0" + from_hex(told["log_hash"])).digest(), told["log_size"]
root = climb(leaf, leaf, told["log_proof"], told["log_seq"] - 1, size - 1)[1]
need(root == told["log_root"], "the entry is not in the log of the receipt")
if heads:
    (head,) = [one for one in heads["heads"] if one["size"] == later["to"]]
    key.verify(from_hex(head["signature"]), spelt(head, "signature"))
    index, last = size - 1, later["to"] - 1
    is_whole = size & (size - 1) == 0 or size == later["to"]  # then its root is left out of the proof
    steps = [root] * is_whole + later["proof"]
    while index % 2:
        index, last = index // 2, last // 2
    roots = climb(*[from_hex(steps[0])] * 2, steps[1:], index, last if size < later["to"] else 0)
    need(roots == (root, head["root"]), "the log was rewritten")
spki = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
sys.stdout.write(f"whole, and in the log of the key {spki.hexdigest()}\n")
