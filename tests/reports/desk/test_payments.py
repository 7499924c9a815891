"""Each side finds on its desk the payment that waits for it, and nobody else does."""

from challenge.delivery.ledger import actions
from core.database import transaction
from reports.desk import payments
from tests.challenge.delivery.ledger import scene


def waiting(people, project):
    """{who: duties}: what waits for whom, with the payer."""
    sources = {
        "team": payments.side_duties,
        "poster": payments.side_duties,
        "finance": payments.side_duties,
        "officer": payments.officer_duties,
        "leader": payments.leader_duties,
    }
    codes = {one.code: one.payer.value for one in project.payments}
    found = {
        name: {(codes[duty.code], duty.what) for duty in source(getattr(people, name))}
        for name, source in sources.items()
    }
    return {name: duties for name, duties in found.items() if duties}


def test_a_payment_waits_on_one_desk_at_a_time(app, now):
    officer, project, people = scene.ledger()
    assert waiting(people, project) == {}
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "own"))
    row = scene.payment(project, "demander")
    assert waiting(people, project) == {"team": {("demander", "申请拨付")}}
    scene.requested(people, row)
    assert waiting(people, project) == {"poster": {("demander", "审批拨付")}}
    now.forward(days=31)
    late = {("demander", "催告发榜方付款")}
    assert waiting(people, project) == {"poster": {("demander", "审批拨付")}, "officer": late}
    with transaction():
        actions.make(officer, row, "dun")
    assert waiting(people, project)["officer"] == {("demander", "登记诚信线索")}
    with transaction():
        actions.approve(people.poster, row)
    assert waiting(people, project)["poster"] == {("demander", "付款并登记")}
    with transaction():
        actions.register(people.poster, row, scene.DAY, "1")
    assert waiting(people, project) == {"team": {("demander", "确认到账")}}
    with transaction():
        actions.confirm(people.team, row)
    assert waiting(people, project) == {}


def test_public_money_waits_for_officer_or_leader_then_for_finance(app):
    officer, project, people = scene.ledger()
    for number in (1, 2):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "own", number))
        scene.paid(people, scene.payment(project, "demander", number))
    first, second = (scene.payment(project, "public", number) for number in (1, 2))
    scene.requested(people, first)
    with transaction():
        actions.request(officer, second)
    asked = {("public", "审批拨付")}
    assert waiting(people, project) == {"officer": asked, "leader": asked}
    with transaction():
        actions.approve(officer, first)
    with transaction():
        actions.approve(people.leader, second)
    assert waiting(people, project) == {"finance": {("public", "付款并登记")}}
