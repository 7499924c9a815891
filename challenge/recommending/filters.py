"""Filters of the pages of recommendation."""

from challenge import rulepack
from challenge.posting.queries.lists import PUBLIC_FILTERS
from challenge.recommending import counts
from core.listing import Filter, contains, equals, named
from talent.models import Profile
from talent.queries import holds
from talent.recommend import Purpose
from talent.states import POOLS, REGIONS

OF_LISTS = tuple(one for one in PUBLIC_FILTERS if one.name in ("industry", "county", "reward_min"))
_OF_PEOPLE = (
    Filter("pool", "人才池", lambda s, v: s.where(holds(Profile.pools, v)), tuple((p, p) for p in POOLS)),
    Filter("region", "地区", equals(Profile.region), tuple((r, r) for r in REGIONS)),
    Filter("unit", "单位", named(Profile.unit, Profile.unit_key), kind="text"),
    Filter("title", "职称", contains(Profile.title), kind="text"),
)
_PROJECTS = Filter(
    "load", "在研任务", lambda s, v: counts.without_project(s), (("free", "没有在研揭榜任务"),)
)


def of_people(purpose, challenge):
    """Filters of experts for a purpose."""
    if purpose is Purpose.SOLVERS:
        return (*_OF_PEOPLE, _PROJECTS)
    limit = rulepack.value(challenge, "expert_reviews_per_year")

    def narrow(statement, value):
        if value == "unused":
            return counts.unused_this_year(statement)
        return counts.with_room(statement, limit)

    choices = (("free", "未达年度上限"), ("unused", "今年还没有评审"))
    return (*_OF_PEOPLE, Filter("load", "评审负担", narrow, choices))
