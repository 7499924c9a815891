"""Who of the pool could have solved it: each indicator by its best expert, the best two, those recommended who stayed away."""

import dataclasses

import sqlalchemy as sa

from challenge.bidding.coverage import outside, picture
from challenge.bidding.needs import needs_of
from challenge.posting.demander import poster_of
from challenge.recommending.models import RecommendationRun, RecommendedPlace
from core import charts
from core.database import db
from talent import recommend, teams
from talent.models import Profile
from talent.recommend import Purpose
from talent.states import ExpertKind

FIRST = 8  # places of the recommendation that are looked at


@dataclasses.dataclass(frozen=True)
class Reached:
    """One indicator: the best share of the pool, who would do (up to three), opened bids that ask to deviate."""

    id: int
    label: str
    name: str
    is_must: bool
    share: float
    closers: tuple
    deviations: int = 0

    @property
    def text(self):
        """The best share as people read it."""
        return charts.share_text(self.share)


@dataclasses.dataclass(frozen=True)
class Reach:
    """Indicators in their order; `pair`: [(expert, indicator ids that this one of the two best would do)]."""

    indicators: tuple
    pair: tuple
    enough: str

    @property
    def uncovered(self):
        """Indicators for which nobody of the pool would do, the hardest first."""
        return sorted((one for one in self.indicators if not one.closers), key=lambda one: one.share)


def reach(challenge, bids):
    """How far the pool covers the indicators; `bids` are read for their deviations only. Raises `teams.NotReady`."""
    needs = needs_of(challenge, {"indicators"})
    if not needs:
        return Reach((), (), charts.share_text(teams.threshold()))
    found = teams.survey(needs, [], _eligible(challenge), most=2, parties=poster_of(challenge))
    asked = {f"i{one.id}": one for one in challenge.indicators}
    pair = _pair(found.proposed, asked)
    rows = tuple(
        Reached(
            id=asked[need.key].id,
            label=need.label,
            name=asked[need.key].name,
            is_must=asked[need.key].is_must,
            share=share,
            closers=_closers(found.closers.get(need.key, ()), asked[need.key].id, pair),
            deviations=_deviations(bids, asked[need.key]),
        )
        for need, share in zip(needs, found.reached, strict=True)
    )
    return Reach(rows, pair, charts.share_text(teams.threshold()))


def _closers(best, key, pair):
    """Who would do: the best, and whoever of the pair is proposed for it."""
    proposed = (expert for expert, keys in pair if key in keys)
    return (*best, *(one for one in proposed if one not in best))


def _deviations(bids, indicator):
    promises = [promise for bid in bids for promise in bid.promises]
    return sum(one.indicator_id == indicator.id and bool(one.deviation.strip()) for one in promises)


def _pair(table, asked):
    """What each of the two best would do, better than the other, in the order of the list; () when one alone is best."""
    split = {one.id: [] for one in table.members}
    for row in table.rows:
        if row.by is not None and row.is_closed:
            split[row.by.id].append(asked[row.need.key].id)
    if len(split) < 2 or not all(split.values()):
        return ()
    place = {row.need.key: n for n, row in enumerate(table.rows)}
    return tuple(
        sorted(
            ((one, tuple(split[one.id])) for one in table.members), key=lambda pair: place[f"i{pair[1][0]}"]
        )
    )


def _eligible(challenge):
    """Who may be named as somebody who would do: those of finance judge money, they solve no indicator."""
    able = recommend.eligible(Purpose.SOLVERS).where(Profile.kind != ExpertKind.FINANCE)
    return outside(challenge, able)


@dataclasses.dataclass(frozen=True)
class Absent:
    """A recommended expert who is in no bid: the place at publication, whether an account would have heard of it,
    the indicator covered least, with its share."""

    profile: Profile
    place: int
    has_account: bool
    weakest: str
    share: str


def absent(challenge, bids):
    """(`Absent` rows by place, picture of what they cover or None); `bids` are the opened ones.

    Raises `teams.NotReady`.
    """
    placed = _placed(challenge, bids)
    needs = needs_of(challenge, {"indicators"})
    people = teams.untied([profile for profile, _ in placed], poster_of(challenge))
    if not people or not needs:
        return [], None
    table = teams.survey(needs, people, _eligible(challenge), most=len(people)).present
    places = {profile.id: place for profile, place in placed}
    return [_absent(one, places[one.id], n, table) for n, one in enumerate(people)], picture(table)


def _absent(profile, place, n, table):
    row = min(table.rows, key=lambda one: one.shares[n])
    share = charts.share_text(row.shares[n])
    return Absent(profile, place, profile.user_id is not None, row.need.label, share)


def _placed(challenge, bids):
    """[(profile, place)] of the first places of this round's record, without those who are in an opened bid."""
    people = {bid.leader_id for bid in bids}
    people |= {member.user_id for bid in bids for member in bid.members if member.user_id}
    rows = (
        sa.select(Profile, RecommendedPlace.place)
        .join(RecommendedPlace, RecommendedPlace.profile_id == Profile.id)
        .join(RecommendationRun)
        .where(RecommendationRun.challenge_id == challenge.id, RecommendationRun.purpose == Purpose.SOLVERS)
        .where(RecommendationRun.published_at == challenge.published_at, RecommendedPlace.place <= FIRST)
        .where(Profile.id.in_(_eligible(challenge)))
        .order_by(RecommendedPlace.place)
    )
    found = db.session.execute(rows).unique().all()
    return [(profile, place) for profile, place in found if profile.user_id not in people]
