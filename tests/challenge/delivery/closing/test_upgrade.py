"""A database with closures settled before 0055: each claim is what has arrived, what was closed owing is waited for no more."""

import pytest
import sqlalchemy as sa

from challenge.delivery.closing import actions
from challenge.delivery.closing.models import Closure
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger.models import RefundOwed
from challenge.delivery.ledger.refunds import open_claims, refund_owed
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.models import Project
from challenge.delivery.states import Payer
from core import canonical, clock
from core.database import db, transaction
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.ledger.test_arriving import FEN, registered
from tests.challenge.delivery.ledger.test_upgrade import upgraded_from


def settled(reason, *, has_first):
    """(people, closure agreed on, public payment on its way); with `has_first` another one has arrived."""
    officer, project, people = scene.under_contract()
    for number in (1, 2, 3):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    if has_first:
        money.paid(people, money.payment(project, "public", 1))
    row = registered(people, money.payment(project, "public", 1 + has_first))
    return people, scene.agreed(scene.ended(project, officer, reason, "依规定终止。")), row


def as_before(closure, back_fen):
    """What the version before wrote: nothing about what was on its way, and so much claimed of public money."""
    content = closure.settlement | {
        "format": 1,
        "payers": [dict(one) for one in closure.settlement["payers"]],
    }
    for one in content["payers"]:
        del one["underway_fen"]
        if one["payer"] == "public":
            one["back_fen"] = back_fen
    closure.settlement, closure.settlement_digest = content, canonical.digest(content)
    for one in closure.signatures:
        one.digest = closure.settlement_digest


def owe(project, back_fen):
    """The claim on public money that the version before had made."""
    for one in project.claims:
        if one.payer is Payer.PUBLIC:
            one.amount_fen = back_fen
            return
    due = clock.after_days(clock.now(), 30)
    db.session.add(
        RefundOwed(project=project, payer=Payer.PUBLIC, amount_fen=back_fen, at=clock.now(), due_at=due)
    )


# The version before claimed what was on its way at once where all comes back, never where only the rest does.
CASES = (("no_need", True, FEN), ("breach", True, 2 * FEN), ("breach", False, FEN))


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize(("reason", "has_first", "claimed"), CASES)
def test_a_settlement_of_before_claims_what_is_there(app, now, reason, has_first, claimed, arrives):
    people, closure, row = settled(reason, has_first=has_first)
    now.forward(days=1)
    if arrives:
        with transaction():
            paying.confirm(people.team, row)
    with transaction():
        as_before(closure, claimed)
        owe(closure.project, claimed)
    number, code, team = row.id, row.project.code, people.team.id
    upgraded_from("0054")
    row = db.session.get(type(row), number)
    here = FEN * (has_first + arrives)
    found = refund_owed(row)
    assert (found.amount_fen if found else 0, row.comes_back) == (here, not arrives)
    if not arrives:
        with transaction():
            paying.confirm(db.session.get(type(people.team), team), row)
    project = db.session.scalar(sa.select(Project).filter_by(code=code))
    assert (refund_owed(row).left_fen, faults(project)) == (FEN * (has_first + 1), [])
    assert {one.payer for one in open_claims([project.id])} == {Payer.DEMANDER, Payer.PUBLIC}


def test_what_a_leader_has_closed_owing_is_pursued_and_what_was_met_is_over(app, now):
    people, closure, row = settled("no_need", has_first=True)
    with transaction():
        paying.confirm(people.team, row)
    for one in closure.project.payments:
        if one.payer is Payer.PUBLIC and one.state == "confirmed":
            with transaction():
                paying.refund(people.finance, one, one.amount_fen, clock.today(), f"退 {one.number}")
    met = clock.now()
    now.forward(days=2)
    with transaction():
        actions.make(people.leader, closure, "close_owing", "其余由法院执行。")
    key, ended = closure.id, clock.now()
    now.forward(days=2)
    upgraded_from("0054")
    project = db.session.get(Closure, key).project
    found = {one.payer: (one.over_at, one.pursued) for one in project.claims}
    assert found == {
        Payer.PUBLIC: (met, ""),
        Payer.DEMANDER: (ended, "终止办理办结时已决定另行追偿。"),
    }
    assert (open_claims([project.id]), faults(project)) == ([], [])
