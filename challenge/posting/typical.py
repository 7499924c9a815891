"""Typical indicators of an industry, offered in the form; the texts stand in typical_indicators.json."""

import functools
import json
from pathlib import Path

from challenge.states import Comparator


@functools.cache
def _all():
    return json.loads((Path(__file__).parent / "typical_indicators.json").read_text("utf-8"))


def typical(industry):
    """Rows for the form: name, comparator, unit, test_method, measured_by; empty for an unknown industry."""
    return _all().get(industry, [])


def as_row(one):
    """What a new row of the form is filled with."""
    return {"is_must": "must"} | one | {"comparator": Comparator(one["comparator"]).value}
