"""Numbers of regulations as versioned data with source; frozen into a programme when it is created."""

import functools
import json
from pathlib import Path

FOLDER = Path(__file__).parent
CURRENT = "2026-1"
OFFERED_MODES = ("government",)


@functools.cache
def load(version=CURRENT):
    """The pack of this version as a dict: version, title, note, rules, criteria, items."""
    return json.loads((FOLDER / f"pack-{version}.json").read_text("utf-8"))


@functools.cache
def modes():
    """What each mode of a programme means: who asks, who picks, order, winners, receiver of money."""
    return json.loads((FOLDER / "modes.json").read_text("utf-8"))


def pack_of(subject):
    """The pack in force for a challenge, or for what belongs to one: its programme's frozen copy."""
    challenge = getattr(subject, "challenge", subject)
    programme = getattr(challenge, "programme", None)
    return programme.rules if programme is not None and programme.rules else load()


def _rule(pack, key):
    # A copy frozen before a rule existed is answered by the pack in force.
    return pack["rules"].get(key) or load()["rules"][key]


def value(subject, key):
    """The number (or list, or text) of rule `key` in force for `subject`."""
    return _rule(pack_of(subject), key)["value"]


def cite(subject, key):
    """How a refusal names its clause: 规则包 2026-1 第一条."""
    pack = pack_of(subject)
    return f"（规则包 {pack['version']} {_rule(pack, key)['clause']}）"


def entries(subject, name):
    """A list of the pack in force, such as grounds of objections; the newest answers for a copy without it."""
    return pack_of(subject).get(name) or load()[name]
