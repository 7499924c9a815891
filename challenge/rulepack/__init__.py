"""Numbers of regulations as versioned data with source; frozen into a programme when it is created."""

import copy
import functools
import json
from pathlib import Path

from challenge.rulepack.mode_rules import data as mode_data
from challenge.rulepack.mode_rules import (
    modes,
    of_today,
    offered_to,
    posting_roles,
)
from challenge.rulepack.mode_rules import of as mode_of
from core import clock

__all__ = [
    "CURRENT",
    "cite",
    "entries",
    "freeze",
    "load",
    "mode_of",
    "modes",
    "of_today",
    "offered_to",
    "pack_of",
    "posting_roles",
    "until",
    "value",
]

FOLDER = Path(__file__).parent
CURRENT = "2026-1"


@functools.cache
def load(version=CURRENT):
    """The pack of this version as a dict: version, title, note, rules, criteria, items."""
    return json.loads((FOLDER / f"pack-{version}.json").read_text("utf-8"))


def freeze(mode):
    """A copy of the pack of today for a new programme, with what its mode means today."""
    return copy.deepcopy(load() | {"mode": mode_data()[mode]})


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


def until(key, since):
    """Until when something is due that waits since then, by the days of a rule of today's pack; None where it does not wait.

    For the order of work alone: nothing is lost when these days are over, so no copy of the pack is asked.
    """
    return clock.after_days(since, load()["rules"][key]["value"]) if since else None


def cite(subject, key):
    """How a refusal names its clause: 规则包 2026-1 第一条."""
    pack = pack_of(subject)
    return f"（规则包 {pack['version']} {_rule(pack, key)['clause']}）"


def entries(subject, name):
    """A list of the pack in force, such as grounds of objections; the newest answers for a copy without it."""
    return pack_of(subject).get(name) or load()[name]
