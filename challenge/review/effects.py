"""What moves with a proposal: bids take their places, win, give them up, or go back to review."""

from challenge import rulepack
from challenge.bidding.rules import live
from challenge.review.choosing.rules import in_posters_order
from challenge.review.models import Proposal, ProposalPlace
from challenge.review.rules import pending_proposal
from challenge.states import A, B
from core.database import db
from core.workflow import Refusal, Refused


def place_bids(challenge, move):
    """The proposal's order becomes nominated, each for its lane, reserve, not selected."""
    proposal = pending_proposal(challenge)
    ranks = {row["bid"]: row["rank"] for row in proposal.ranking}
    lanes = {one.bid_id: one.lane for one in proposal.places}
    others = [row["bid"] for row in in_posters_order(challenge, proposal.ranking) if row["bid"] not in lanes]
    reserves = others[: rulepack.value(challenge, "reserve_count")]
    for bid in live(challenge.bids):
        if bid.state is B.REVIEWING:
            bid.rank, bid.lane = ranks.get(bid.id), lanes.get(bid.id, 1)
            place = "nominate" if bid.id in lanes else "reserve" if bid.id in reserves else "pass_over"
            move.carry(bid, place)


def settle_bids(challenge, move):
    """The nominated bid wins; reviews can no longer change."""
    for bid in challenge.bids:
        if bid.state is B.NOMINATED:
            move.carry(bid, "win")
    for one in challenge.assignments:
        if one.state is A.SUBMITTED:
            move.carry(one, "lock")


def take_back_places(challenge, move):
    """Back to review: nobody is nominated any more."""
    for bid in challenge.bids:
        if bid.state in (B.NOMINATED, B.RESERVE, B.UNSELECTED, B.WON) and bid.rank is not None:
            move.carry(bid, "return_to_review")


def leaving_of(challenge, move):
    """The winner that gives up: the one that was named, else the only one."""
    winners = [bid for bid in challenge.bids if bid.state is B.WON]
    named = next((bid for bid in winners if bid.id == move.facts.get("bid")), None)
    if named is None and len(winners) > 1:
        raise Refused(Refusal("needs", "有多个揭榜方，请选择是哪一方放弃。"))
    return named or winners[0]


def move_up_reserve(challenge, move):
    """A winner has given up: the best reserve is nominated for its lane; other lanes stay as they are."""
    leaving = leaving_of(challenge, move)
    move.carry(leaving, "give_up", reason=move.facts["reason"])
    reserve = min((bid for bid in challenge.bids if bid.state is B.RESERVE), key=lambda bid: bid.rank)
    reserve.lane = leaving.lane
    move.carry(reserve, "move_up")
    staying = [bid for bid in challenge.bids if bid.state is B.WON]
    db.session.add(
        Proposal(
            challenge=challenge,
            number=len(challenge.proposals) + 1,
            places=[ProposalPlace(lane=bid.lane, bid_id=bid.id) for bid in (reserve, *staying)],
            ranking=challenge.proposals[-1].ranking,
            reason=f"原揭榜方退出（{move.facts['reason']}），候补方案递补。",
            proposed_by_id=move.actor.id,
            proposed_at=move.at,
        )
    )
