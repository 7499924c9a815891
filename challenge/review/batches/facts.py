"""What a proposal is computed from, as it stands now: who may review a list, expertise, what each expert can still take."""

import sqlalchemy as sa

from challenge.recommend import query_of
from challenge.review import queries, rules
from challenge.review.batches.rules import yearly_most
from challenge.review.models import Assignment
from challenge.review.parties import parties_of
from challenge.review.recusal import standing, why_not
from challenge.review.standing import barred
from challenge.states import A
from core.database import db
from talent import recommend
from talent.models import Profile
from talent.recommend import Purpose
from talent.states import ExpertKind

MILLION = 1_000_000  # expertise is kept in millionths: whole numbers have one spelling


def candidates_of(row, wanted):
    """Profile ids of the best experts of each kind for one list of a batch. Raises `NotReady`."""
    rest = row.seats - sum(wanted["kinds"].values())
    found = []
    for kind in ExpertKind:
        most = wanted["per_seat"] * max(wanted["kinds"].get(kind.value, 0), rest)
        found += best_of(row.challenge, kind, most) if most else []
    return found


def best_of(challenge, kind, most):
    """Profile ids of the best experts of a kind who may be asked for the list. Raises `NotReady`."""

    def narrow(statement):
        return _may_sit(challenge, statement).where(Profile.kind == kind)

    placed = recommend.ranking(
        query_of(challenge), purpose=Purpose.REVIEWERS, narrow=narrow, k=most, fused=False
    )
    return [one.profile_id for one in placed]


def _may_sit(challenge, statement):
    """Narrow to those with an account who neither handle the list nor were asked before."""
    staff = {challenge.handler_id, *rules.openers(challenge)} - {None}
    known = [one.profile_id for one in challenge.assignments]
    free = (Profile.user_id.is_not(None), Profile.user_id.not_in(staff), Profile.id.not_in(known))
    return statement.where(*free)


def allowed(challenge, ids):
    """{profile id: Profile} of those among `ids` who may review the list by what is on record now."""
    wanted = sa.select(Profile).where(
        Profile.id.in_(_may_sit(challenge, recommend.eligible(Purpose.REVIEWERS))), Profile.id.in_(ids)
    )
    people = db.session.scalars(wanted).unique().all()
    ties = parties_of(challenge).ties_of(people) if people else {}
    kept_off = barred(people)
    return {
        one.id: one for one in people if one.id not in kept_off and _is_free(one, challenge, ties[one.id])
    }


def _is_free(profile, challenge, ties):
    """Nothing keeps the expert off the list, and nothing is left to be verified first."""
    if why_not(profile, challenge, ties):
        return False
    return not any(one.grade == "verify" for one in standing(profile, challenge, ties))


def scores_of(challenge, people):
    """{number as text: expertise in millionths} of those of `people` (profile ids, by number) who may review the list.

    Of each unit only the best is there: a panel never has two of one unit. Raises `NotReady`.
    """
    free = allowed(challenge, people)
    scores = recommend.scores_of(query_of(challenge), free)
    number = {profile_id: place for place, profile_id in enumerate(people, 1)}
    best = {}
    for key, score in sorted(scores.items(), key=lambda one: (-one[1], number[one[0]])):
        best.setdefault(unit_of(free[key]), (key, score))
    return {str(number[key]): round(MILLION * max(float(score), 0.0)) for key, score in best.values()}


def unit_of(profile):
    """What counts as the same unit."""
    return profile.organisation_id or profile.unit


def room(batch, ids=None):
    """{profile id: how many more lists these experts, by default all of the batch, can take this year}; never below 0."""
    most = min(yearly_most(one.challenge) for one in batch.lists)
    used, waiting = queries.reviews_by_profile(), waiting_seats()
    wanted = sa.select(Profile.id, Profile.review_cap).where(
        Profile.id.in_(batch.people if ids is None else ids)
    )
    return {
        key: max(min(most, cap) - used.get(key, 0) - waiting.get(key, 0), 0)
        for key, cap in db.session.execute(wanted)
    }


def waiting_seats():
    """Seats given by batches that were not invited yet: they count although nobody was asked."""
    rows = sa.select(Assignment.profile_id, sa.func.count()).where(
        Assignment.state == A.PROPOSED, Assignment.batch_id.is_not(None)
    )
    return dict(db.session.execute(rows.group_by(Assignment.profile_id)).all())


def document(batch):
    """The facts of a batch whose lists are all scored, as `solving` reads them."""
    left = room(batch)
    named = {number for row in batch.lists for number in row.scores}
    wanted = sa.select(Profile.id, Profile.kind).where(Profile.id.in_(batch.people))
    kinds = dict(db.session.execute(wanted).all())
    people = {
        str(number): {"kind": kinds[key].value, "most": min(batch.wanted["most"], left[key])}
        for number, key in enumerate(batch.people, 1)
        if str(number) in named
    }
    lists = {row.challenge.code: {"seats": row.seats, "scores": row.scores} for row in batch.lists}
    return {"conditions": batch.wanted, "lists": lists, "people": people}


def reasons_for(challenge, ids):
    """{profile id: why this expert fits the list, in a sentence}. Raises `NotReady`."""
    query = query_of(challenge)
    scores = recommend.scores_of(query, ids)
    placed = [recommend.Placed(key, score, score, ()) for key, score in scores.items()]
    return {one.profile.id: one.sentence for one in recommend.described(query, placed)}
