"""A leader who is gone, insolvency, a dispute of rights: heard, decided, settled, paid or returned, closed, the list done."""

import pytest

from challenge.delivery.closing import actions
from challenge.delivery.closing.paths import paths
from challenge.delivery.closing.states import E
from challenge.delivery.ledger.refunds import open_claims
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import ENDED
from challenge.states import C
from core import history
from core.database import transaction
from core.workflow import apply
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.closing.ending import DONE, Ending
from tests.challenge.delivery.ledger import scene as money

REASONS = ("leader_gone", "insolvency", "ip_dispute")


class Path(Ending):
    """One project of which a milestone was paid, and what `Ending` needs to know of it."""

    def __init__(self, project, people):
        self.project, self.people = project, people
        self.count = dict.fromkeys(("answered", "arrived", "returned"), 0)


@pytest.mark.parametrize("reason", REASONS)
def test_a_path_leads_to_the_end_of_the_list(app, reason):
    officer, project, people = scene.under_contract()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    money.paid(people, money.payment(project, "public", 1))
    closure = scene.ended(project, officer, reason, "依规定终止。")
    path, way = paths(project)[reason], Path(project, people)
    assert project.state in ENDED
    with transaction():
        way.settle(closure)
    with transaction():
        way.clear(closure)
    with transaction():
        actions.make(officer, closure, "close")
    assert {one.state for one in project.payments} <= DONE
    assert (closure.state, open_claims([project.id]), faults(project)) == (E.CLOSED, [], [])
    assert way.count["returned"] >= bool(path["returns"])
    with transaction():
        apply(officer, project.challenge, "finish", reason="已结清。")
    assert project.challenge.state is C.DONE
    told = [one.after.get("reason") for one in history.about(closure.log_subject()) if one.after]
    assert "依规定终止。" in told
