"""What a list's thread of the log tells to whom: nothing of single bids to those who may not read them."""

import pytest

from challenge.posting.queries import history
from challenge.review.actions import checking
from challenge.review.states import Conclusion
from challenge.states import C
from core import audit, workflow
from core.database import transaction
from tests import world
from tests.challenge.review import scene


def _checked():
    """(officer, list) after the formal check of two named bids."""
    officer, challenge = scene.opened()
    first, second = challenge.bids
    with transaction():
        checking.check(officer, first, [], Conclusion.QUALIFIED)
        checking.check(officer, second, [], Conclusion.UNQUALIFIED, "牵头单位材料不全。")
    return officer, challenge


def _lines(challenge, reader):
    return [f"{one.who} {one.what} {one.note}" for one in history.history(challenge, reader)]


@pytest.mark.parametrize("role", ["poster", "county", "finance", "officer"])
def test_who_may_not_read_a_bid_reads_nothing_of_it(app, role):
    officer, challenge = _checked()
    other = world.user(role, county=challenge.county) if role != "poster" else None
    reader = other or world.user("enterprise", organisation_id=challenge.organisation_id)
    assert not any(
        "FA" in line or "形式审查" in line or "材料不全" in line for line in _lines(challenge, reader)
    )
    assert [line for line in _lines(challenge, officer) if "形式审查不合格" in line] == [
        f"{officer.display_name} 形式审查不合格（{challenge.bids[1].code}） 牵头单位材料不全。"
    ]


def test_desk_page_names_no_bid_to_the_poster(client_of):
    officer, challenge = _checked()
    path, code = f"/desk/challenges/{challenge.code}", challenge.bids[1].code
    poster = client_of(world.user("enterprise", organisation_id=challenge.organisation_id))
    poster.get(path)
    assert code not in poster.text()
    browser = client_of(officer)
    browser.get(path)
    assert code in browser.text()


def _awards(challenge):
    return [one.note for one in history.public_timeline(challenge) if one.what == "定榜"]


def test_the_reason_of_an_award_is_public_with_the_notice(app):
    _officer, challenge = scene.awarded()
    assert _awards(challenge) == [""]
    poster = world.user("enterprise", organisation_id=challenge.organisation_id)
    assert "同意。" not in "".join(_lines(challenge, poster))
    assert "同意。" in "".join(_lines(challenge, world.user("leader")))


def test_each_award_waits_for_its_own_notice(app):
    _officer, challenge = scene.awarded()
    leader = world.user("leader")

    def decided(action, reason=""):
        after = {"reason": reason} if reason else None
        with transaction():
            audit.record(leader, f"challenge.{action}", challenge, "定榜", after=after, public=True)

    decided("publish_notice")
    assert _awards(challenge) == ["", "同意。"]
    decided("award", "重新评审后同意。")
    assert _awards(challenge) == ["", "", "同意。"]
    decided("publish_notice")
    assert _awards(challenge) == ["", "重新评审后同意。", "", "同意。"]


def test_a_reason_that_is_only_asked_for_is_not_public(app, client, client_of):
    officer, leader = world.user("officer"), world.user("leader")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    with transaction():
        workflow.apply(leader, row, "suspend", reason="核实资金")
        workflow.apply(officer, row, "ask_cancel", reason="企业被查")
    client.get(f"/challenges/{row.code}")
    assert ("核实资金" in client.text(), "企业被查" in client.text()) == (True, False)
    desk = client_of(leader)
    desk.get(f"/desk/challenges/{row.code}")
    assert "已申请撤榜：企业被查" in desk.text()
    with transaction():
        workflow.apply(leader, row, "refuse_cancel", reason="先核实")
    client.get(f"/challenges/{row.code}")
    assert "核实资金" in client.text()
