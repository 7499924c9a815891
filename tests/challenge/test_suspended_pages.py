"""What everybody reads while a list is suspended: since when, that the deadline comes anew, and no countdown."""

import pytest

from challenge.posting.models import Question
from challenge.posting.queries.lists import COLUMNS
from challenge.states import B, C
from core import workflow
from core.database import db, transaction
from core.formats import date_zh, moment
from reports.desk.duties import duties
from tests import world

ANEW = "恢复后另行公布"


@pytest.fixture
def officer(app):
    return world.user("officer")


@pytest.fixture
def row(officer, now):
    found = world.challenge(C.OPEN, handler_id=officer.id)
    now.forward(days=3)
    _turn(found, "suspend")
    now.forward(days=1)
    return found


def _turn(row, action):
    with transaction():
        workflow.apply(world.user("leader"), row, action, reason="核实需求")


def _says_it_stands_still(browser, path, row):
    answer = browser.get(path)
    assert answer.status_code == 200, path
    text = answer.get_data(as_text=True)
    for unwanted in ("还剩", "data-countdown", date_zh(row.deadline)):
        assert unwanted not in text, path
    for wanted in (ANEW, date_zh(row.suspended_at)):
        assert wanted in text, path


def test_public_pages(client, row):
    _says_it_stands_still(client, "/challenges", row)
    _says_it_stands_still(client, f"/challenges/{row.code}", row)
    since = moment(row.suspended_at)
    assert f"本榜单自{since}起暂停：核实需求。揭榜截止时间在{ANEW}。" in client.text()
    assert "暂停期间不能提问" in client.text()
    client.get("/")
    assert row.code not in client.text()


def test_desk_pages(client_of, officer, row):
    browser = client_of(officer)
    for path in ("/desk/challenges", f"/desk/challenges/{row.code}"):
        _says_it_stands_still(browser, path, row)
    browser = client_of(world.user("leader"))
    _says_it_stands_still(browser, f"/desk/challenges/{row.code}", row)


def test_pages_of_a_bid(client_of, row):
    bid = world.bid(row, B.DRAFT)
    browser = client_of(bid.leader)
    for path in ("/desk/bids", f"/desk/bids/{bid.code}"):
        _says_it_stands_still(browser, path, row)
    assert bid.code not in {duty.code for duty in duties(bid.leader)}


def test_the_spreadsheet(row):
    assert dict(COLUMNS)["揭榜截止"](row) == f"{ANEW}（{moment(row.suspended_at)}起暂停）"


def test_questions_that_wait_have_no_clock(officer, row):
    with transaction():
        db.session.add(Question(challenge=row, asker=b"", text="怎样测？", asked_at=row.published_at))
    assert [duty.due for duty in duties(officer) if duty.path.endswith("/questions")] == [None]


def test_when_it_is_resumed_the_new_deadline_is_counted_down_to(client, row):
    _turn(db.session.merge(row), "resume")
    text = client.get(f"/challenges/{row.code}").get_data(as_text=True)
    assert "还剩" in text
    assert date_zh(row.deadline) in text
    assert ANEW not in text


def test_a_deadline_that_had_passed_stays(client, officer, now):
    row = world.challenge(C.OPEN)
    now.forward(days=50)
    _turn(row, "suspend")
    client.get(f"/challenges/{row.code}")
    assert date_zh(row.deadline) in client.text()
    assert ANEW not in client.text()
    assert f"本榜单自{moment(row.suspended_at)}起暂停" in client.text()
    client.get("/challenges")
    assert f"{date_zh(row.suspended_at)}起暂停" in client.text()


@pytest.mark.parametrize("part", ["", "/1", "/attachments"])
def test_an_amendment_names_the_suspension(client_of, officer, row, part):
    browser = client_of(officer)
    assert browser.get(f"/desk/challenges/{row.code}/amend{part}").status_code == 409
    assert "榜单已暂停，恢复后才能办理" in browser.text()
