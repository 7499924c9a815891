"""The demand check (榜单体检): flags with colour and reason; it never rejects by itself."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Flag:
    """One finding: `colour` is ``red`` or ``yellow``, `field` the form field it points at."""

    colour: str
    field: str
    text: str


def flags_of(challenge):
    """All findings on a demand, red ones first."""
    found = []
    for indicator in challenge.indicators:
        if indicator.comparator != "qualitative" and not indicator.unit:
            found.append(Flag("red", "indicators", f"指标“{indicator.name}”没有单位。"))
    return sorted(found, key=lambda flag: flag.colour)
