"""What the demonstration leaves open after the award: a contract to sign, votes to give, a tolerance case, a follow-up."""

from challenge.delivery.acceptance.rules import current
from challenge.delivery.acceptance.states import V
from challenge.delivery.contracts.rules import open_contract
from challenge.delivery.panels.rules import panel_of
from challenge.delivery.panels.states import Purpose, S, Seat
from challenge.delivery.states import P
from challenge.delivery.tolerance.rules import awaited, open_case
from challenge.delivery.tolerance.states import T
from core import settings
from demo.queries import coming
from reports.desk.duties import duties
from tests.demo.finding import of, person


def project(town, key):
    return of(town, key).projects[-1]


def work(username):
    return {duty.what for duty in duties(person(username))}


def test_a_contract_waits_for_the_second_signature(town):
    contract = open_contract(project(town, "tray-robot"))
    assert [one.party.value for one in contract.signatures] == ["bidder"]
    assert "确认任务书" in work("enterprise")


def test_an_acceptance_waits_for_the_votes_of_demonstration_experts(town):
    row = project(town, "flue-dryer")
    panel = panel_of(row, Purpose.ACCEPTANCE, 1)
    assert (row.state, current(row).state, panel.state) == (P.ACCEPTING, V.REVIEWING, S.VOTING)
    states = [one.state for one in panel.members]
    assert (states.count(Seat.VOTED), len(states)) == (2, 5)
    left = {one.profile.user.username for one in panel.members if one.state is not Seat.VOTED}
    assert left <= {one["username"] for one in settings.get("demo_accounts")}
    assert [one for one in left if "验收评议表决" not in work(one)] == []
    assert (of(town, "flue-dryer").id, "验收评议表决期满") in {
        (one.challenge.id, one.what) for one in coming()
    }


def test_a_tolerance_case_waits_for_the_demander(town):
    case = open_case(project(town, "ammonia-sorbent"))
    assert (case.state, [one.value for one in awaited(case)]) == (T.STATING, ["poster"])
    assert "容错" in "".join(work("enterprise2"))


def test_a_follow_up_waits_for_the_officer(town):
    (third,) = [one for one in project(town, "manure-bedding").follow_ups if one.number == 3]
    assert third.state.value == "submitted"
    assert "跟踪" in "".join(work("officer"))
