"""更正申请: an organisation asks, an officer of another compares and decides, everything is logged and told."""

import pytest
import sqlalchemy as sa

from accounts import conflict
from accounts.corrections import Correction, waiting_of
from accounts.models import Message
from core import audit
from core.database import db
from tests import world

OWN, DESK = "/account/organisation", "/desk/accounts/organisations"


@pytest.fixture
def firm(app):
    return world.organisation("松涛电池厂", legal_person="原甲")


def asked(client_of, firm, **changes):
    """(browser of the first account, answer) of a request for these changes."""
    browser = client_of(world.user("enterprise", organisation_id=firm.id, is_first_account=True))
    data = conflict.stored(firm) | {"reason": "2026年变更登记。"} | changes
    return browser, browser.post(f"{OWN}/correction", data=data)


def test_what_is_asked_stands_beside_what_is_registered_until_an_officer_confirms(client_of, firm):
    browser, answer = asked(client_of, firm, legal_person="新乙", shareholders="新乙 60%")
    assert answer.status_code == 302
    row = waiting_of(firm)
    assert (row.lines, firm.legal_person) == (
        [("法定代表人", "原甲", "新乙"), ("股东", "无", "新乙 60%")],
        "原甲",
    )
    browser.get(OWN)
    assert "待核对" in browser.text()
    desk = client_of(world.user("officer"))
    edit = f"{DESK}/{firm.id}/edit?correction={row.id}"
    desk.get(f"{DESK}?asked=yes")
    assert "松涛电池厂" in desk.text()
    desk.get(edit)
    assert "新乙" in desk.text()
    data = conflict.stored(firm) | row.wanted | {"reason": "已核对。", "opened": conflict.opened_with(firm)}
    assert desk.post(edit, data=data).status_code == 302
    db.session.expire_all()
    assert (firm.legal_person, conflict.stored(firm)["shareholders"]) == ("新乙", "新乙 60%")
    assert (row.state.label, waiting_of(firm)) == ("已核对更新", None)
    actions = [one.action for one in audit.entries_of(f"organisation:{firm.id}")]
    assert [
        actions.count(one) for one in ("correction.request", "correction.confirm", "organisation.change")
    ] == [1] * 3
    told = sa.select(Message.subject).where(Message.user_id == row.author_id)
    assert db.session.scalars(told).all() == ["单位资料更正申请：已核对更新"]  # one message for one outcome


def test_a_refusal_gives_its_reason_and_changes_nothing(client_of, firm):
    browser, _ = asked(client_of, firm, name="松涛新能源")
    row, desk = waiting_of(firm), client_of(world.user("officer"))
    page = f"/desk/accounts/corrections/{row.id}/refuse"
    assert desk.post(page, data={"reason": ""}).status_code == 422
    assert desk.post(page, data={"reason": "登记机关尚无记录。"}).status_code == 302
    browser.get(OWN)
    assert "登记机关尚无记录。" in browser.text()
    db.session.expire_all()
    assert (row.state.label, firm.name) == ("不予更正", "松涛电池厂")


def test_one_waits_at_a_time_and_may_be_taken_back(client_of, firm):
    browser, _ = asked(client_of, firm, legal_person="新乙")
    row = waiting_of(firm)
    again = browser.post(
        f"{OWN}/correction", data=conflict.stored(firm) | {"reason": "又。", "legal_person": "丙"}
    )
    assert (again.status_code, "已有一份更正申请待核对" in browser.text()) == (422, True)
    for _ in range(2):
        assert browser.post(f"{OWN}/correction/{row.id}/withdraw").status_code == 302
    assert waiting_of(firm) is None
    answer = browser.post(f"{OWN}/correction", data=conflict.stored(firm) | {"reason": "又。"})
    assert (answer.status_code, "没有需要更正的" in browser.text()) == (422, True)


def test_only_the_first_account_asks_and_only_another_office_decides(client_of, firm):
    asked(client_of, firm, legal_person="新乙")
    row = db.session.scalars(sa.select(Correction)).one()
    stranger = client_of(world.user("enterprise", is_first_account=True))
    assert stranger.post(f"{OWN}/correction/{row.id}/withdraw").status_code == 404
    assert (
        client_of(world.user("enterprise", organisation_id=firm.id)).get(f"{OWN}/correction").status_code
        == 403
    )
    inside = client_of(world.user("officer", organisation_id=firm.id))
    assert (
        inside.post(f"/desk/accounts/corrections/{row.id}/refuse", data={"reason": "否"}).status_code == 404
    )
