"""Levels of findings, their periods and what they bar: versioned data with clause and source."""

import dataclasses
import functools
import json
from pathlib import Path

FOLDER = Path(__file__).parent
CURRENT = "2026-1"


@dataclasses.dataclass(frozen=True)
class Level:
    """How grave a finding is: what it bars (values of `Purpose`), for how many months, whether the public reads it.

    `clean_record`: after its period it still counts against a clean record of some years.
    """

    key: str
    label: str
    clause: str
    months_min: int
    months_max: int
    bars: tuple
    clean_record: bool
    public: bool
    source: str

    @property
    def span(self):
        """The months that may be set, in words."""
        return f"{self.months_min}—{self.months_max} 个月"


@functools.cache
def load(version=CURRENT):
    """The pack of this version as a dict: version, title, note, rules, levels."""
    return json.loads((FOLDER / f"pack-{version}.json").read_text("utf-8"))


@functools.cache
def levels(version=CURRENT):
    """{key: Level} of this version, from the lightest."""
    rows = load(version)["levels"]
    return {row["key"]: Level(**row | {"bars": tuple(row["bars"])}) for row in rows}


def value(key, version=CURRENT):
    """The number of rule `key`."""
    return load(version)["rules"][key]["value"]


def cite(key, version=CURRENT):
    """How a sentence names the clause of a rule."""
    return _cited(load(version)["rules"][key]["clause"], version)


def cite_level(level, version=CURRENT):
    """How a sentence names the clause of a level."""
    return _cited(level.clause, version)


def _cited(clause, version):
    return f"（科研诚信规则 {version} {clause}）"
