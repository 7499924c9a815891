"""Several winners of one list: proposed, awarded and announced lane by lane; one lane for every other list."""

import pytest
import sqlalchemy as sa

from challenge.notice import actions as notice
from challenge.notice import text
from challenge.posting.models import Challenge
from challenge.review.actions import deciding
from challenge.states import B, C, Mode
from core.database import db, transaction
from core.workflow import Refused, apply
from tests import world
from tests.challenge.review import scene

THREE = ((260, 250, 240), (255, 250, 240), (240, 235, 230), (250, 240, 235), (250, 240, 230))


def race(**facts):
    """(officer, race with three scored bids)."""
    programme = world.programme(mode=Mode.RACE)
    officer, challenge, _ = scene.scored(THREE, mode=Mode.RACE, programme_id=programme.id, **facts)
    return officer, challenge


def propose(officer, challenge, places, override=""):
    """The bids at these places of the list are proposed."""
    with transaction():
        return deciding.propose(
            officer, challenge, [challenge.bids[one].id for one in places], "并行。", override
        )


def noticed():
    """(officer, race whose notice is published, leader)."""
    scene.calendar()
    officer, challenge = race()
    row = propose(officer, challenge, [0, 1])
    leader = world.user("leader")
    with transaction():
        deciding.award(leader, challenge, row.id, "同意并行。")
        found = notice.draft(officer, challenge)
        notice.publish(officer, challenge, found.id)
    return officer, challenge, leader


def states(challenge):
    return [(one.state, one.lane) for one in challenge.bids]


def test_each_winner_gets_a_lane_by_its_rank(app):
    officer, challenge = race()
    row = propose(officer, challenge, [1, 0])
    assert [(one.lane, one.bid) for one in row.places] == [(1, challenge.bids[0]), (2, challenge.bids[1])]
    assert states(challenge) == [(B.NOMINATED, 1), (B.NOMINATED, 2), (B.RESERVE, 1)]
    with transaction():
        deciding.award(world.user("leader"), challenge, row.id, "同意。")
    assert states(challenge) == [(B.WON, 1), (B.WON, 2), (B.RESERVE, 1)]


@pytest.mark.parametrize("places", [[0], []])
def test_a_race_needs_two(app, places):
    officer, challenge = race()
    with pytest.raises(Refused, match="应推荐"):
        propose(officer, challenge, places)
    assert (challenge.state, challenge.proposals) == (C.REVIEWING, [])


def test_any_other_list_has_one_winner(app):
    officer, challenge, _ = scene.scored()
    with pytest.raises(Refused, match="应推荐 1 个方案，现选 2 个"):
        propose(officer, challenge, [0, 1])
    kind = type(challenge.bids[0])
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.update(kind).values(state=B.WON))


def test_to_pass_over_the_second_needs_a_reason(app):
    officer, challenge = race()
    with pytest.raises(Refused, match="未按排名"):
        propose(officer, challenge, [0, 2])
    assert propose(officer, challenge, [0, 2], "技术路线不同。").override_reason


def test_the_notice_names_every_lane(app):
    _officer, challenge, _leader = noticed()
    (row,) = challenge.notices
    said = "".join(text.paragraphs(row))
    for lane, bid in enumerate(challenge.bids[:2], 1):
        assert f"赛道 {lane}：{bid.organisation.name}" in said
        assert f"赛道 {lane}（{bid.organisation.name}）综合得分" in said
    assert row.facts["winner"] == "、".join(bid.organisation.name for bid in challenge.bids[:2])


def test_a_reserve_takes_the_lane_that_was_left(app):
    officer, challenge, leader = noticed()
    with pytest.raises(Refused, match="请选择是哪一方"), transaction():
        apply(officer, challenge, "give_up", reason="资金不足")
    challenge = db.session.scalar(sa.select(Challenge))
    with transaction():
        apply(officer, challenge, "give_up", reason="资金不足", bid=challenge.bids[0].id)
    assert states(challenge) == [(B.GIVEN_UP, 1), (B.WON, 2), (B.NOMINATED, 1)]
    with transaction():
        deciding.award(leader, challenge, challenge.proposals[-1].id, "同意递补。")
    assert states(challenge) == [(B.GIVEN_UP, 1), (B.WON, 2), (B.WON, 1)]


def test_the_race_goes_on_with_those_who_are_left(app):
    officer, challenge, _leader = noticed()
    with transaction():
        apply(officer, challenge, "go_on_without", reason="资金不足", bid=challenge.bids[1].id)
    assert challenge.state is C.NOTICED
    assert states(challenge)[:2] == [(B.WON, 1), (B.GIVEN_UP, 2)]
    assert any("已于" in one and "放弃揭榜" in one for one in text.paragraphs(challenge.notices[0]))
    with pytest.raises(Refused), transaction():
        apply(officer, challenge, "go_on_without", reason="再次", bid=challenge.bids[0].id)


def test_a_proposal_sent_back_frees_every_lane(app):
    officer, challenge = race()
    row = propose(officer, challenge, [0, 1])
    with transaction():
        deciding.send_back(world.user("leader"), challenge, row.id, "再研究。")
    assert states(challenge) == [(B.REVIEWING, 1)] * 3
    assert propose(officer, challenge, [0, 1]).number == 2
