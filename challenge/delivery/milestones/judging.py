"""The verdict on a measured value, from comparator and threshold alone: whoever reads the same numbers reads the same verdict."""

import re
import unicodedata

from challenge.bidding.checklist import number_in
from challenge.delivery.states import Verdict
from challenge.states import Comparator

# A number as it stands in a measurement; commas only between thousands, so that 4,1 is not read as 41.
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?:\s*[×x*]\s*10\s*\^\s*[-+]?\d+)?"
# 10⁵ becomes 10^5 before the small digits lose their height; 41×100 is not read as a power.
_POWER = re.compile(r"(?<=10)([⁺⁻⁰¹²³⁴-⁹]+)")
_SEVERAL = r"\s*(?:~|-|–|—|至|到)\s*"
_SHAPE = re.compile(
    rf"(?P<sign><=|>=|≤|≥|<|>)?\s*(?P<low>{_NUMBER})(?:(?P<apart>\s*(?:±|\+/-)\s*|(?P<unit>\D{{0,20}}?){_SEVERAL})(?P<high>{_NUMBER}))?(?P<rest>.*)",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
NO_NUMBER = "没有读到数值"
OTHER_UNIT = "单位与任务书约定的不一致"
SEVERAL_VALUES = "写了几个数值，不知道以哪个为准"
NO_THRESHOLD = "任务书没有约定可比较的数值"
ONE_SIDED = "只写明了一侧，不能判定"
OPINION = "定性指标，由约定的判定人判定"


def judged(indicator, value):
    """(verdict, why) of a measured text against `indicator` (.comparator .threshold .threshold_high .unit).

    A range or ± counts by its worse end. Where the text leaves a doubt (no number, another unit, only one side) the
    verdict is unclear, and `why` says which; else `why` is empty.
    """
    if indicator.comparator is Comparator.QUALITATIVE:
        return Verdict.UNCLEAR, OPINION
    limits = bounds(indicator)
    if limits is None:
        return Verdict.UNCLEAR, NO_THRESHOLD
    found = _read(value, indicator.unit)
    if isinstance(found, str):
        return Verdict.UNCLEAR, found
    least, most = found
    floor, ceiling = limits
    if (floor is None or (least is not None and least >= floor)) and (
        ceiling is None or (most is not None and most <= ceiling)
    ):
        return Verdict.MET, ""
    is_out = (most is not None and floor is not None and most < floor) or (
        least is not None and ceiling is not None and least > ceiling
    )
    is_open = least is None or most is None
    return (Verdict.UNCLEAR, ONE_SIDED) if is_open and not is_out else (Verdict.MISSED, "")


def bounds(indicator):
    """(floor, ceiling) that the contract demands, None for an open side; None where it demands no number."""
    low, high = number_in(indicator.threshold), number_in(indicator.threshold_high)
    is_range = indicator.comparator is Comparator.RANGE
    if indicator.comparator is Comparator.QUALITATIVE or low is None or (is_range and high is None):
        return None
    return _bounds(indicator.comparator, low, high)


def unread(indicator, value):
    """What to write otherwise where no value can be read from the text, as a sentence; None where one can, or none is asked."""
    why = judged(indicator, value)[1] if (value or "").strip() else None
    unit = f" {indicator.unit}" if indicator.unit else ""
    return {
        NO_NUMBER: f"没有读到数值，请以数字开头，例如“{number_in(indicator.threshold)}{unit}”；没有测的留空。",
        OTHER_UNIT: f"单位与任务书约定的不一致，请换算为{unit or '没有单位的数值'}。",
        SEVERAL_VALUES: "写了几个数值，请只写一个，或者写成范围。",
    }.get(why)


def worse_end(indicator, value):
    """The number of a measured text that counts against `indicator`: the lower where at least so much is asked, else
    the higher; None where there is none."""
    found = _read(value, indicator.unit)
    if isinstance(found, str):
        return None
    return found[0] if indicator.comparator is Comparator.AT_LEAST else found[1]


def _bounds(comparator, low, high):
    if comparator is Comparator.AT_LEAST:
        return low, None
    if comparator is Comparator.AT_MOST:
        return None, low
    return (low, low) if comparator is Comparator.EQUAL else (low, high)


def _read(value, unit):
    """(least, most) of a measured text, None for an open end; or the sentence why it cannot be told."""
    text = unicodedata.normalize("NFKC", _POWER.sub(r"^\1", value or "")).replace("−", "-").strip()
    found = _SHAPE.fullmatch(text)
    if not found:
        return NO_NUMBER
    first, second = number_in(found["low"]), number_in(found["high"])
    if first is None or (found["high"] and second is None):
        return NO_NUMBER
    if doubt := _doubt(found, unit):
        return doubt
    if found["sign"]:
        return ONE_SIDED if second is not None else _open_ended(found["sign"], first)
    if second is None:
        return first, first
    if found["unit"] is None:  # ±
        return first - abs(second), first + abs(second)
    return min(first, second), max(first, second)


def _doubt(found, unit):
    """What else keeps the text from being read, as a sentence; None when nothing does."""
    if not _fits(found["unit"] or "", unit) or not _fits(found["rest"], unit):
        return OTHER_UNIT
    is_again = unit and re.search(rf"\d{re.escape(_plain(unit))}", _plain(found["rest"]))
    return SEVERAL_VALUES if is_again else None


def _open_ended(sign, number):
    """`<` is read as `≤`: less than a limit is also at most the limit."""
    return (None, number) if sign[0] in "<≤" else (number, None)


def _fits(rest, unit):
    """What stands behind a number is the unit of the contract, perhaps with a remark after it."""
    rest, unit = (_plain(one) for one in (rest, unit))
    if not rest:
        return True
    if not unit:
        return not re.search(r"\d", rest)
    if not rest.startswith(unit):
        return False
    after = rest[len(unit) :]
    # Wh/L is not Wh/L·h, and mA is not mAh.
    return not after or after[0] in "(,;。;、,"


def _plain(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).replace("−", "-")
