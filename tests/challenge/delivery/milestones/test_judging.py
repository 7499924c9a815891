"""The verdict on a measured value is arithmetic; where the text leaves a doubt, there is none."""

from types import SimpleNamespace

import pytest

from challenge.delivery.milestones.judging import (
    NO_NUMBER,
    NO_THRESHOLD,
    ONE_SIDED,
    OPINION,
    OTHER_UNIT,
    SEVERAL_VALUES,
    judged,
)
from challenge.delivery.states import Verdict
from challenge.states import Comparator

GE, LE, EQ, RANGE, WORDS = Comparator
DENSITY = (GE, "41", "", "Wh/L")
LEAK = (LE, "1.5", "", "%")
CYCLES = (GE, "3×10^5", "", "次")
GAP = (RANGE, "2", "5", "mm")
MET, MISSED = (Verdict.MET, ""), (Verdict.MISSED, "")


def unclear(why):
    """No verdict, and why."""
    return Verdict.UNCLEAR, why


CASES = [
    (DENSITY, "41", MET),
    (DENSITY, "４１ Wh/L（25℃，三次平均）", MET),
    (DENSITY, "40.999 Wh/L", MISSED),
    (DENSITY, "1,041 Wh/L", MET),
    (DENSITY, "4.1×10¹ Wh/L", MET),
    (DENSITY, "4.1e1", MET),
    (DENSITY, "41～43 Wh/L", MET),
    (DENSITY, "40-43", MISSED),
    (DENSITY, "38 Wh/L ~ 42 Wh/L", MISSED),
    (DENSITY, "42±0.5", MET),
    (DENSITY, "41±0.5 Wh/L", MISSED),
    (DENSITY, "≥41", MET),
    (DENSITY, "＜40", MISSED),
    (DENSITY, "<45", unclear(ONE_SIDED)),
    (DENSITY, "41 kWh/L", unclear(OTHER_UNIT)),
    (DENSITY, "41 Wh/L·h", unclear(OTHER_UNIT)),
    (DENSITY, "41×100", unclear(OTHER_UNIT)),
    (DENSITY, "41,5", unclear(OTHER_UNIT)),
    (DENSITY, "41 42", unclear(OTHER_UNIT)),
    (DENSITY, "42 Wh/L；38 Wh/L", unclear(SEVERAL_VALUES)),
    (DENSITY, "42 Wh/L（三次中一次 38 Wh/L）", unclear(SEVERAL_VALUES)),
    (DENSITY, "约 41", unclear(NO_NUMBER)),
    (DENSITY, "四十一", unclear(NO_NUMBER)),
    (DENSITY, "", unclear(NO_NUMBER)),
    (LEAK, "1.5％", MET),
    (LEAK, "1.2~1.6%", MISSED),
    (LEAK, "<1.5%", MET),
    (LEAK, "15‰", unclear(OTHER_UNIT)),
    (CYCLES, "300,000 次", MET),
    (CYCLES, "3×10⁵次", MET),
    (CYCLES, "299999", MISSED),
    (GAP, "2~5 mm", MET),
    (GAP, "2~5.1 mm", MISSED),
    ((RANGE, "2", "", "mm"), "3", unclear(NO_THRESHOLD)),
    ((EQ, "-3", "", ""), "−3", MET),
    ((EQ, "3", "", ""), "3.1", MISSED),
    ((GE, "较高", "", ""), "3", unclear(NO_THRESHOLD)),
    ((WORDS, "外观完好", "", ""), "3", unclear(OPINION)),
]


@pytest.mark.parametrize(("demand", "value", "wanted"), CASES)
def test_a_verdict_is_arithmetic(demand, value, wanted):
    names = ("comparator", "threshold", "threshold_high", "unit")
    assert judged(SimpleNamespace(**dict(zip(names, demand, strict=True))), value) == wanted
