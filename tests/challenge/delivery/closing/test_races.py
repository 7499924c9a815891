"""Closures at the same moment: one decision, and money that moves meanwhile adds up."""

from challenge.delivery.closing import actions as ending
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.states import E
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger.models import Payment
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.models import Project
from challenge.delivery.states import P, Y
from core import audit_walk
from core.database import db, transaction
from tests import world
from tests.challenge.delivery.closing import scene as closures
from tests.challenge.delivery.ledger import scene as ledger
from tests.crowd import acts_at_once, entries


def test_of_two_leaders_one_decides_whether_a_project_ends(app):
    officer, project, people = closures.under_contract()
    closure = closures.heard(closures.asked(project, people.team), officer)
    leaders = [world.user("leader").id for _ in range(2)]
    closure_id, project_id = closure.id, project.id

    def decide(who, action):
        ending.make(db.session.get(world.User, who), db.session.get(Closure, closure_id), action, "理由。")

    acts = [
        lambda who=who, one=one: decide(who, one) for who, one in zip(leaders, ("end", "go_on"), strict=True)
    ]
    told = acts_at_once(app, acts * 2)

    assert told.count("done") == 1
    row, state = db.session.get(Closure, closure_id), db.session.get(Project, project_id).state
    assert (row.state, state) in ((E.SETTLING, P.TERMINATED), (E.DISMISSED, P.ACTIVE))
    assert len(entries("closure.end") + entries("closure.go_on")) == 1
    assert audit_walk.first_broken() is None


def test_money_that_moves_while_a_project_ends_and_is_settled_adds_up(app):
    officer, project, people = closures.under_contract()
    ledger.passes(project, 1)
    payment = ledger.approved(people, ledger.payment(project, "demander"))
    closure = closures.heard(closures.asked(project, officer), officer)
    ids = {name: getattr(people, name).id for name in ("leader", "poster", "team")}
    closure_id, payment_id, project_id = closure.id, payment.id, project.id

    def user(name):
        return db.session.get(world.User, ids[name])

    def end():
        ending.make(user("leader"), db.session.get(Closure, closure_id), "end", "理由。")

    def pay():
        paying.register(user("poster"), db.session.get(Payment, payment_id), ledger.DAY, "1")

    def arrive():
        paying.confirm(user("team"), db.session.get(Payment, payment_id))

    def settle():
        row = db.session.get(Closure, closure_id)
        ending.confirm(user("leader"), row, row.settlement_digest)

    assert acts_at_once(app, [end, pay, end, pay]).count("done") >= 2  # a second click finds it done
    assert (len(entries("closure.end")), len(entries("payment.register"))) == (1, 1)
    assert faults(db.session.get(Project, project_id)) == []
    closure = closures.drawn(db.session.get(Closure, closure_id), {2: 50})
    for name in ("team", "poster"):
        with transaction():
            ending.confirm(user(name), closure, closure.settlement_digest)
    told = acts_at_once(app, [settle, arrive])

    # Who comes second finds the money where the first has put it: a settlement that no longer holds is refused.
    assert "done" in told
    row, paid = db.session.get(Closure, closure_id), db.session.get(Payment, payment_id)
    assert (row.state in (E.AGREED, E.CONFIRMING), paid.state) == (True, Y.CONFIRMED)
    assert (row.state is E.AGREED) == any(one.is_valued for one in row.project.payments)
    assert faults(db.session.get(Project, project_id)) == []
    assert audit_walk.first_broken() is None
