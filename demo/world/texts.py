"""The texts of the demonstration world: what stands in demo/data, and what its words mean in the tables."""

import functools
import json
from pathlib import Path

from challenge.states import INDUSTRIES

DATA = Path(__file__).resolve().parent.parent / "data"
FEN_PER_WAN = 1_000_000


@functools.cache
def read(name):
    """The rows of demo/data/<name>.json."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def challenges():
    """The demands and lists, by key; those assigned together stand with their batches, those that led to projects with these."""
    told = (*read("challenges"), *read("batches")["lists"], *read("projects")["lists"])
    return {row["key"]: row for row in told}


def experts():
    """All invented experts, in the order of their industry boxes."""
    return [row for path in sorted((DATA / "experts").glob("*.json")) for row in read(f"experts/{path.stem}")]


def fen(wan):
    """Integer 分 of a sum in 万元."""
    return (wan or 0) * FEN_PER_WAN


def industry(box):
    """Name of an industry box (专栏 1 to 11), or '' for none."""
    return INDUSTRIES[box - 1] if box else ""
