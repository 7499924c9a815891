"""The first public tranche: what is too small alone counts with the next, and what nothing can unlock a leader decides."""

import pytest

from accounts.models import Message
from challenge.delivery import whose_turn
from challenge.delivery.ledger import checks, tranche
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import P, Payer, Y
from core import clock
from core.database import db, transaction
from core.workflow import Move, Refused, apply
from reports.desk.duties import duties
from tests.challenge.delivery.ledger import scene
from tests.challenge.delivery.ledger.test_plan import replanned


def public_at(*amounts):
    """A plan whose public money is split so over the milestones."""

    def change(rows):
        mine = [one for one in rows if one["payer"] == "public"]
        for row, fen in zip(mine, amounts, strict=True):
            row["amount_fen"] = fen

    return change


def all_paid_by_the_demander(project, people):
    for number in (1, 2, 3):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))


def test_a_small_first_payment_counts_with_the_next(app):
    _officer, project, people = scene.ledger()
    replanned(project, public_at(1, 8_999_999, 1_000_000))
    assert [one.milestone for one in tranche.leaders(project)] == [1, 2]
    for number in (1, 2):
        scene.passes(project, number)
        scene.paid(people, scene.payment(project, "demander", number))
    found = {
        one.milestone: one.state
        for one in project.payments
        if one.payer is Payer.PUBLIC and one.state is not Y.CANCELLED
    }
    assert found == {1: Y.UNLOCKED, 2: Y.LOCKED, 3: Y.LOCKED}


def test_the_ledger_shows_what_was_really_paid(app):
    _officer, project, people = scene.ledger()
    first = checks.standing(project)[1]
    assert (first.holds, "发榜方实付 0.00 万元，可以解锁 0.00 万元；尚未解锁" in first.found) == (None, True)
    replanned(project, public_at(2_000_000, 4_000_000, 4_000_000))
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "demander"))
    ratio, first = checks.standing(project)
    assert (first.holds, "发榜方实付 4.50 万元，可以解锁 2.25 万元；已解锁 2.00 万元" in first.found) == (
        True,
        True,
    )
    assert "自筹 5.00 万元，财政资金 10.00 万元" in ratio.found
    with transaction():
        move = Move(None, people.leader, {}, None, clock.now())
        move.carry(scene.payment(project, "own", 2), "void", reason="调减。")
    assert "自筹 3.50 万元，财政资金 10.00 万元" in checks.standing(project)[0].found


def test_what_nothing_unlocks_a_leader_decides(app, client_of):
    _officer, project, people = scene.ledger()
    replanned(project, public_at(9_000_000, 500_000, 500_000))
    row = next(one for one in project.payments if one.amount_fen == 9_000_000)
    scene.passes(project, 1)
    with pytest.raises(Refused, match="发榜方还有未付清的款项"), transaction():
        apply(people.leader, row, "release", reason="发榜方少付。")
    all_paid_by_the_demander(project, people)
    assert row.state is Y.LOCKED
    assert [one.path for one in duties(people.leader) if one.what.startswith("核定未解锁款项")] == [
        f"/desk/projects/{project.code}/payments/{row.number}"
    ]
    assert "核定未解锁款项" in [turn.what.partition("：")[0] for turn in whose_turn.turns(project)]
    for who, said in ((people.finance, "权限"), (people.officer, "权限"), (people.poster, "权限")):
        with pytest.raises(Refused, match=said), transaction():
            apply(who, row, "release", reason="试。")
    with pytest.raises(Refused, match="项目结束后"), transaction():
        apply(people.leader, row, "forgo", reason="试。")
    page = f"/desk/projects/{project.code}/payments/{row.number}"
    leader = client_of(people.leader)
    assert leader.post(f"{page}/steps/release", data={"reason": ""}).status_code == 422
    assert leader.post(f"{page}/steps/release", data={"reason": "里程碑均已通过。"}).status_code == 302
    db.session.expire_all()
    states = {
        one.milestone: one.state
        for one in project.payments
        if one.payer is Payer.PUBLIC and one.state is not Y.CANCELLED
    }
    assert states == {1: Y.UNLOCKED, 2: Y.UNLOCKED, 3: Y.UNLOCKED}
    assert "里程碑均已通过。" in leader.get(page).get_data(as_text=True)
    assert faults(project) == []


def test_what_nothing_unlocks_may_be_given_up_after_the_end(app):
    _officer, project, people = scene.ledger()
    replanned(project, public_at(9_000_000, 500_000, 500_000))
    row = next(one for one in project.payments if one.amount_fen == 9_000_000)
    all_paid_by_the_demander(project, people)
    with transaction():
        project.state = P.PASSED
    with transaction():
        apply(people.leader, row, "forgo", reason="双方同意不再拨付。")
    assert (row.state, faults(project)) == (Y.CANCELLED, [])


def asked(person):
    """What the desk of a person asks for."""
    return [one.what.partition("：")[0] for one in duties(person)]


def test_after_the_end_the_page_gives_it_up_and_the_final_account_goes_on(app, client_of):
    officer, project, people = scene.ledger()
    replanned(project, public_at(9_000_000, 500_000, 500_000))
    row = next(one for one in project.payments if one.amount_fen == 9_000_000)
    all_paid_by_the_demander(project, people)
    with transaction():
        move = Move(None, people.leader, {}, None, clock.now())
        move.carry(project, "begin_acceptance")
        move.carry(project, "pass", reason="各项指标达到。")
    assert "提交决算" not in asked(people.team)
    page = f"/desk/projects/{project.code}/payments/{row.number}"
    leader = client_of(people.leader)
    assert "核定取消" in leader.get(page).get_data(as_text=True)
    assert client_of(officer).post(f"{page}/steps/forgo", data={"reason": "试。"}).status_code == 403
    assert leader.post(f"{page}/steps/forgo", data={"reason": ""}).status_code == 422
    assert leader.post(f"{page}/steps/forgo", data={"reason": "双方同意不再拨付。"}).status_code == 302
    db.session.expire_all()
    assert (row.state, row.reason, faults(project)) == (Y.CANCELLED, "双方同意不再拨付。", [])
    later = {one.milestone: one.state for one in project.payments if one.amount_fen == 500_000}
    assert later == {2: Y.UNLOCKED, 3: Y.UNLOCKED}  # the tranche that is given up holds nothing any more
    for person in (people.team, officer):
        subjects = db.select(Message.subject).where(Message.user_id == person.id).order_by(Message.id.desc())
        assert row.code in db.session.scalars(subjects).first()
    for one in project.payments:
        if one.state is Y.UNLOCKED:
            scene.paid(people, one)
    assert "核定未解锁款项" not in asked(people.leader)
    assert "提交决算" in asked(people.team)
