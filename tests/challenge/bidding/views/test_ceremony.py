"""The ceremony through the pages: whose input is wrong is said, nothing opens, then everything does."""

import io

import pypdf
import pytest

from challenge.bidding.actions import opening
from challenge.custody.models import Custodian
from challenge.states import B, C
from core import audit, audit_walk
from core.database import db, transaction
from tests import bids, custody, world
from tests.custody import PASSPHRASE

WRONG = "这一句并不是我的口令"


@pytest.fixture
def three(app):
    """Custodians of the three roles."""
    return custody.three()


@pytest.fixture
def witness(three):
    """A further supervisor."""
    return world.user("supervisor")


@pytest.fixture
def begun(three, witness, now):
    """A list past its deadline with one sealed bid, its opening begun by an officer."""
    challenge = custody.listed()
    custody.sealed_with_file(challenge, approach="独门绝技")
    now.instant = challenge.deadline
    with transaction():
        opening.begin(world.user("officer"), challenge)
    return challenge


def typed(first, second, one=PASSPHRASE, two=PASSPHRASE):
    """What the form sends."""
    return {"first": first.id, "first_passphrase": one, "second": second.id, "second_passphrase": two}


def page(challenge, tail=""):
    """Address of the page."""
    return f"/desk/challenges/{challenge.code}/opening{tail}"


def attempts():
    """Log entries of wrong passphrases."""
    wrong = db.select(audit.AuditEntry).filter_by(action="custodian.wrong_passphrase")
    return db.session.scalars(wrong.order_by(audit.AuditEntry.seq)).all()


def test_two_custodians_and_a_witness_open(client_of, three, witness, begun):
    browser = client_of(witness)
    browser.get(page(begun))
    for text in ("见证并确认开标", "保管人密封", "可以一起开启的保管人", three[0].user.display_name):
        assert text in browser.text()
    assert browser.post(page(begun, "/complete"), data=typed(*three[:2])).status_code == 302
    (bid,) = begun.bids
    assert (bid.state, bid.content.approach, begun.state) == (B.OPENED, "独门绝技", C.OPENED)
    browser.get(page(begun, "/minutes"))
    for text in ("开标记录", bid.code, bid.digest, *(one.user.display_name for one in three[:2])):
        assert text in browser.text()
    assert f"见证人{witness.display_name}" in browser.text()
    paper = browser.get(page(begun, "/minutes.pdf"))
    text = "".join(pypdf.PdfReader(io.BytesIO(paper.data)).pages[0].extract_text().split())
    for said in (bid.code, bid.digest, begun.seal_keys[-1].fingerprint, witness.display_name, "保管人密封"):
        assert said in text
    browser.get(bids.page_of(bid))
    links = [node.get("href") for node in browser.all("a") if "/files/" in (node.get("href") or "")]
    assert browser.get(links[0]).data == bids.PDF
    assert audit_walk.first_broken() is None


def test_a_wrong_passphrase_says_whose_keeps_the_rest_and_is_logged(client_of, three, witness, begun):
    browser, (officer, leader, _) = client_of(witness), three
    answer = browser.post(page(begun, "/complete"), data=typed(officer, leader, two=WRONG))
    name = leader.user.display_name
    assert answer.status_code == 422
    assert f"{name}的保管口令不正确，请{name}重新输入。" in browser.text()
    chosen = [node.get("value") for node in browser.all("option") if node.get("selected") is not None]
    assert chosen == [str(officer.id), str(leader.id)]
    assert PASSPHRASE not in answer.get_data(as_text=True)
    assert (begun.state, begun.bids[0].state) == (C.OPEN, B.SEALED)
    (entry,) = attempts()
    assert (entry.actor_id, entry.what) == (witness.id, f"{begun.code}：{name}的保管口令不正确")


def test_who_tries_too_often_waits_and_the_others_do_not(client_of, three, witness, begun):
    browser, (officer, leader, supervisor) = client_of(witness), three
    for _ in range(5):
        browser.post(page(begun, "/complete"), data=typed(officer, leader, two=WRONG))
    answer = browser.post(page(begun, "/complete"), data=typed(officer, leader))
    assert (answer.status_code, begun.state) == (429, C.OPEN)
    assert f"{leader.user.display_name}的口令连续多次不正确" in browser.text()
    assert int(answer.headers["Retry-After"]) > 0
    assert len(attempts()) == 5
    assert browser.post(page(begun, "/complete"), data=typed(officer, supervisor)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "请选择第一名保管人。"),
        ({"first": 1, "second": 1}, "两名保管人必须是不同的人。"),
        ({"first_passphrase": ""}, "请第一名保管人输入口令。"),
        ({"second": 99}, "所选的人不能参与本榜单，请重新选择。"),
    ],
)
def test_incomplete_input_is_told_at_its_field(client_of, three, witness, begun, fields, sentence):
    browser = client_of(witness)
    data = (typed(*three[:2]) | fields) if fields else {}
    assert browser.post(page(begun, "/complete"), data=data).status_code == 422
    assert sentence in browser.text()
    assert begun.state is C.OPEN


def test_the_witness_is_a_third_person_and_a_supervisor(client_of, three, begun):
    officer, _leader, supervisor = three
    browser = client_of(supervisor.user)
    assert browser.post(page(begun, "/complete"), data=typed(officer, supervisor)).status_code == 422
    assert "见证人不能同时是输入口令的保管人" in browser.text()
    for other in ("officer", "leader"):
        answer = client_of(world.user(other)).post(page(begun, "/complete"), data=typed(*three[:2]))
        assert answer.status_code == 403
    assert begun.state is C.OPEN


def test_a_damaged_wrap_says_which_pairs_can_still_open(client_of, three, witness, begun):
    with transaction():
        begun.seal_keys[-1].shares[0].wrap = b"torn"
    browser = client_of(witness)
    assert browser.post(page(begun, "/complete"), data=typed(*three[:2])).status_code == 422
    names = [one.user.display_name for one in three]
    assert f"还可以由以下组合开启：{names[0]}、{names[2]}；{names[1]}、{names[2]}。" in browser.text()
    assert browser.post(page(begun, "/complete"), data=typed(three[1], three[2])).status_code == 302


def test_a_supervisor_is_told_to_wait_for_the_beginning(client_of, three, witness, now):
    challenge = custody.listed()
    now.instant = challenge.deadline
    browser = client_of(witness)
    browser.get(page(challenge))
    assert "请由经办或局领导发起开标" in browser.text()
    assert browser.post(page(challenge, "/begin")).status_code == 409


def test_every_page_says_how_a_list_is_sealed(client_of, client, three, witness):
    mine, other = custody.listed(), world.challenge(C.OPEN)
    mark = mine.seal_keys[-1].fingerprint
    for challenge, label, marks in ((mine, "保管人密封", 1), (other, "平台单方密封", 0)):
        bid = bids.drafted(challenge)
        for path in (f"/challenges/{challenge.code}", f"/challenges/{challenge.code}/opening"):
            client.get(path)
            assert (label in client.text(), client.text().count(mark)) == (True, marks)
        browser = client_of(bid.leader)
        browser.get(bids.page_of(bid, "/submit"))
        assert label in browser.text()
        browser.post(bids.page_of(bid, "/submit"), data=bids.hidden(browser, "key", "draft_version"))
        browser.get(bids.page_of(bid, "/receipts/1"))
        assert label in browser.text()


def test_the_minutes_are_there_after_the_opening_only(client_of, witness, begun):
    assert client_of(witness).get(page(begun, "/minutes")).status_code == 404
    assert client_of(witness).get(page(begun, "/minutes.pdf")).status_code == 404


def test_who_has_retired_is_no_choice(client_of, three, witness, begun):
    with transaction():
        db.session.execute(
            db.update(Custodian).filter_by(id=three[0].id).values(secret=None, retired_at=begun.deadline)
        )
    browser = client_of(witness)
    browser.get(page(begun))
    values = [node.get("value") for node in browser.all("option")]
    assert str(three[0].id) not in values
    assert str(three[1].id) in values
