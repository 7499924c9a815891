"""The contracts of all lanes against what the list has published: for each lane, or one sum for all."""

import copy

import pytest

from challenge import rulepack
from challenge.delivery.contracts import actions as contracts
from challenge.delivery.race import sums
from challenge.delivery.states import K, Y
from challenge.states import Mode
from core.database import transaction
from core.workflow import Refused
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.race import scene

LANE = 25_000_001  # demander and public money of each lane's contract


def one_reward_for_all(challenge):
    """The mode of the programme says that the reward is for all lanes together."""
    pack = copy.deepcopy(rulepack.freeze("race"))
    pack["mode"]["reward_per"] = "list"
    with transaction():
        challenge.programme = world.programme(mode=Mode.RACE, rules=pack)


def test_the_reward_is_each_lanes_own(app, client_of):
    _officer, challenge, people = scene.running(2)
    found = sums.together(challenge)
    assert (found.lanes, found.agreed_fen, found.most_fen) == (2, 2 * LANE, 2 * challenge.reward_fen)
    assert (found.public_fen, found.public_most_fen, found.fits) == (20_000_000, 20_000_000, True)
    desk = f"/desk/challenges/{challenge.code}/race"
    page = client_of(people.leader).get(desk).get_data(as_text=True)
    assert "每条赛道 30.00 万元 × 2 条，合计最高 60.00 万元" in page
    assert "合计　计划 60.000002 万元" in page
    team = client_of(challenge.projects[0].leader).get(desk).get_data(as_text=True)
    assert "合计　计划" not in team
    public = client_of(people.leader).get(f"/challenges/{challenge.code}").get_data(as_text=True)
    assert "2至4 条赛道并行，合计不超过 120.00 万元" in public


def test_a_lane_that_ended_before_its_contract_raises_nothing(app):
    officer, challenge = scene.announced(3)
    for project in challenge.projects[:2]:
        scene.sign(officer, project)
    projects.ends(challenge.projects[2])
    found = sums.together(challenge)
    assert (found.lanes, found.agreed_fen, found.most_fen) == (2, 2 * LANE, 2 * challenge.reward_fen)


def test_more_than_the_list_is_not_sent_out(app):
    officer, challenge = scene.announced(2)
    one_reward_for_all(challenge)
    first, second = challenge.projects
    scene.sign(officer, first)
    with transaction():
        contract = contracts.draft(officer, second, scene.STARTS)
    with (
        pytest.raises(Refused, match=r"合计 50.000002 万元.*榜单公布：合计最高 30.00 万元.*超过榜单"),
        transaction(),
    ):
        contracts.offer(officer, contract, contract.version, projects.WHY)


def confirmed(project, contract):
    for person in projects.sides(project):
        with transaction():
            contracts.confirm(person, contract, contract.digest)


def offered(officer, project):
    with transaction():
        contract = contracts.draft(officer, project, scene.STARTS)
        contracts.offer(officer, contract, contract.version, projects.WHY)
    return contract


def test_what_has_fitted_when_it_was_sent_out_is_held_against_the_list_again_when_it_binds(app):
    officer, challenge = scene.announced(2)
    first, second = challenge.projects
    with transaction():
        first.bid.content.demander_fen, first.bid.content.total_fen = 35_000_000, 50_000_000
        first.bid.content.own_fen = 5_000_000
    contract = offered(officer, first)
    projects.ends(second)
    with pytest.raises(Refused, match=r"合计 45.00 万元.*合计最高 30.00 万元.*超过榜单"):
        confirmed(first, contract)
    assert first.starts_on is None


def test_what_a_lane_that_ended_has_left_is_free_for_another(app):
    officer, challenge = scene.announced(2)
    one_reward_for_all(challenge)
    first, second = challenge.projects
    scene.sign(officer, first)
    money.passes(first, 1)
    projects.ends(first)
    found = sums.together(challenge)
    kept = [one for one in first.payments if one.payer == "demander" and one.state is Y.UNLOCKED]
    assert (found.agreed_fen, found.most_fen) == (sum(one.amount_fen for one in kept), challenge.reward_fen)
    scene.sign(officer, second)
    assert sums.together(challenge).agreed_fen == found.agreed_fen + LANE


def test_a_mode_without_gates_keeps_one_reward_for_all_too(app):
    officer, project = projects.announced()
    pack = copy.deepcopy(rulepack.freeze("government"))
    pack["mode"]["reward_per"] = "list"
    with transaction():
        project.challenge.programme = world.programme(rules=pack)
        project.challenge.reward_fen = LANE - 1
    with pytest.raises(Refused, match=r"合计 25.000001 万元.*合计最高 25.00 万元.*超过榜单"):
        offered(officer, project)
    with transaction():
        project.challenge.reward_fen = LANE
    assert offered(officer, project).state is K.OFFERED
