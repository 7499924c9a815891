"""Final accounts: handed in after the last payment, frozen, checked by somebody else; the list waits for them."""

import datetime as dt

import pytest

from challenge.delivery import whose_turn
from challenge.delivery.acceptance.collecting import documents
from challenge.delivery.final_accounts import actions, figures
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger import actions as paying
from challenge.delivery.ledger.balances import balances
from challenge.delivery.ledger.verifying import faults
from challenge.delivery.states import Account, Payer
from challenge.states import C
from core import clock
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, apply
from reports.desk import final_accounts as desk
from reports.desk import payments
from reports.desk import projects as desk_of_projects
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.final_accounts import scene
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.ledger.test_plan import ruled


def finish(officer, project):
    with transaction():
        apply(officer, project.challenge, "finish", reason="归档。")


def lists_to_finish(officer):
    return [one for one in desk_of_projects.officer_duties(officer) if "办结榜单" in one.what]


def test_the_list_waits_until_the_accounts_of_what_passed_are_found_right(app, now):
    officer, project, people = scene.passed()
    account = project.final_account
    with pytest.raises(Refused, match="还有款项没有到账或者取消"):
        scene.hand_in(project, people.team)
    with pytest.raises(Refused, match=r"决算待提交，核对无误后才能办结。还需办理：.*申请拨付"):
        finish(officer, project)
    assert (list(desk.team_duties(people.team)), lists_to_finish(officer)) == ([], [])
    scene.settled(project, people)
    now.forward(days=3)
    (duty,) = desk.team_duties(people.team)
    assert (duty.what, duty.due - duty.since >= dt.timedelta(days=30)) == ("提交决算", True)
    assert whose_turn.turns(project)[0].what == "提交决算"
    with pytest.raises(Refused, match="轮到揭榜方"):
        finish(officer, project)
    for stranger in (officer, people.poster, people.finance, world.user("researcher")):
        with pytest.raises(Refused, match="没有“提交决算”的权限"):
            scene.hand_in(project, stranger)
    old = actions.digest_now(project)
    scene.spend(project, people)
    with pytest.raises(Conflict, match="台账已有变化"), transaction():
        actions.hand_in(people.team, account, old)
    scene.hand_in(project, people.team)
    with transaction():
        actions.hand_in(people.team, account, account.digest)  # a second click
    public = next(row for row in account.content["payers"] if row["payer"] == "public")
    assert (public["spent_fen"], public["surplus"], public["back_fen"]) == (2 * scene.SPENT, "留用", 0)
    assert public["left_fen"] == public["arrived_fen"] - 2 * scene.SPENT
    assert public["agreed_fen"] == public["arrived_fen"]
    with pytest.raises(Refused, match="支出不能再登记"):
        scene.spend(project, people)
    ((duty,), none) = desk.finance_duties(people.finance), list(desk.team_duties(people.team))
    assert (duty.what, duty.due, none) == ("核对决算", clock.after_days(account.state_since, 10), [])
    with pytest.raises(Refused, match="轮到财务"):
        finish(officer, project)
    for stranger in (people.team, officer, people.leader):
        with pytest.raises(Refused, match="没有“核对无误”的权限"):
            scene.check(project, stranger)
    scene.check(project, people.finance)
    scene.check(project, people.finance)  # a second click
    assert (account.state, account.checked_by_id, faults(project)) == (F.CONFIRMED, people.finance.id, [])
    kept = {path: content for path, _title, content in documents(project)}
    assert kept["ledger/final-account.json"]["content"] == account.content
    assert len(lists_to_finish(officer)) == 1
    finish(officer, project)
    assert project.challenge.state is C.DONE


def test_who_hands_in_never_checks(app):
    _officer, project, people = scene.passed()
    scene.settled(project, people)
    scene.hand_in(project, people.team)
    with transaction():
        project.final_account.handed_in_by_id = people.finance.id
    with pytest.raises(Refused, match="没有“核对无误”的权限"):
        scene.check(project, people.finance)


def test_what_is_sent_back_opens_the_accounts_again(app):
    officer, project, people = scene.passed()
    ruled(project, surplus_public="退回")
    scene.settled(project, people)
    left = balances(project)[Payer.PUBLIC][Account.RECEIVED]
    scene.hand_in(project, people.team)
    assert [one.what.split("：")[0] for one in payments.refund_duties(people.finance)] == ["登记退回"]
    with pytest.raises(Refused, match="须填写理由"):
        scene.check(project, people.finance, "return")
    scene.check(project, people.finance, "return", "漏记测试费。")
    assert (project.accounts_closed_at, project.final_account.reason) == (None, "漏记测试费。")
    assert list(payments.refund_duties(people.finance)) == []
    scene.spend(project, people)
    scene.hand_in(project, people.team)
    (claim,) = payments.refund_duties(people.finance)
    assert f"{(left - scene.SPENT) / 1_000_000:.2f} 万元" in claim.what
    row = money.payment(project, "public")
    with transaction():
        paying.refund(people.finance, row, 100, clock.today(), "退 1")
    with pytest.raises(Refused, match="已按决算登记退回款项"):
        scene.check(project, people.finance, "return", "再改。")
    scene.check(project, people.finance)
    assert faults(project) == []
    content = dict(project.final_account.content)
    project.final_account.content = content | {"project": "GG"}
    assert [one for one in faults(project) if "摘要不符" in one] != []
    db.session.rollback()
    # A surplus that is not back yet: the list waits for it, or for a leader's reasoned decision.
    assert lists_to_finish(officer) == []
    with pytest.raises(Refused, match=r"财政资金还有 .* 没有登记退回，退回后才能办结"):
        finish(officer, project)
    assert [one.what.split("：")[0] for one in whose_turn.turns(project)] == ["退回款项并登记"]
    with pytest.raises(Refused, match="没有“另行追偿"), transaction():
        paying.make(officer, row, "pursue", "收不回。")
    with pytest.raises(Refused, match="须填写理由"), transaction():
        paying.make(people.leader, row, "pursue")
    with transaction():
        paying.make(people.leader, row, "pursue", "揭榜方已停业，申报债权。")
    with pytest.raises(Refused, match="已经决定另行追偿"), transaction():
        paying.make(people.leader, row, "pursue", "再说一次。")
    assert list(payments.refund_duties(people.finance)) == []
    assert len(lists_to_finish(officer)) == 1
    assert [one.what for one in whose_turn.turns(project)] == ["项目已结束，办结榜单", "生成归档包"]
    finish(officer, project)


def test_a_list_waits_until_a_surplus_is_back(app, now):
    officer, project, people = scene.passed()
    ruled(project, surplus_public="退回")
    scene.confirmed(project, people)
    now.forward(days=31)
    assert [one.what.split("：")[0] for one in payments.leader_duties(people.leader)] == ["逾期未退回"]
    for one in [one for one in project.payments if one.payer is Payer.PUBLIC]:
        left = min(one.amount_fen, balances(project)[Payer.PUBLIC][Account.RECEIVED])
        assert lists_to_finish(officer) == []
        with transaction():
            paying.refund(people.finance, one, left, clock.today(), f"退 {one.number}")
    (duty,) = lists_to_finish(officer)
    assert (duty.since, list(payments.leader_duties(people.leader))) == (clock.now(), [])
    with pytest.raises(Refused, match="没有应退回而未退回的金额"), transaction():
        paying.make(people.leader, money.payment(project, "public"), "pursue", "收不回。")
    finish(officer, project)


def test_other_ends_and_what_passed_before_have_none(app):
    officer, project = projects.signed()
    projects.ends(project)
    assert project.final_account is None
    finish(officer, project)
    officer, project, _people = scene.passed()
    with transaction():
        db.session.delete(project.final_account)
    finish(officer, project)
    assert figures.surplus_of(project, Payer.OWN) == "留用"
