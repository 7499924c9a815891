"""Projects of the demonstration: where each stands, whose turn it is, and ledgers that hold."""

from itertools import pairwise

import pytest
import sqlalchemy as sa

from challenge.delivery.closing.states import E
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.balances import balances, sums
from challenge.delivery.ledger.verifying import every_fault
from challenge.delivery.milestones import clocks, pages
from challenge.delivery.panels.rules import panel_of
from challenge.delivery.panels.states import Purpose
from challenge.delivery.race.states import RG
from challenge.delivery.states import Account, M, P, Payer, Y
from challenge.posting.models import Challenge
from challenge.states import C
from core import clock
from core.database import db
from demo.queries import coming
from demo.world.parties import winners_of
from demo.world.projects import spread
from demo.world.texts import read
from reports.desk.duties import duties
from tests.demo.finding import of, person

WORK = {
    "researcher": "提交里程碑证据",
    "researcher2": "整改后重新提交里程碑证据",
    "enterprise2": "应付款",
    "expert20": "填写里程碑评估意见",
    "officer2": "登记诚信线索",
    "finance": "付款并登记",
}

INDUSTRY_OF = {"选煤厂重介旋流器在线密度自适应控制": "煤基产业", "粉煤灰基轻质保温板成套工艺转化": "新材料"}


def project(town, key):
    return of(town, key).projects[-1]


def payment(row, milestone, payer):
    return next(one for one in row.payments if (one.milestone, one.payer) == (milestone, payer))


def test_every_list_of_a_project_is_invented_and_marked():
    lists = read("projects")["lists"]
    assert [row["key"] for row in lists if row["plan"] or row["demo"] is not True] == []
    plans = [sum(one["percent"] for one in bid["milestones"]) for row in lists for bid in row["bids"]]
    assert set(plans) == {100}


@pytest.mark.parametrize("username", WORK)
def test_a_project_gives_everybody_something_to_do(town, username):
    assert WORK[username] in {duty.what.split("：")[0] for duty in duties(person(username))}


def test_every_ledger_holds(town):
    told = [
        row for row in read("projects")["lists"] if "signed_by" not in row.get("project", {"signed_by": ()})
    ]
    assert every_fault() == (sum(len(winners_of(row)) for row in told), [])


def test_one_project_has_a_milestone_passed_and_paid_and_one_due_soon(town):
    row = project(town, "cell-sorting")
    first, second, third = row.milestones
    assert [one.state for one in (first, second, third)] == [M.PASSED, M.PLANNED, M.PLANNED]
    assert 0 < (clocks.due_on(second) - clock.today()).days <= 14
    states = {one: payment(row, 1, one).state for one in Payer}
    assert states == {Payer.DEMANDER: Y.CONFIRMED, Payer.PUBLIC: Y.APPROVED, Payer.OWN: Y.CONFIRMED}
    planned, unlocked, paid = sums(row)
    assert (planned, unlocked, paid) == (200_000_000, 60_000_000, 45_000_000)
    assert [one.payer for one in row.expenses] == [Payer.DEMANDER, Payer.OWN, Payer.DEMANDER]


def test_its_log_is_kept_from_the_first_day_and_its_contract_was_changed_once(town):
    row = project(town, "cell-sorting")
    days = [one.worked_on for one in row.research]
    assert len(days) == 16
    assert max((later - former).days for former, later in pairwise([row.starts_on, *days])) <= 14
    assert [one.state.label for one in row.contracts] == ["已被新版本替代", "已生效"]


def test_a_race_has_two_runners_left_after_its_first_gate(town):
    lanes = of(town, "robot-power").projects
    states = {one.lane: one.state for one in lanes}
    assert states == {1: P.ACTIVE, 2: P.ACTIVE, 3: P.ELIMINATED}
    assert [one.state for one in of(town, "robot-power").gates] == [RG.DONE, RG.PLANNED]
    assert [(one.number, one.stay) for one in of(town, "robot-power").gates] == [(1, 2), (2, 1)]
    assert {one.held_on for one in of(town, "robot-power").gates} == {
        each.due_on for each in lanes[0].milestones if each.gate
    }


def test_one_milestone_is_under_rectification_because_a_number_was_missed(town):
    row = project(town, "electrolyte")
    first = row.milestones[0]
    assert (first.state, first.round) == (M.RECTIFYING, 2)
    verdicts = {one.indicator.name: one.rows[-1].text for one in pages.chains(row)}
    assert verdicts["铁杂质含量"] == "未达到（按整改前的检测结果，整改后尚未复测）"
    assert first.rectify_due_on > clock.today()


def test_one_project_was_closed_because_of_a_dispute_and_is_settled(town):
    row = project(town, "glaze-reuse")
    (closure,) = row.closures
    assert (row.state, closure.state, len(closure.signatures)) == (P.TERMINATED, E.CLOSED, 3)
    (valued,) = [one for one in row.payments if one.is_valued]
    assert (valued.payer, valued.amount_fen, valued.state) == (Payer.DEMANDER, 14_400_000, Y.CONFIRMED)
    assert balances(row)[Payer.PUBLIC][Account.RETURNED] == 5_000_000


def test_one_demander_was_dunned_and_has_not_paid(town):
    row = project(town, "slow-release")
    late = payment(row, 1, Payer.DEMANDER)
    assert (row.state, late.state) == (P.ACTIVE, Y.REQUESTED)
    assert late.dunned_at is not None
    assert payment(row, 1, Payer.PUBLIC).state is Y.LOCKED
    assert row.milestones[1].state is M.SUBMITTED


def test_one_project_was_accepted_paid_and_its_list_is_done(town):
    row = project(town, "press-mould")
    assert (row.state, of(town, "press-mould").state) == (P.PASSED, C.DONE)
    assert {one.state for one in row.payments} == {Y.CONFIRMED}
    left = {payer.value: held[Account.RECEIVED] for payer, held in balances(row).items()}
    told = {one["payer"]: one["left_fen"] for one in row.final_account.content["payers"]}
    assert (row.final_account.state, told, row.accounts_closed_at is not None) == (F.CONFIRMED, left, True)
    (round_,) = row.acceptances
    assert (round_.conclusion.label, round_.satisfaction.label) == ("通过", "满意，已在生产或者产品中应用")
    assert [one["verdict"] for one in round_.table] == ["met"] * 3
    assert [one.state.label for one in panel_of(row, Purpose.ACCEPTANCE, 1).members] == ["已表决"] * 5


def test_one_ended_as_a_diligent_failure_that_others_read_about(town):
    row = project(town, "mycelium-dregs")
    (case,) = row.tolerances
    assert (row.state.label, case.state.label) == ("尽责未达标结题", "认定尽责")
    assert case.precedent.title.startswith("低温酶解路线")
    found = {one.state for one in row.payments if one.milestone == 1}
    assert found == {Y.CONFIRMED}


def test_the_clock_names_what_comes_to_projects(town):
    found = {(one.challenge.id, one.what) for one in coming()}
    assert {
        (of(town, "cell-sorting").id, "里程碑 2 到期"),
        (of(town, "electrolyte").id, "里程碑 1 整改期限届满"),
    } <= found
    assert all(one.at > clock.now() for one in coming())


def test_logs_tell_of_a_milestone_before_it_is_handed_in(town):
    row = project(town, "cell-sorting")
    (told,) = [one for one in row.research if "检测报告已上传" in one.text]
    tested = row.milestones[0].concluded_at
    assert told.at < tested
    assert sum(1 for one in row.research if one.indicators) >= len(row.research) // 2


def test_no_lane_of_the_race_passes_its_gate_on_empty_weeks(town):
    for lane in of(town, "robot-power").projects:
        first = lane.milestones[0].concluded_at
        assert len([one for one in lane.research if one.at < first]) >= 5


def test_a_list_is_in_its_own_industry(town):
    lists = db.session.scalars(sa.select(Challenge).where(Challenge.title.in_(INDUSTRY_OF))).unique()
    assert {one.title: one.industry for one in lists} == INDUSTRY_OF


def test_the_days_of_a_log_keep_what_is_fixed_and_share_the_rest():
    rows = [["trial", "", {}], ["trial", "", {"days_ago": 80}], ["trial", "", {}], ["trial", "", {}]]
    assert spread(rows, 100, 20) == [90, 80, 50, 20]
