"""The state of a bid as people read it."""

import pytest
import sqlalchemy as sa

from challenge.bidding import queries
from challenge.bidding.models import Bid
from challenge.posting.models import Challenge
from challenge.states import B, C
from core.database import db
from tests import world


@pytest.mark.parametrize(
    ("of_list", "shown"),
    [(C.AWARDED, "拟揭榜"), (C.NOTICED, "拟揭榜"), (C.ANNOUNCED, "揭榜成功"), (C.CONTRACTED, "揭榜成功")],
)
def test_the_chosen_bid_has_not_won_before_the_result(app, of_list, shown):
    bid = world.bid(world.challenge(of_list), B.WON)
    assert bid.shown_state.label == shown
    assert bid.state is B.WON


def test_a_notice_that_is_suspended_is_no_result(app):
    challenge = world.challenge(C.SUSPENDED, suspended_from=C.NOTICED)
    assert world.bid(challenge, B.WON).shown_state is B.NOMINATED
    assert world.bid(challenge, B.RESERVE).shown_state is B.RESERVE


def test_the_filter_finds_what_is_shown(app):
    bids = [world.bid(world.challenge(state), B.WON) for state in (C.NOTICED, C.ANNOUNCED)]
    bids += [world.bid(world.challenge(C.SUSPENDED, suspended_from=C.AWARDED), B.WON)]
    bids += [world.bid(world.challenge(C.PROPOSED), state) for state in (B.NOMINATED, B.RESERVE)]
    for state in B:
        found = queries.in_shown_state(sa.select(Bid).join(Challenge), state.value)
        wanted = {one.id for one in bids if one.shown_state is state}
        assert {one.id for one in db.session.scalars(found)} == wanted
    assert list(db.session.scalars(queries.in_shown_state(sa.select(Bid).join(Challenge), "x"))) == []
