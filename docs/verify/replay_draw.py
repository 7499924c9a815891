"""Compute an expert draw again without the platform: python replay_draw.py TRANSCRIPT.json

The digest printed must be the one on the public page of the draw; /log shows the heads. Standard library only."""

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path


def need(holds, otherwise):
    if not holds:
        sys.exit(otherwise)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def can_be_filled(rules, chosen, people):  # by trying: panels are small
    if any(number > rules["unit_max"] for number in Counter(one["unit"] for one in chosen).values()):
        return False
    for row in rules["strata"]:
        own = [one for one in chosen if one["kind"] == row["kind"]]
        left, outside = row["seats"] - len(own), row["outside"] - sum(one["outside"] for one in own)
        if left < 0 or outside > left:
            return False
        if left:
            rest = [one for one in people if one["kind"] == row["kind"] and one not in chosen]
            unlike = {(one["unit"], one["outside"]): one for one in rest}.values()
            return any(can_be_filled(rules, [*chosen, one], people) for one in unlike)
    return True


data = Path(sys.argv[1]).read_bytes()
told = json.loads(data)
need(json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == data, "changed")
for side, one in told["commitments"].items():
    found = sha(bytes.fromhex(one["salt"]), one["phrase"].encode()).hex()
    need(found == one["digest"], f"the phrase of the {side} is not the one committed to")
phrases = [told["commitments"][side]["phrase"] for side in ("officer", "supervisor")]
parts = [text.encode() for text in (*phrases, told["head"]["value"], told["challenge"])]
seed = sha(*(b"%d:%s," % (len(part), part) for part in parts))
need(seed.hex() == told["seed"], "the seed does not follow from phrases, head and code")
rules, people = told["conditions"], told["candidates"]
chosen, substitutes = list(rules["seated"]), {}
for row in rules["strata"]:
    kind = row["kind"].encode()
    own = [one for one in people if one["kind"] == row["kind"]]
    own.sort(key=lambda one: sha(seed, kind, bytes.fromhex(one["id"])))
    for one in own:
        if can_be_filled(rules, [*chosen, one], people):
            chosen.append(one)
    rest = [one["id"] for one in own if one not in chosen]
    substitutes[row["kind"]] = rest[: row["substitutes"]]
drawn = [one["id"] for one in chosen[len(rules["seated"]) :]]
need({"drawn": drawn, "substitutes": substitutes} == told["result"], "another result")
sys.stdout.write(f"{len(drawn)} drawn, all as told; digest {hashlib.sha256(data).hexdigest()}\n")
