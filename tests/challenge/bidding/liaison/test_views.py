"""Pages of contacts and agreements: what is wrong is said at its field, what was typed stays, strangers find nothing."""

import io

import pytest

from challenge.bidding.liaison.states import AG, L
from challenge.posting.models import SecrecyPledge
from core.database import db
from tests import bids, world
from tests.challenge.bidding.liaison import scene

GOOD = {"name": "林试", "phone": "13900001111", "email": "", "note": "做过短堆。", "secret": "y"}


def typed(**changes):
    """A good form but for these; None leaves a field out."""
    return {key: value for key, value in (GOOD | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secret": None}, "请先阅读并勾选保密承诺"),
        ({"note": ""}, "请写明合作意向"),
        ({"name": ""}, "请填写联系人姓名"),
        ({"phone": "", "email": ""}, "请至少填写联系电话或联系邮箱中的一项"),
        ({"phone": "call me"}, "请只填写数字和连接号"),
        ({"email": "linshi"}, "请填写正确的邮箱"),
        ({"note": "长" * 2001}, "不能超过 2000 个字"),
    ],
)
def test_a_wrong_request_keeps_what_was_typed(app, client_of, changes, said):
    _poster, challenge = scene.listed()
    answer = client_of(world.user("researcher")).post(
        f"/challenges/{challenge.code}/liaison", data=typed(**changes)
    )
    assert (answer.status_code, said in answer.text) == (422, True)
    assert (changes.get("note", "做过短堆。")[:40] in answer.text) is True
    assert db.session.scalar(db.select(SecrecyPledge.id)) is None


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({}, 422, "请选择是否同意对接"),
        ({"answer": "maybe"}, 422, "请从列表中选择"),
        (GOOD | {"answer": "yes", "name": ""}, 422, "请填写联系人姓名"),
        (typed(answer="yes", secret=None), 422, "请先阅读并勾选保密承诺"),
        ({"answer": "no", "note": "方向不合。"}, 302, ""),
    ],
)
def test_the_demanders_answer(app, client_of, data, status, said):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    answer = client_of(poster).post(f"/desk/liaisons/{row.code}/answer", data=data)
    assert (answer.status_code, said in answer.text) == (status, True)
    db.session.expire_all()
    assert row.state is (L.DECLINED if status == 302 else L.ASKED)


def test_wrong_terms_and_files(app, client_of):
    poster, challenge = scene.listed()
    row = scene.connected(challenge, poster)
    path, browser = f"/desk/liaisons/{row.code}/agreement", client_of(row.person)
    answer = browser.post(path, data=scene.TERMS | {"money": ""})
    assert (answer.status_code, "请填写资金安排" in answer.text) == (422, True)
    assert scene.TERMS["team_work"] in answer.text
    bad = {"file": (io.BytesIO(b"MZ\x90"), "协议.exe")}
    answer = browser.post(path, data=scene.TERMS | bad)
    assert (answer.status_code, row.agreements) == (422, [])
    browser.post(path, data=scene.TERMS | {"file": (io.BytesIO(bids.PDF), "协议.pdf")})
    db.session.expire_all()
    (made,) = row.agreements
    assert (made.content["file"]["name"], made.state) == ("协议.pdf", AG.OFFERED)
    assert "原件不再沿用" in browser.get(path).text
    copy = client_of(poster).get(f"/desk/liaisons/{row.code}/agreements/{made.code}")
    assert (copy.status_code, copy.data) == (200, bids.PDF)


def test_confirming_asks_for_the_text_that_was_read(app, client_of):
    poster, challenge = scene.listed()
    made = scene.drafted(challenge, poster)
    path = f"/desk/liaisons/{made.liaison.code}/agreement/confirm"
    browser = client_of(poster)
    assert browser.post(path, data={"digest": made.digest}).status_code == 422
    assert browser.post(path, data={"digest": "0" * 64, "agreed": "y"}).status_code == 409
    assert browser.post(path, data={"digest": made.digest, "agreed": "y"}).status_code == 302
    db.session.expire_all()
    assert (made.poster_by_id, made.state) == (poster.id, AG.OFFERED)


@pytest.mark.parametrize("tail", ["", "/agreement", "/withdraw", "/agreement/end", "/agreements/XY0"])
def test_only_the_two_sides_open_its_pages(app, client_of, tail):
    poster, challenge = scene.listed()
    row = scene.drafted(challenge, poster).liaison
    path = f"/desk/liaisons/{row.code}{tail}"
    assert client_of(world.user("researcher")).get(path).status_code == 404
    assert client_of(world.user("enterprise")).get(path).status_code == 404
    for role in ("officer", "leader", "supervisor", "admin"):
        assert client_of(world.user(role)).get(path).status_code == 403


@pytest.mark.parametrize("deed", ["withdraw", "agreement/end"])
def test_what_cannot_be_undone_asks_first(app, client_of, now, deed):
    poster, challenge = scene.listed()
    row = scene.signed(challenge, poster).liaison
    path, browser = f"/desk/liaisons/{row.code}/{deed}", client_of(row.person)
    assert "不再有效" in browser.get(path).text
    assert browser.post(path).status_code == 422
    now.instant = challenge.deadline
    late = client_of(row.person).post(path, data={"sure": "y"})
    assert (late.status_code, "已截止" in late.text) == (422, True)


def test_lists_of_another_mode_send_their_teams_straight_to_the_bid(app, client_of):
    challenge = world.challenge("open")
    answer = client_of(world.user("researcher")).get(f"/challenges/{challenge.code}/liaison")
    assert "不须先签合作协议" in answer.text
    assert 'name="note"' not in answer.text


def test_the_list_is_filtered_and_exported(app, client_of):
    poster, challenge = scene.listed()
    scene.asked(challenge)
    browser = client_of(poster)
    assert browser.get("/desk/liaisons").text.count("待回应") > 1
    assert "没有符合条件的对接" in browser.get("/desk/liaisons?state=declined").text
    assert browser.get("/desk/liaisons?export=xlsx").status_code == 200
