"""A lane that leaves a race keeps what its milestones have earned."""

from types import SimpleNamespace

from challenge.delivery.ledger import actions, rules
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import P, Y
from core.database import transaction
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.race import scene
from tests.challenge.review.scene import calendar


def test_what_a_lane_has_earned_stays_its_own_when_it_leaves(app, now):
    calendar()
    _officer, challenge, people = scene.running()
    lane = challenge.projects[2]
    money.passes(lane, 1, people.officer)
    price, public = money.payment(lane, "demander"), money.payment(lane, "public")
    assert public.state is Y.LOCKED  # it waits for what the poster really pays
    scene.done(people, challenge.gates[0], now, ("30", "2"), ("33", "1.8"), ("24", "2.5"))
    assert (lane.state, price.state, public.state) == (P.ELIMINATED, Y.UNLOCKED, Y.LOCKED)
    assert {one.state for one in lane.payments if one.milestone > 1} == {Y.CANCELLED}
    sides = SimpleNamespace(team=lane.leader, poster=challenge.author)
    money.paid(sides, price)
    assert "已付到账 4.50 万元，本笔 3.00 万元" in rules.first_tranche_covered(public)
    with transaction():
        actions.make(people.leader, public, "forgo", "项目已淘汰，发榜方实付不足，首笔条件不能达到。")
    assert (public.state, faults(lane)) == (Y.CANCELLED, [])
