"""A project that cannot go on: asked, heard, decided, settled from the ledger, confirmed and cleared, each by its path."""

import pytest

from challenge.delivery.closing import actions, rules, settlement
from challenge.delivery.closing.states import E
from challenge.delivery.contracts import actions as contracts
from challenge.delivery.contracts.rules import open_contract
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger.balances import balances
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import Account, M, P, Party, Payer, Y
from core import audit_walk, clock
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, apply
from talent.integrity.models import IntegrityCase
from talent.integrity.queries import way_back
from talent.integrity.states import Origin
from tests import world
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.contracts import changing
from tests.challenge.delivery.ledger import scene as money


def _spent(people, project, payer, fen):
    facts = {"line": "", "spent_on": money.DAY, "text": "材料", "voucher": "1"}
    with transaction():
        return paying.spend(people.team, project, payer, fen, facts)


def test_a_breach_is_heard_and_its_public_money_comes_back_whole(app, now):
    officer, project, people = scene.under_contract()
    for number in (1, 2):
        money.passes(project, number)
        money.paid(people, money.payment(project, "demander", number))
    public = money.paid(people, money.payment(project, "public"))
    _spent(people, project, Payer.PUBLIC, 1_000_000)
    closure = scene.asked(project, people.officer, "breach", "设备转包给他人。")
    assert (closure.state, closure.asked_for, project.state) == (E.HEARING, Party.BUREAU, P.SUSPENDED)
    with pytest.raises(Refused, match="陈述期限"), transaction():
        actions.make(people.leader, closure, "end", "转包属实。")
    with transaction():
        actions.speak(people.team, closure, "部分工序外协。", False)
    with pytest.raises(Refused, match="权限"), transaction():
        actions.speak(people.team, closure, "再说。", False)
    now.forward(days=10)
    for stranger in (officer, people.team, people.poster, world.user("supervisor")):
        with pytest.raises(Refused, match="权限"), transaction():
            actions.make(stranger, closure, "end", "转包属实。")
    with transaction():
        actions.make(people.leader, closure, "end", "转包属实。")
    assert (closure.state, project.state, project.reason_code) == (E.SETTLING, P.TERMINATED, "breach")
    case = db.session.query(IntegrityCase).one()
    assert (case.origin, case.organisation_id, case.reference) == (
        Origin.PROJECT,
        project.organisation_id,
        project.code,
    )
    assert way_back(people.leader, case) == f"/desk/projects/{project.code}/closures"
    assert way_back(world.user("enterprise"), case) is None
    scene.drawn(closure)
    row = next(one for one in closure.settlement["payers"] if one["payer"] == "public")
    assert (row["received_fen"], row["spent_fen"], row["left_fen"], row["back_fen"]) == (
        3_000_000,
        1_000_000,
        2_000_000,
        3_000_000,
    )
    with pytest.raises(Refused, match="正在结算"):
        _spent(people, project, Payer.PUBLIC, 1)
    for person in (people.team, people.poster, people.leader):
        with transaction():
            actions.confirm(person, closure, closure.settlement_digest)
    assert (closure.state, balances(project)[Payer.PUBLIC][Account.RECEIVED]) == (E.AGREED, 3_000_000)
    with pytest.raises(Refused, match="没有付清"), transaction():
        actions.make(officer, closure, "close")
    for one in project.payments:
        if one.state is Y.UNLOCKED:
            with transaction():
                paying.make(people.leader, one, "waive", "不再拨付。")
    with pytest.raises(Refused, match=r"财政资金还有 3\.00 万元|发榜方出资还有"), transaction():
        actions.make(officer, closure, "close")
    with transaction():
        paying.refund(people.finance, public, public.amount_fen, clock.today(), "1")
    for number in (1, 2):
        row = money.payment(project, "demander", number)
        with transaction():
            paying.refund(people.poster, row, row.amount_fen, clock.today(), "2")
    with pytest.raises(Refused, match="尚未结束"), transaction():
        apply(officer, project.challenge, "finish", reason="办结。")
    with transaction():
        actions.make(officer, closure, "close")
    with transaction():
        apply(officer, project.challenge, "finish", reason="办结。")
    assert (closure.state, faults(project), audit_walk.first_broken()) == (E.CLOSED, [], None)


def test_completed_work_is_valued_and_paid(app):
    officer, project, people = scene.under_contract()
    money.passes(project, 1)
    closure = scene.ended(project)
    locked = {one.milestone: one for one in settlement.unpaid_work(closure) if one.payer is Payer.DEMANDER}
    assert sorted(locked) == [2, 3]
    scene.agreed(closure, {2: 50})
    found = [
        (one.milestone, one.payer, one.amount_fen, one.state) for one in project.payments if one.is_valued
    ]
    assert found == [
        (2, Payer.DEMANDER, 2_250_000, Y.UNLOCKED),
        (2, Payer.PUBLIC, 1_500_000, Y.UNLOCKED),
    ]
    assert (faults(project), audit_walk.first_broken()) == ([], None)
    row = next(one for one in project.payments if one.is_valued)
    money.approved(people, row)
    with transaction():
        paying.register(people.poster, row, clock.today(), "1")
    with transaction():
        paying.confirm(people.team, row)
    assert (row.state, faults(project)) == (Y.CONFIRMED, [])
    with transaction():
        actions.make(people.leader, closure, "close_owing", "其余由法院执行。")
    assert (closure.state, "未付清" in closure.determined) == (E.CLOSED, True)
    assert officer.id == project.challenge.handler_id


def test_it_goes_on_and_the_days_are_given_back(app, now):
    officer, project, people = scene.under_contract()
    end = project.ends_on
    closure = scene.asked(project, people.poster, "ip_dispute", "第三方提起诉讼。")
    with transaction():
        actions.make(officer, closure, "accept")
    now.forward(days=5)
    with transaction():
        actions.speak(people.team, closure, "已达成和解。", False)
    with transaction():
        actions.make(people.leader, closure, "go_on", "纠纷已和解，继续履行。")
    assert (closure.state, project.state, (project.ends_on - end).days) == (E.DISMISSED, P.ACTIVE, 5)
    again = scene.asked(project, people.team, "no_need")
    with pytest.raises(Refused, match="已有终止申请"):
        scene.asked(project, people.poster, "no_need")
    with transaction():
        actions.make(people.team, again, "withdraw", "误提。")
    third = scene.asked(project, people.poster, "no_need")
    with transaction():
        actions.make(officer, third, "decline", "没有论证材料。")
    assert [one.state for one in project.closures] == [E.DISMISSED, E.WITHDRAWN, E.DECLINED]
    assert project.state is P.ACTIVE


def test_agreed_means_that_everybody_agrees(app, now):
    officer, project, people = scene.under_contract()
    closure = scene.heard(scene.asked(project, people.team, "agreed"), officer, agrees=False)
    with pytest.raises(Refused, match="各方同意"), transaction():
        actions.make(people.leader, closure, "end", "协商一致。")
    with transaction():
        actions.make(people.team, closure, "withdraw", "再商量。")
    silent = scene.asked(project, people.team, "agreed")
    with transaction():
        actions.make(officer, silent, "accept")
    now.forward(days=11)
    with pytest.raises(Refused, match="各方同意"), transaction():
        actions.make(people.leader, silent, "end", "协商一致。")
    with transaction():
        actions.speak(people.poster, silent, "同意。", True)
    with transaction():
        actions.make(people.leader, silent, "end", "协商一致。")
    assert project.state is P.TERMINATED


def test_a_winner_who_gives_up_and_a_failed_milestone(app):
    officer, project, people = scene.under_contract()
    with pytest.raises(Refused, match="没有判定不通过"):
        scene.asked(project, people.poster, "milestone")
    with transaction():
        project.milestones[0].state = M.FAILED
    assert rules.ground_missing(project, rules.paths(project)["milestone"]) is None
    closure = scene.ended(project, officer, "abandoned")
    assert (project.state, project.reason_code, closure.asked_for) == (P.ABANDONED, "abandoned", Party.BIDDER)


def test_the_lead_unit_speaks_where_the_leader_cannot(app):
    officer, project = changing.signed()
    mate, old = changing.mate_of(project), project.leader
    with pytest.raises(Refused, match="不能以这个原因"):
        scene.asked(project, mate, "no_need")
    closure = scene.asked(project, mate, "leader_gone", "负责人病故。")
    with transaction():
        actions.make(officer, closure, "accept")
    with transaction():
        contract = contracts.ask_successor(officer, project, "病故。", "death", mate)
    assert open_contract(project) is contract
    assert rules.party_of(mate, closure) is Party.BIDDER
    assert rules.party_of(old, closure) is Party.BIDDER
    with transaction():
        actions.speak(project.challenge.author, closure, "同意由团队成员接任。", False)
    with transaction():
        actions.make(world.user("leader"), closure, "go_on", "由团队成员接任负责人。")
    assert project.state is P.ACTIVE
    head = world.user("researcher", organisation_id=project.organisation_id, is_first_account=True)
    path = rules.paths(project)["leader_gone"]
    assert rules.stands_for(head, project, path) is Party.BIDDER
    assert rules.stands_for(world.user("researcher"), project, path) is None


def test_a_settlement_is_objected_to_and_drawn_anew(app):
    officer, project, people = scene.under_contract()
    money.passes(project, 1)
    closure = scene.drawn(scene.ended(project))
    digest = closure.settlement_digest
    with transaction():
        actions.confirm(people.team, closure, digest)
    with transaction():
        actions.confirm(people.team, closure, digest)  # a second click
    with pytest.raises(Refused, match="发榜方确认后"), transaction():
        actions.confirm(people.leader, closure, digest)
    with transaction():
        actions.make(people.poster, closure, "object", "中试已完成一半。")
    assert (closure.state, closure.objection) == (E.SETTLING, "中试已完成一半。")
    with pytest.raises(Refused), transaction():
        actions.draw(people.team, closure, {2: 50})
    scene.drawn(closure, {2: 50})
    assert (closure.round, rules.awaited(closure)) == (2, [Party.BIDDER, Party.POSTER, Party.BUREAU])
    with pytest.raises(Conflict), transaction():
        actions.confirm(people.team, closure, digest)
    money.paid(people, money.payment(project, "own"))
    with pytest.raises(Refused, match="台账有变动"), transaction():
        actions.confirm(people.team, closure, closure.settlement_digest)
    with transaction():
        actions.make(officer, closure, "redraw", "自筹到账。")
    scene.agreed(closure, {2: 50})
    assert (closure.state, faults(project)) == (E.AGREED, [])


def test_nobody_ends_what_has_not_begun_or_is_over(app):
    _officer, project, people = scene.under_contract()
    with pytest.raises(Refused, match="不能以这个原因"):
        scene.asked(project, people.team, "nonsense")
    scene.ended(project)
    with pytest.raises(Refused, match="不能申请终止"):
        scene.asked(project, people.team, "no_need")


def test_what_a_change_has_planned_anew_is_not_settled_twice(app):
    officer, project = changing.signed()
    changing.agreed(officer, changing.asked(project, {"plan": {(2, "own"): 500_000, (3, "own"): 3_000_000}}))
    closure = scene.drawn(scene.ended(project), {1: 50})
    rows = [(one["payer"], one["promised_fen"], one["cancelled_fen"]) for one in closure.settlement["payers"]]
    assert rows == [
        ("demander", 15_000_001, 15_000_001),
        ("public", 10_000_000, 10_000_000),
        ("own", 5_000_000, 5_000_000),
    ]
    assert [(one["milestone"], one["payer"]) for one in closure.settlement["work"]] == [
        (number, payer) for number in (1, 2, 3) for payer in ("demander", "public")
    ]
