"""Facts about an expert as named, visible factors beside the text score; their weights are data, see factors.json.

Sex and age never enter: neither is read here, nor is any fact that stands for one.
"""

import dataclasses
import datetime as dt
import functools
import json
from pathlib import Path

from core import clock
from core.formats import date_zh
from talent.states import OUTSIDE

FILE = Path(__file__).with_name("factors.json")
A_YEAR = dt.timedelta(days=365)
FULL_PROJECTS, FULL_SERVED, FULL_DECLINED = 2, 5, 3


@dataclasses.dataclass(frozen=True)
class Counts:
    """What others have counted, by profile id; who is missing has none. `limit`: reviews a year at most."""

    reviews: dict = dataclasses.field(default_factory=dict)
    served: dict = dataclasses.field(default_factory=dict)
    declined: dict = dataclasses.field(default_factory=dict)
    projects: dict = dataclasses.field(default_factory=dict)
    limit: int | None = None

    def cap_of(self, profile):
        """Reviews a year that this expert may be asked for."""
        return profile.review_cap if self.limit is None else min(profile.review_cap, self.limit)


@dataclasses.dataclass(frozen=True)
class Factor:
    """One fact: `value` −1 … 1, what it adds to the text score is `weight` × `value`; `text` says the fact."""

    key: str
    label: str
    weight: float
    value: float
    text: str

    @property
    def points(self):
        """What the factor adds to the total."""
        return self.weight * self.value


@functools.cache
def rules():
    """The weights in force: version, provenance, window, and one list per purpose."""
    return json.loads(FILE.read_text("utf-8"))


def factors_of(profile, purpose, counts):
    """The factors of one expert for a purpose (`solvers` or `reviewers`), in the order of the rules."""
    return tuple(
        Factor(one["key"], one["label"], one["weight"], *FACTS[one["key"]](profile, counts))
        for one in rules()[purpose]
    )


def _outside(profile, _counts):
    place = profile.region or "未填写"
    if profile.region == OUTSIDE and profile.city:
        place = f"{OUTSIDE}（{profile.city}）"
    return float(profile.region == OUTSIDE), place


def _confirmed(profile, _counts):
    if profile.confirmed_at is None:
        return 0.0, "未确认过"
    fresh = clock.now() - profile.confirmed_at <= A_YEAR
    return float(fresh), f"{date_zh(profile.confirmed_at)}确认"


def _account(profile, _counts):
    return (1.0, "有账号") if profile.user_id is not None else (0.0, "无账号")


def _projects(profile, counts):
    number = counts.projects.get(profile.id, 0)
    return 0.0 - _share(number, FULL_PROJECTS), f"{number} 项"


def _load(profile, counts):
    number, cap = counts.reviews.get(profile.id, 0), counts.cap_of(profile)
    return 0.0 - _share(number, cap), f"{number} / {cap} 次"


def _served(profile, counts):
    number = counts.served.get(profile.id, 0)
    return _share(number, FULL_SERVED), f"{number} 次"


def _declined(profile, counts):
    number = counts.declined.get(profile.id, 0)
    return 0.0 - _share(number, FULL_DECLINED), f"{number} 次"


def _share(number, full):
    # Who takes no reviews at all has no room left, however few there were.
    return min(number / full, 1.0) if full > 0 else 1.0


FACTS = {
    "outside": _outside,
    "confirmed": _confirmed,
    "account": _account,
    "projects": _projects,
    "load": _load,
    "served": _served,
    "declined": _declined,
}
