"""Lists under review for tests: opened or qualified bids, a panel, submitted reviews, made in few steps."""

import datetime as dt

import sqlalchemy as sa

from accounts.models import SignInSession
from challenge.bidding.models import BidContent, Milestone, Opening, Promise
from challenge.posting.content import asked_now
from challenge.review.actions import committee, deciding, declaring, reviewing
from challenge.review.recommend import Candidate
from challenge.review.rules import criteria_of, own_bids
from challenge.states import B, C
from core import clock, workdays
from core.database import db, transaction
from core.workflow import apply
from talent.states import ExpertKind
from tests import world

KINDS = (
    ExpertKind.TECHNICAL,
    ExpertKind.TECHNICAL,
    ExpertKind.TECHNICAL,
    ExpertKind.INDUSTRY,
    ExpertKind.FINANCE,
)
SCORES = {"indicators": 250, "approach": 200, "team": 160, "milestones": 75, "budget": 75, "transfer": 40}


def opened(bids=2, **facts):
    """(officer, list after its opening with so many opened bids)."""
    officer = world.user("officer")
    challenge = world.challenge(C.OPENED, handler_id=officer.id, **facts)
    for _ in range(bids):
        bid = world.bid(challenge, B.OPENED)
        with transaction():
            _fill(bid, challenge)
    with transaction():
        first, second = world_pair()
        db.session.add(
            Opening(
                challenge_id=challenge.id,
                first_id=first.id,
                first_role="officer",
                first_at=clock.now(),
                second_id=second.id,
                second_role="supervisor",
                second_at=clock.now(),
                minutes={},
            )
        )
    db.session.expire_all()
    return officer, challenge


def world_pair():
    """Two custodians who have nothing else to do with the list."""
    return world.user("officer"), world.user("supervisor")


def _fill(bid, challenge):
    db.session.add(
        BidContent(
            bid_id=bid.id,
            approach="双极板分区流道。",
            route="仿真、试制、验证。",
            total_fen=30_000_000,
            asked=asked_now(challenge),
        )
    )
    for one in challenge.indicators:
        db.session.add(
            Promise(bid_id=bid.id, indicator_id=one.id, value="40", basis="样机实测 41。", test_plan="送检")
        )
    db.session.add(Milestone(bid_id=bid.id, name="样机", month=6, deliverable="样机一台", percent=100))


def in_review(bids=2, **facts):
    """(officer, list in review with so many bids in review)."""
    officer, challenge = opened(bids, **facts)
    with transaction():
        for bid in challenge.bids:
            apply(officer, bid, "qualify")
        apply(officer, challenge, "start_review")
    return officer, challenge


def candidate(profile, **facts):
    """A candidate as the recommendation would bring it."""
    given = {
        "score": 0.5,
        "percent": 100,
        "reason": "其专利相符。",
        "conflicts": (),
        "reviews": 0,
        "refusal": None,
    }
    return Candidate(profile=profile, **(given | facts))


def invited(officer, challenge, kinds=KINDS):
    """Assignments of freshly invited experts of these kinds."""
    people = [world.profile(kind=kind, user_id=world.user("expert").id) for kind in kinds]
    with transaction():
        rows = committee.choose(officer, challenge, [candidate(one) for one in people])
        committee.invite_chosen(officer, challenge, {one.id for one in rows})
    return rows


def declared(assignment, **ties):
    """The reviewer declares; `ties` {"b<bid id>": tie} where there is one; returns True when staying."""
    with transaction():
        bids = [bid for bid in assignment.challenge.bids if bid.state in (B.QUALIFIED, B.REVIEWING)]
        answers = {bid.id: (ties.get(f"b{bid.id}", "none"), "") for bid in bids}
        return declaring.declare(assignment.profile.user, assignment, answers)


def panel(bids=2, kinds=KINDS, **facts):
    """(officer, list, accepted assignments)."""
    officer, challenge = in_review(bids, **facts)
    rows = invited(officer, challenge, kinds)
    for one in rows:
        declared(one)
    return officer, challenge, rows


def review(assignment, bid, **scores):
    """A complete draft of one review; `scores` in tenths replace the usual ones."""
    given = SCORES | scores
    facts = {
        "gates": dict.fromkeys(("responds", "sound", "lawful"), "yes"),
        "scores": given,
        "notes": {one["key"]: "依据充分。" for one in criteria_of(bid.challenge)},
        "confidence": "high",
        "recommendation": "support",
        "comment_to_bidder": "请补充低温数据。",
        "private_comment": "建议答辩追问。",
    }
    before = reviewing.review_of(assignment, bid)
    return reviewing.save(assignment, bid, facts, before.version if before else None)


def hand_in(assignment, *figures):
    """Reviews of all bids, the n-th with indicators = figures[n] tenths, submitted."""
    with transaction():
        for place, bid in enumerate(own_bids(assignment)):
            review(assignment, bid, **({"indicators": figures[place]} if place < len(figures) else {}))
        reviewing.submit(assignment.profile.user, assignment)


def scored(figures=((260, 240), (255, 250), (240, 245), (250, 235), (250, 230)), **facts):
    """(officer, list, assignments) with every review handed in."""
    officer, challenge, rows = panel(len(figures[0]), **facts)
    for one, mine in zip(rows, figures, strict=True):
        hand_in(one, *mine)
    return officer, challenge, rows


def proposed(place=0, override="", lanes=1, **facts):
    """(officer, list, leader) with a proposal for the bids from this place in the list's order on, one for each lane."""
    officer, challenge, _ = scored(**facts)
    chosen = [bid.id for bid in challenge.bids[place : place + lanes]]
    with transaction():
        deciding.propose(officer, challenge, chosen, "排名第一，建议立项。", override)
    return officer, challenge, world.user("leader")


def awarded(**facts):
    """(officer, list) with the award made."""
    officer, challenge, leader = proposed(**facts)
    with transaction():
        deciding.award(leader, challenge, challenge.proposals[-1].id, "同意。")
    return officer, challenge


def calendar():
    """The announced holidays of 2026."""
    with transaction():
        workdays.seed(2026, 2026)


def step_up(user):
    """The person has proved who it is just now."""
    with transaction():
        db.session.execute(
            sa.update(SignInSession).where(SignInSession.user_id == user.id).values(stepped_up_at=clock.now())
        )


LATER = dt.timedelta(days=1)
