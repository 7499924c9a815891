"""Candidates for the panel: the library's recommendation, ranked for the list, with the ties on record."""

import dataclasses

from challenge import rulepack
from challenge.recommend import reviewers_for
from challenge.review import queries
from challenge.review.recusal import standing, why_not
from challenge.review.rules import openers
from challenge.review.standing import barred as barred_experts
from core.listing import called
from talent.models import Profile
from talent.recommend import NotReady


@dataclasses.dataclass(frozen=True)
class Candidate:
    """One expert that could review: why, what speaks against it, and the sentence that forbids it or None."""

    profile: Profile
    score: float | None
    percent: int
    reason: str
    conflicts: tuple
    reviews: int
    refusal: str | None


def candidates(challenge, k=20, *, ids=None, kind=None, name="", without=(), plain=False):
    """(is ranked, the best `k` experts who are not on the panel yet), with account, willing and in the pool.

    `without` are profile ids to leave out besides. With `plain`, and while the index is not ready, the same people come
    by name, unranked.
    """
    known = {one.profile_id for one in challenge.assignments} | set(without)
    staff = {challenge.handler_id, *openers(challenge)} - {None}

    def narrow(statement):
        free = (Profile.user_id.is_not(None), Profile.user_id.not_in(staff), Profile.id.not_in(known))
        statement = statement.where(*free)
        if ids is not None:
            statement = statement.where(Profile.id.in_(ids))
        if kind is not None:
            statement = statement.where(Profile.kind == kind)
        return statement.where(called(Profile.name, Profile.name_key, name)) if name else statement

    try:
        ranked, found = not plain, reviewers_for(challenge, k, narrow=narrow, plain=plain)
    except NotReady:
        ranked, found = False, reviewers_for(challenge, k, narrow=narrow, plain=True)
    loads = queries.reviews_by_profile()
    barred = barred_experts([one.profile for one in found])
    return ranked, [_candidate(challenge, one, loads.get(one.profile.id, 0), barred) for one in found]


def _candidate(challenge, one, reviews, barred):
    return Candidate(
        profile=one.profile,
        score=one.score,
        percent=one.percent,
        reason=one.sentence,
        conflicts=one.conflicts,
        reviews=reviews,
        refusal=barred.get(one.profile.id) or _refusal(challenge, one.profile, one.conflicts, reviews),
    )


def _refusal(challenge, profile, ties, reviews):
    if why_not(profile, challenge, ties):
        return f"须回避{rulepack.cite(challenge, 'blocking_tie_scope')}"
    if any(one.grade == "verify" for one in standing(profile, challenge, ties)):
        return f"身份待核实{rulepack.cite(challenge, 'blocking_tie_scope')}"
    most = min(rulepack.value(challenge, "expert_reviews_per_year"), profile.review_cap)
    if reviews >= most:
        return f"本年度评审已达 {most} 次上限{rulepack.cite(challenge, 'expert_reviews_per_year')}"
    return None
