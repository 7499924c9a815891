"""Compute an expert draw again without the platform, with the standard library alone: python replay_draw.py FILE.json
The digest must stand on the page of the draw, the head in /log/heads.json (its signature: see verify_receipt.py)."""

import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path


def root_of(leaf, index, size, proof):  # RFC 9162, section 2.1.3
    if size == 1:
        return leaf
    left, last = 1 << (size - 1).bit_length() - 1, bytes.fromhex(proof[-1])
    if index < left:
        return sha256(b"\1" + root_of(leaf, index, left, proof[:-1]) + last).digest()
    return sha256(b"\1" + last + root_of(leaf, index - left, size - left, proof[:-1])).digest()


def can_be_filled(rules, chosen, people):  # by trying: panels are small
    crowded = any(number > rules["unit_max"] for number in Counter(one["unit"] for one in chosen).values())
    for row in rules["strata"]:
        own = [one for one in chosen if one["kind"] == row["kind"]]
        left, outside = row["seats"] - len(own), row["outside"] - sum(one["outside"] for one in own)
        if crowded or left < 0 or outside > left:
            return False
        if left:
            rest = [one for one in people if one["kind"] == row["kind"] and one not in chosen]
            unlike = {(one["unit"], one["outside"]): one for one in rest}.values()
            return any(can_be_filled(rules, [*chosen, one], people) for one in unlike)
    return True


sys.excepthook = lambda *_fault: sys.stderr.write("no transcript of a draw, or not as it was downloaded\n")
told, wrong = json.loads(data := Path(sys.argv[1]).read_bytes()), {}
spelt = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
wrong["the file is not as it was downloaded"] = spelt != data
said, head, root = told["commitments"], told["head"], told["head"]["value"]
for side, one in said.items():
    found = sha256(bytes.fromhex(one["salt"]) + one["phrase"].encode()).hexdigest()
    wrong[f"the phrase of the {side} is not the one committed to"] = found != one["digest"]
if head["rule"] == "deadline":
    leaf = sha256(b"\0" + bytes.fromhex(root)).digest()
    root = root_of(leaf, head["size"] - 1, head["signed"]["size"], head["proof"]).hex()
wrong["the head is not in the published log"] = root != head["signed"]["root"]
texts = (said["officer"]["phrase"], said["supervisor"]["phrase"], head["value"], told["challenge"])
seed = sha256(b"".join(b"%d:%s," % (len(part), part) for part in map(str.encode, texts))).digest()
wrong["the seed does not follow from phrases, head and code"] = seed.hex() != told["seed"]
rules, people, substitutes = told["conditions"], told["candidates"], {}
chosen = list(rules["seated"])
for row in rules["strata"]:
    own = [one for one in people if one["kind"] == row["kind"]]
    own.sort(key=lambda one: sha256(seed + row["kind"].encode() + bytes.fromhex(one["id"])).digest())
    for one in own:
        chosen += [one] if can_be_filled(rules, [*chosen, one], people) else []
    substitutes[row["kind"]] = [one["id"] for one in own if one not in chosen][: row["substitutes"]]
drawn = [one["id"] for one in chosen[len(rules["seated"]) :]]
wrong["another result"] = {"drawn": drawn, "substitutes": substitutes} != told["result"]
sys.stdout.write(f"{len(drawn)} drawn; digest {sha256(data).hexdigest()}; head {head['signed']}\n")
sys.exit("; ".join(fault for fault, is_so in wrong.items() if is_so) or 0)
