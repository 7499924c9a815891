"""企业出题 and 成果转化 from the drafted contract to the list that is done, every person at the test client."""

import pytest

from challenge.delivery.states import M, P, Y
from core import workdays
from core.database import transaction
from tests.journeys import accepting, delivering
from tests.journeys.visitor import Visitor
from tests.journeys.works import Joint, Transfer, of_mode


@pytest.fixture
def seat(app, client_of):
    return lambda user, name: Visitor(client_of(user) if user else app.test_client(), name)


def play(works):
    """Signed; one milestone by every page, the others are told elsewhere; paid, accepted, settled, done."""
    with transaction():
        workdays.seed(2026, 2028)
    accepting.everybody_signs(works)
    delivering.gives_evidence(works, 1, *works.good)
    delivering.poster_says(works, 1, "pass", "现场看过样机。")
    delivering.is_tested(works, 1, *works.good)
    delivering.officer_concludes(works, 1, "pass", "指标达到。")
    assert works.milestone(1).state is M.PASSED
    accepting.work_is_done(works)
    only_the_receiver_asks(works, "demander")
    for number in (1, 2, 3):
        delivering.is_paid(works, "demander", number)
    only_the_receiver_asks(works, "public")
    accepting.is_accepted(works)
    accepting.is_settled(works)
    assert works.project.state is P.PASSED


def only_the_receiver_asks(works, payer):
    """It is due, and the other side may not request it."""
    row, receiver = works.payment(payer), works.sides[payer][0]
    assert row.state is Y.UNLOCKED
    other = {"team": "poster", "poster": "team"}[receiver]
    works.play(other).visit(works.desk(f"/payments/{row.number}/steps/request"), status=403)


def test_an_enterprise_and_its_partner_reach_the_end(now, seat):
    play(Joint(now, seat, of_mode("enterprise")))


def test_a_result_is_taken_paid_for_and_the_list_is_done(now, seat):
    play(Transfer(now, seat, of_mode("transfer")))
