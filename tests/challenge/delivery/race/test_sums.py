"""The contracts of all lanes against what the list has published: for each lane, or one sum for all."""

import copy

import pytest

from challenge import rulepack
from challenge.delivery.contracts import actions as contracts
from challenge.delivery.race import sums
from challenge.states import Mode
from core.database import transaction
from core.workflow import Refused
from tests import world
from tests.challenge.delivery import scene as projects
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
