"""Check an electronic receipt without the platform: python verify_receipt.py RECEIPT.json [HEADS.json PROOF.json]
HEADS.json: /log/heads.json, better an old copy of your own; PROOF.json: /log/consistency.json?from=log_size&to=size
of a head. One line says what was found; exit 0 only if all holds. Anybody can sign with a key: compare the fingerprint."""

import json
import sys
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

DOUBT = ["the file is no receipt, or not as it was downloaded"]  # the last one is what is being looked at


def need(holds, otherwise=None):
    return holds or sys.exit(f"INVALID: {otherwise or DOUBT[-1]}")


def from_hex(text):
    return need((number := bytes.fromhex(text)).hex() == text, "a number in another spelling") and number


def spelt(told, *without):
    kept = {name: value for name, value in told.items() if name not in without}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def climb(old, new, proof, index, last):  # RFC 9162, 2.1.3.2 and 2.1.4.2: the older root, the newer root
    for one in map(from_hex, proof):
        is_left = index % 2 or index == last
        old = sha256(b"\1" + one + old).digest() if is_left else old
        new = sha256(b"\1" + (one + new if is_left else new + one)).digest()
        while is_left and index % 2 == 0 and index:
            index, last = index // 2, last // 2
        index, last = index // 2, last // 2
    return need(last == 0) and (old.hex(), new.hex())


sys.excepthook = lambda _kind, _error, _trace: sys.stderr.write(f"INVALID: {DOUBT[-1]}\n")
data, *more = [Path(name).read_bytes() for name in sys.argv[1:]]
told, (heads, later) = json.loads(data), map(json.loads, more or (b"null", b"null"))
need(spelt(told) == data)
DOUBT.append("the signature does not fit the receipt and the key")
pem = need((heads or told)["public_key"] == told["public_key"]) and told["public_key"].encode()
(key := load_pem_public_key(pem)).verify(from_hex(told["signature"]), spelt(told, "signature", "public_key"))
DOUBT.append("the entry is not in the log of the receipt")
leaf, size = sha256(b"\0" + from_hex(told["log_hash"])).digest(), told["log_size"]
need((root := climb(leaf, leaf, told["log_proof"], told["log_seq"] - 1, size - 1)[1]) == told["log_root"])
DOUBT.append("the published head does not continue the log of the receipt: another proof, or a rewritten log")
if heads:
    (head,) = [one for one in heads["heads"] if one["size"] == later["to"]]
    key.verify(from_hex(head["signature"]), spelt(head, "signature"))
    index, last, is_whole = size - 1, later["to"] - 1, size & (size - 1) == 0 or size == later["to"]
    steps = [root] * is_whole + later["proof"]  # the proof leaves the root of a whole tree out
    while index % 2:
        index, last = index // 2, last // 2
    roots = climb(*[from_hex(steps[0])] * 2, steps[1:], index, last * (size < later["to"]))
    need(roots == (root, head["root"]))
spki = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
sys.stdout.write(f"VALID, signed with the key {spki}: compare this fingerprint with the one on /log\n")
