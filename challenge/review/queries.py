"""Rows and figures of review, already filtered for whom they are shown to."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from challenge.bidding.checklist import is_worse
from challenge.bidding.content import asked
from challenge.bidding.models import Bid
from challenge.bidding.queries import further_readers
from challenge.posting.models import Challenge
from challenge.review import scoring, yearly
from challenge.review.models import Assignment, Declaration, Proposal, ProposalPlace, Review
from challenge.review.rules import (
    ACTIVE,
    REVIEWED,
    criteria_of,
    gate_questions_of,
    has_been_opened,
    number_of,
)
from challenge.review.states import KEEPS_OFF, DeclaredTie, Recommendation
from challenge.states import A, Confidence
from core import charts
from core.database import db
from talent.models import Profile


def visible_assignments(user):
    """SELECT of the assignments this person may read as reviewer; twin of `permissions.READ_ASSIGNMENT`."""
    mine = sa.select(Profile.id).where(Profile.user_id == user.id)
    return sa.select(Assignment).where(Assignment.profile_id.in_(mine), Assignment.invited_at.is_not(None))


def reads_as_reviewer(user):
    """SQL condition on `Bid`: a reviewer of the list who has declared on it and stays; twin of the rule's name."""
    mine = (
        sa.select(Assignment.id)
        .join(Profile)
        .where(
            Profile.user_id == user.id,
            Assignment.challenge_id == Bid.challenge_id,
            Assignment.state.in_(ACTIVE),
            Assignment.declarations.any(
                sa.and_(
                    Declaration.bid_id == Bid.id, Declaration.tie.not_in([one.value for one in KEEPS_OFF])
                )
            ),
        )
    )
    return sa.and_(Bid.opened_at.is_not(None), Bid.state.in_(REVIEWED), mine.exists())


further_readers.append(reads_as_reviewer)


def my_assignments(user):
    """SELECT of `visible_assignments` with the lists they belong to, for a list page."""
    rows = visible_assignments(user).join(Challenge)
    return rows.options(joinedload(Assignment.challenge).joinedload(Challenge.programme))


def reviews_by_profile():
    """{profile id: reviews and seats on panels asked for in the present year of Beijing and not left}."""
    counted = (A.INVITED, *ACTIVE)
    rows = sa.select(Assignment.profile_id, sa.func.count()).where(
        Assignment.state.in_(counted), Assignment.invited_at >= yearly.first_instant()
    )
    found = yearly.elsewhere()
    found.update(dict(db.session.execute(rows.group_by(Assignment.profile_id)).all()))
    return dict(found)


def opened_bids(challenge):
    """Opened bids of a list with their checks, oldest first; before the opening the table is not even asked."""
    if not has_been_opened(challenge):
        return []
    rows = sa.select(Bid).where(Bid.challenge_id == challenge.id, Bid.opened_at.is_not(None))
    rows = rows.options(joinedload(Bid.leader), selectinload(Bid.checks)).order_by(Bid.id)
    return db.session.scalars(rows).all()


def panel(challenge):
    """Everybody ever asked for this list, with declarations and reviews, in the order of their numbers."""
    rows = sa.select(Assignment).where(Assignment.challenge_id == challenge.id).order_by(Assignment.id)
    loads = [
        selectinload(Assignment.declarations).joinedload(Declaration.bid),
        selectinload(Assignment.reviews),
    ]
    return db.session.scalars(rows.options(*loads)).all()


def submitted_reviews(challenge):
    """Reviews that count: handed in by members who stay, of bids in the ranking."""
    rows = (
        sa.select(Review)
        .join(Assignment)
        .where(
            Assignment.challenge_id == challenge.id,
            Assignment.state.in_((A.SUBMITTED, A.LOCKED)),
            Review.submitted_at.is_not(None),
        )
        .options(joinedload(Review.bid), joinedload(Review.assignment))
        .order_by(Review.id)
    )
    return db.session.scalars(rows).all()


def deviations(challenge):
    """What the bids under review deviate from, as (bid, sentence): indicators, and an outdated list version."""
    rows = sa.select(Bid).where(Bid.challenge_id == challenge.id, Bid.state.in_(REVIEWED))
    rows = rows.options(selectinload(Bid.promises), selectinload(Bid.content)).order_by(Bid.id)
    found = []
    for bid in db.session.scalars(rows) if has_been_opened(challenge) else ():
        if bid.answers_outdated:
            found.append((bid, "答复的是变更前的榜单版本，未确认最新内容"))
        found += [(bid, text) for text in map(_deviation, bid.promises) if text]
    return found


def _deviation(promise):
    indicator = promise.indicator
    if hasattr(indicator, "removed"):  # nothing is asked there any more
        return None
    if promise.deviation:
        return f"{indicator.name}：{promise.deviation}"
    if is_worse(indicator, promise.value):
        return f"{indicator.name}：承诺 {promise.value}，低于要求（{asked(indicator)}），未说明偏离"
    return None


def gate_doubts(challenge):
    """Gate questions that somebody answered with no, as (bid, question, how many)."""
    said = [(one.bid, one.gates) for one in submitted_reviews(challenge)]
    found = []
    for bid in dict.fromkeys(bid for bid, _ in said):
        for question in gate_questions_of(challenge):
            number = sum(gates.get(question["key"]) == "no" for of, gates in said if of is bid)
            if number:
                found.append((bid, question["label"], number))
    return found


def opinions(challenge, rows, names):
    """What the reviewers wrote, in the order of the ranking `rows`: [(bid, [(name, review, total, advice, lines)])]."""
    said = {row["bid"]: [] for row in rows}
    for one in submitted_reviews(challenge) if rows else ():
        if one.bid_id in said:
            said[one.bid_id].append(one)
    for mine in said.values():
        mine.sort(key=lambda one: number_of(one.assignment))
    return [(mine[0].bid, [_opinion(one, names) for one in mine]) for mine in said.values() if mine]


def _opinion(review, names):
    name = names[number_of(review.assignment)]
    advice = f"{Recommendation(review.recommendation).label}，把握{Confidence(review.confidence).label}"
    lines = [_line(review, criterion) for criterion in criteria_of(review.bid.challenge)]
    return name, review, scoring.points(review.total, 1), advice, lines


def own_feedback(bid):
    """Reviews of a bid for its team: scores and comment, no names; [] when it was not reviewed."""
    return [one for one in submitted_reviews(bid.challenge) if one.bid_id == bid.id]


def proposals(challenge):
    """Proposals of a list with their people, oldest first."""
    rows = sa.select(Proposal).where(Proposal.challenge_id == challenge.id).order_by(Proposal.id)
    people = (Proposal.proposed_by, Proposal.second_by, Proposal.decided_by)
    # The winners come in a second query: while there is no proposal, the table of bids is not even named.
    loads = [
        *(joinedload(one) for one in people),
        selectinload(Proposal.places).joinedload(ProposalPlace.bid),
    ]
    return db.session.scalars(rows.options(*loads)).all()


def progress(members):
    """How many of a panel stand in each state, as the component `figures` takes it."""
    counts = [(state.label, sum(one.state is state for one in members)) for state in A]
    return [(label, f"{number} 人", None, None) for label, number in counts if number]


def marked_ties(members, names):
    """Ties that were declared without keeping the reviewer away: (name, bid, note)."""
    return [
        (names[number_of(one)], said.bid, said.note)
        for one in members
        for said in one.declarations
        if said.tie == DeclaredTie.OTHER
    ]


def newest_notice(challenge):
    """The notice that was published last, or None."""
    shown = [one for one in challenge.notices if one.published_at is not None]
    return shown[-1] if shown else None


def feedback_lines(bid, reviews):
    """(number, review, [(criterion, points, note)]) per reviewer; numbers are fresh, so they lead to nobody."""
    criteria = criteria_of(bid.challenge)
    return [
        (number, one, [_line(one, criterion) for criterion in criteria])
        for number, one in enumerate(sorted(reviews, key=lambda one: (-one.total, one.id)), 1)
    ]


def _line(review, criterion):
    key = criterion["key"]
    score = f"{scoring.points(review.scores[key], 1)} / {criterion['max']}"
    return criterion["label"], score, review.notes.get(key, "")


def feedback_summary(bid, reviews):
    """Mean per criterion and in total of one bid's reviews, as text; None when it was not reviewed."""
    if not reviews:
        return None
    criteria = criteria_of(bid.challenge)
    table = {number: one.scores for number, one in enumerate(reviews)}
    means = scoring.criterion_means(table, [one["key"] for one in criteria])
    return {
        "chart": charts.radar(
            [(one["label"], float(means[one["key"]] / 10), one["max"]) for one in criteria]
        ),
        "mean": scoring.points(sum(means.values())),
        "rank": bid.rank,
    }
