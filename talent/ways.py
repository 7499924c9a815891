"""What can be done about an expert in rooms above the library: each of them says it for its reader, and the profile shows it."""

import dataclasses

_ways = []


@dataclasses.dataclass(frozen=True)
class Way:
    """A link of the page of a profile; with `refusal` it is drawn grey with that sentence."""

    label: str
    address: str
    refusal: str | None = None


def way(made):
    """Decorator of `made(user, profile)` → `Way`, or None for readers whom it does not concern."""
    _ways.append(made)
    return made


def ways_of(user, profile):
    """The ways this reader has from this profile."""
    return [found for made in _ways if (found := made(user, profile)) is not None]
