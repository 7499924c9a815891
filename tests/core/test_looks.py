"""Looks: each is an entry of the log, once an hour; a look that cannot be written down shows nothing."""

import pytest
import sqlalchemy as sa
from flask import abort
from flask_login import current_user

from core import audit, audit_walk, looks
from core.audit import Subject
from core.database import db, transaction
from core.gates import public
from core.looks import Look, record_look
from tests import world


def seen():
    """(who, kind, object, purpose, number of the entry) of every look."""
    rows = db.session.scalars(sa.select(Look).order_by(Look.id))
    return [
        (one.user_id, one.kind, f"{one.object_type}:{one.object_id}", one.purpose, one.entry) for one in rows
    ]


def look(who, kind, subject, purpose=""):
    with transaction():
        record_look(who, kind, subject, purpose)


def test_a_look_is_an_entry_of_the_log(app):
    officer, row = world.user("officer"), world.challenge()
    look(officer, "reviewers", row, "核对名单")
    entry = audit.head()
    assert seen() == [(officer.id, "reviewers", f"challenge:{row.id}", "核对名单", entry.seq)]
    assert (entry.action, entry.what, entry.after) == (
        "look.reviewers",
        "查看评审专家名单",
        {"purpose": "核对名单"},
    )
    assert (entry.actor_id, entry.thread, entry.public) == (officer.id, f"look:challenge:{row.id}", False)
    assert audit_walk.first_broken() is None


def test_a_look_at_somebodys_contact_stands_in_the_history_of_that_person(app):
    officer, row = world.user("officer"), world.profile()
    look(officer, "contact", row, "邀请评审")
    assert audit.entries_of(f"profile:{row.id}")[-1].what == "查看联系方式"


def test_what_is_sealed_stays_in_its_affair(app):
    look(world.user("officer"), "reviewers", Subject("thing", 1, "thing:1", sealed=True))
    assert (audit.head().thread, audit.head().sealed) == ("thing:1", True)


def test_the_same_look_counts_once_an_hour(app, now):
    officer, other, row = world.user("officer"), world.user("officer"), world.challenge()
    for _ in range(2):
        look(officer, "reviewers", row)
    look(officer, "candidates", row)
    look(officer, "reviewers", row, "导出")
    look(other, "reviewers", row)
    assert len(seen()) == 4
    now.forward(minutes=59)
    look(officer, "reviewers", row)
    assert len(seen()) == 4
    now.forward(minutes=1)
    look(officer, "reviewers", row)
    assert len(seen()) == 5


def test_an_unknown_kind_is_refused(app):
    with pytest.raises(KeyError):
        look(world.user("officer"), "nothing", Subject("thing", 1))


@pytest.fixture
def peep(own_app):
    """An application with a page that shows something, and one that shows it with a refusal."""

    @own_app.get("/peep")
    @public
    def peep():
        record_look(current_user, "reviewers", Subject("thing", 7))
        return {"name": "Wang"}

    @own_app.get("/refused")
    @public
    def refused():
        record_look(current_user, "reviewers", Subject("thing", 8))
        abort(404)

    return own_app


def signed_in(app, client_of, user):
    browser = client_of(user)
    other = app.test_client()
    other.set_cookie("session", browser.get_cookie("session").value)
    return other


def test_a_page_has_its_look_written_once_and_even_when_it_refuses(peep, client_of):
    officer = world.user("officer")
    browser = signed_in(peep, client_of, officer)
    assert [browser.get(path).status_code for path in ("/peep", "/peep", "/refused")] == [200, 200, 404]
    assert [one[:3] for one in seen()] == [
        (officer.id, "reviewers", "thing:7"),
        (officer.id, "reviewers", "thing:8"),
    ]


def test_a_look_that_cannot_be_written_withholds_the_answer(peep, client_of, monkeypatch):
    def broken(*_):
        raise sa.exc.OperationalError("INSERT", {}, ValueError("disk full"))

    browser = signed_in(peep, client_of, world.user("officer"))
    monkeypatch.setattr(looks, "_write", broken)
    peep.config["PROPAGATE_EXCEPTIONS"] = False
    answer = browser.get("/peep")
    assert (answer.status_code >= 500, "Wang" in answer.get_data(as_text=True)) == (True, False)
