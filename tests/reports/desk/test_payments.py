"""Each side finds on its desk the payment that waits for it, and nobody else does."""

import datetime as dt

from challenge.delivery.closing import actions as closing
from challenge.delivery.ledger import actions
from core import clock
from core.database import db, transaction
from reports.desk import payments
from talent.integrity.states import I
from tests.challenge.delivery.ledger import scene


def waiting(people, project):
    """{who: duties}: what waits for whom today, with the payer; without milestone and sum."""
    sources = {
        "team": payments.side_duties,
        "poster": payments.side_duties,
        "finance": payments.side_duties,
        "officer": payments.officer_duties,
        "leader": payments.leader_duties,
    }
    codes = {one.code: one.payer.value for one in project.payments}
    found = {
        name: {
            (codes[duty.code], duty.what.split("：")[0])
            for duty in source(getattr(people, name))
            if not duty.runs
        }
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
    (duty,) = payments.side_duties(people.team)
    assert duty.due == clock.after_days(row.state_since, 30)
    scene.requested(people, row)
    assert waiting(people, project) == {"poster": {("demander", "应付款")}}
    now.forward(days=31)
    late = {("demander", "催告发榜方付款")}
    assert waiting(people, project) == {"poster": {("demander", "应付款")}, "officer": late}
    with transaction():
        actions.make(officer, row, "dun")
    assert "officer" not in waiting(people, project)
    with transaction():
        actions.approve(people.poster, row)
    assert waiting(people, project)["poster"] == {("demander", "付款并登记")}
    with transaction():
        actions.register(people.poster, row, clock.today(), "1")
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


def test_a_desk_names_milestone_sum_and_day_and_who_pays_knows_of_it(app, now):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.payment(project, "demander")
    duty = next(one for one in payments.side_duties(people.team) if one.code == row.code)
    assert (duty.what, duty.due) == ("申请拨付：里程碑 1，4.50 万元", clock.now() + dt.timedelta(days=30))
    (ahead,) = payments.side_duties(people.poster)
    assert (ahead.what, ahead.runs) == ("等待收款方申请：里程碑 1，4.50 万元", True)
    scene.requested(people, row)
    (duty,) = payments.side_duties(people.poster)
    assert (duty.what, duty.due) == ("应付款：里程碑 1，4.50 万元", row.due_at)
    scene.paid(people, scene.payment(project, "own"))
    now.forward(days=31)
    assert list(payments.unpaid_duties(people.team)) == []
    with transaction():
        actions.make(people.officer, row, "dun")
    now.forward(days=11)
    (way,) = payments.unpaid_duties(people.team)
    assert (way.what, way.path) == (
        "发榜方逾期未付款：可以申请办理终止",
        f"/desk/projects/{project.code}/closures/new?reason=demander_default",
    )
    assert list(payments.unpaid_duties(people.poster)) == []
    (line,) = payments.leader_duties(people.leader)
    assert (line.what, line.runs) == ("发榜方催告后仍未付款：里程碑 1，4.50 万元", True)
    with transaction():
        closing.ask(people.team, project, "demander_default", "多次催要。")
    assert (list(payments.unpaid_duties(people.team)), list(payments.leader_duties(people.leader))) == (
        [],
        [],
    )


def test_the_officer_reports_after_the_days_of_the_dunning_and_once(app, now):
    officer, _project, _people, row = scene.dunned(now)
    (duty,) = payments.officer_duties(officer)
    until = clock.after_days(row.dunned_at, 10)
    assert (duty.what, duty.due, duty.runs) == ("已催告，等待发榜方付款", until, True)
    now.forward(days=10)
    (duty,) = payments.officer_duties(officer)
    assert (duty.what, duty.due, duty.runs) == ("登记诚信线索", clock.after_days(until, 10), False)
    with transaction():
        case = actions.report(officer, row, "经催告不付。")
    assert list(payments.officer_duties(officer)) == []
    case.state = I.UNFOUNDED
    db.session.commit()
    assert list(payments.officer_duties(officer)) == []
