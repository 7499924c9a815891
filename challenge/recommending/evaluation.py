"""How recommendations turned into bids, wins and reviews: counts over lists that have been opened, never names."""

import dataclasses
import functools

import sqlalchemy as sa

from challenge.bidding.models import Bid, BidMember, Opening
from challenge.posting.models import Challenge, Programme
from challenge.recommending.models import RecommendationFeedback, RecommendationRun, RecommendedPlace
from challenge.review.models import Assignment
from challenge.states import SETTLED, B, C
from core.database import db
from talent.models import Profile
from talent.recommend import Purpose

TOPS = (10, 20, 50)
LEAST = 5  # fewer cases make no percentage
PUBLISHED = (C.NOTICED, *SETTLED)
TEAM, BIDS, WINNERS, PANEL = "team", "bids", "winners", "panel"
LABELS = {
    TEAM: "揭榜团队成员（人次）",
    BIDS: "揭榜方案（至少一名成员）",
    WINNERS: "中榜团队成员（人次）",
    PANEL: "受邀评审专家（人次）",
}
ORDERS = ("综合排序", "只按文本匹配")


@dataclasses.dataclass
class Measure:
    """Cases of one kind, and for each order how many stood among the first 10, 20 and 50."""

    kind: str
    cases: list = dataclasses.field(default_factory=list)

    @property
    def label(self):
        """What is counted."""
        return LABELS[self.kind]

    @property
    def number(self):
        """How many cases."""
        return len(self.cases)

    def hits(self, order, top):
        """Cases whose best place in this order (0 with factors, 1 by text) is among the first `top`."""
        return sum(places[order] is not None and places[order] <= top for places in self.cases)


@dataclasses.dataclass
class Scope:
    """One programme, or all: lists opened and recorded, the measures, feedback as {(purpose, fits): number}."""

    name: str
    opened: int = 0
    recorded: int = 0
    measures: dict = dataclasses.field(default_factory=lambda: {kind: Measure(kind) for kind in LABELS})
    feedback: dict = dataclasses.field(default_factory=dict)


def opened_lists():
    """Select of (list, programme): the opening of the present round is finished."""
    finished = sa.exists().where(
        Opening.challenge_id == Challenge.id,
        Opening.second_id.is_not(None),
        Opening.first_at >= Challenge.deadline,
    )
    rows = sa.select(Challenge.id, Challenge.state, Programme.id, Programme.name)
    return rows.outerjoin(Programme).where(finished).order_by(Programme.id.desc())


def evaluation():
    """(all, [programmes]) as `Scope`; a fixed number of queries. Nothing is read of a list before its opening."""
    lists = db.session.execute(opened_lists()).all()
    whole, programmes = Scope("合计"), {}
    if not lists:
        return whole, []
    scopes = {}
    for challenge_id, _state, programme_id, name in lists:
        own = programmes.setdefault(programme_id, Scope(name or "未编入批次"))
        scopes[challenge_id] = (whole, own)
    for challenge_id, note in _notes(list(scopes), {row[0] for row in lists if row[1] in PUBLISHED}):
        for scope in scopes[challenge_id]:
            note(scope)
    return whole, list(programmes.values())


def _notes(ids, published):
    """(list, note): what each fact adds to a scope that the list belongs to."""
    records = _records(ids)
    for challenge_id in ids:
        yield (
            challenge_id,
            functools.partial(_count_list, has_record=(challenge_id, Purpose.SOLVERS) in records),
        )
    for challenge_id, kind, places in (*_of_teams(ids, records, published), *_of_panels(ids, records)):
        yield challenge_id, functools.partial(_count_case, kind=kind, places=places)
    for challenge_id, key, number in _feedback(ids):
        yield challenge_id, functools.partial(_count_feedback, key=key, number=number)


def _count_list(scope, has_record):
    scope.opened += 1
    scope.recorded += has_record


def _count_case(scope, kind, places):
    scope.measures[kind].cases.append(places)


def _count_feedback(scope, key, number):
    scope.feedback[key] = scope.feedback.get(key, 0) + number


def _records(ids):
    """{(list, purpose): (published, {profile id: (place, place by text)})}."""
    runs = db.session.scalars(
        sa.select(RecommendationRun).where(RecommendationRun.challenge_id.in_(ids))
    ).all()
    rows = sa.select(RecommendedPlace).where(RecommendedPlace.run_id.in_([one.id for one in runs]))
    places = {}
    for row in db.session.scalars(rows):
        places.setdefault(row.run_id, {})[row.profile_id] = (row.place, row.text_place)
    return {(run.challenge_id, run.purpose): (run.published_at, places.get(run.id, {})) for run in runs}


def _of_teams(ids, records, published):
    """(list, kind, places) of everybody in an opened bid who has a profile, and of each bid its best places."""
    opened = sa.select(Bid.id, Bid.challenge_id, Bid.state, Bid.opened_at, Bid.leader_id)
    bids = db.session.execute(opened.where(Bid.challenge_id.in_(ids), Bid.opened_at.is_not(None))).all()
    profiles = _profiles_of(bids)
    for bid in bids:
        if (bid.challenge_id, Purpose.SOLVERS) not in records:
            continue
        published_at, known = records[bid.challenge_id, Purpose.SOLVERS]
        if bid.opened_at < published_at:  # of an earlier round, whose record is gone
            continue
        places = [known.get(one, (None, None)) for one in profiles.get(bid.id, ())]
        yield bid.challenge_id, BIDS, _best(places)
        for one in places:
            yield bid.challenge_id, TEAM, one
            if bid.state is B.WON and bid.challenge_id in published:
                yield bid.challenge_id, WINNERS, one


def _best(places):
    return tuple(
        min((one[order] for one in places if one[order] is not None), default=None) for order in (0, 1)
    )


def _profiles_of(bids):
    """{bid: ids of the profiles of its leader and its confirmed members}."""
    ids = [bid.id for bid in bids]
    joined = sa.select(BidMember.bid_id, BidMember.user_id).where(
        BidMember.bid_id.in_(ids), BidMember.confirmed_at.is_not(None), BidMember.user_id.is_not(None)
    )
    people = {(bid.id, bid.leader_id) for bid in bids} | {tuple(row) for row in db.session.execute(joined)}
    users = {user_id for _, user_id in people}
    held = dict(
        db.session.execute(sa.select(Profile.user_id, Profile.id).where(Profile.user_id.in_(users))).all()
    )
    found = {}
    for bid_id, user_id in sorted(people):
        if user_id in held:
            found.setdefault(bid_id, []).append(held[user_id])
    return found


def _of_panels(ids, records):
    """(list, kind, places) of everybody who was invited to review."""
    invited = sa.select(Assignment.challenge_id, Assignment.profile_id, Assignment.invited_at).where(
        Assignment.challenge_id.in_(ids), Assignment.invited_at.is_not(None)
    )
    for challenge_id, profile_id, invited_at in db.session.execute(invited):
        published_at, known = records.get((challenge_id, Purpose.REVIEWERS), (None, {}))
        if published_at is not None and invited_at >= published_at:
            yield challenge_id, PANEL, known.get(profile_id, (None, None))


def _feedback(ids):
    """(list, (purpose, fits), number)."""
    said = RecommendationFeedback
    keys = (said.challenge_id, said.purpose, said.fits)
    rows = sa.select(*keys, sa.func.count()).where(said.challenge_id.in_(ids)).group_by(*keys)
    for challenge_id, purpose, fits, number in db.session.execute(rows):
        yield challenge_id, (purpose, fits), number


def share(hits, number):
    """`3 / 8（38%）`; with few cases no percentage, without any a dash."""
    if not number:
        return "—"
    return f"{hits} / {number}" + (f"（{100 * hits / number:.0f}%）" if number >= LEAST else "")


def rows_of(scopes):
    """(scope, measure, order, number, hits at each top as text); without cases only of the first scope, the total."""
    return [
        (scope.name, one.label, label, one.number, [share(one.hits(order, top), one.number) for top in TOPS])
        for scope in scopes
        for one in scope.measures.values()
        if one.number or scope is scopes[0]
        for order, label in enumerate(ORDERS)
    ]
