"""Pages kept for visitors: as new as the log and the second, and nobody's own page."""

import pytest

from challenge.posting.models import Challenge
from challenge.states import C
from core import audit, kept
from core.database import db, transaction
from core.gates import public
from tests import world


@pytest.fixture
def keeping(app):
    app.config["KEEP_PAGES"] = True
    app.extensions.pop("kept_pages", None)
    yield app
    app.extensions.pop("kept_pages", None)


@pytest.fixture
def visitor(keeping):
    return keeping.test_client(use_cookies=False)


def rename(challenge, title, *, logged=True):
    with transaction():
        row = db.session.get(Challenge, challenge.id)
        row.title = title
        if logged:
            audit.record(None, "test.rename", row, "改名")


def test_a_second_reader_costs_one_look_at_the_log(visitor, queries):
    challenge = world.challenge(C.OPEN)
    address = f"/challenges/{challenge.code}"
    db.session.remove()
    first = visitor.get(address).data
    with queries() as seen:
        assert visitor.get(address).data == first
    assert [one.split("\n")[0] for one in seen] == ["SELECT max(audit_entry.seq) AS max_1 "]


def test_no_other_shelf_keeps_a_page_unasked(visitor):
    challenge = world.challenge(C.OPEN)
    answers = [visitor.get(f"/challenges/{challenge.code}") for _ in range(2)]
    assert [one.headers["Cache-Control"] for one in answers] == ["no-cache", "no-cache"]


def test_what_is_logged_is_seen_at_once(visitor):
    challenge = world.challenge(C.OPEN, title="旧题目")
    assert "旧题目" in visitor.get("/challenges").text
    rename(challenge, "新题目")
    assert "新题目" in visitor.get("/challenges").text


def test_the_clock_alone_is_seen_after_a_second(visitor, now):
    challenge = world.challenge(C.OPEN, title="旧题目")
    assert "旧题目" in visitor.get("/challenges").text
    rename(challenge, "新题目", logged=False)
    now.forward(milliseconds=900)
    assert "旧题目" in visitor.get("/challenges").text
    now.forward(milliseconds=100)
    assert "新题目" in visitor.get("/challenges").text


def test_another_address_is_another_page(visitor):
    world.challenge(C.OPEN, title="电池")
    assert "电池" in visitor.get("/challenges").text
    assert "电池" not in visitor.get("/challenges?q=陶瓷").text


def test_who_is_signed_in_gets_and_leaves_no_kept_page(visitor, client_of):
    person = world.user("officer", display_name="经办某")
    assert "经办某" not in visitor.get("/challenges").text
    assert "经办某" in client_of(person).get("/challenges").text
    assert "经办某" not in visitor.get("/challenges").text


def test_a_missing_list_is_asked_for_anew(visitor):
    assert visitor.get("/challenges/JB2026-999").status_code == 404
    challenge = world.challenge(C.OPEN)
    assert visitor.get(f"/challenges/{challenge.code}").status_code == 200


def test_a_page_that_begins_a_session_is_not_kept(own_app):
    from flask import session

    @own_app.get("/kept-test")
    @public
    @kept.kept
    def page():
        session["n"] = 1
        answered.append(1)
        return "<!doctype html><html lang='zh-CN'><title>x</title><p>x</p></html>"

    answered = []
    own_app.config["KEEP_PAGES"] = True
    for _ in range(2):
        own_app.test_client(use_cookies=False).get("/kept-test")
    assert answered == [1, 1]


def test_the_shelf_is_emptied_by_the_next_moment():
    shelf = kept.Shelf()
    pages = shelf.at((1, 1))
    pages["a"] = "text"
    assert shelf.at((1, 1)) == {"a": "text"}
    assert shelf.at((2, 1)) == {}
    pages["b"] = "late"
    assert shelf.at((2, 1)) == {}


def test_the_shelf_is_bounded(visitor, keeping, monkeypatch):
    monkeypatch.setattr(kept, "MOST_PAGES", 2)
    for number in range(5):
        visitor.get(f"/challenges?page={number}")
    assert len(keeping.extensions["kept_pages"].at(keeping.extensions["kept_pages"]._filled[0])) == 2
