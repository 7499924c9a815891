"""Whoever sees before the notice who reviews leaves an entry; from the notice on names are open."""

import sqlalchemy as sa

from challenge.states import C
from core.database import db
from core.looks import Look
from tests import world
from tests.challenge.review import scene


def kinds():
    return sorted(db.session.scalars(sa.select(Look.kind)))


def test_names_are_shown_on_request_and_leave_an_entry(client_of):
    officer, challenge, rows = scene.panel()
    home, browser = f"/desk/challenges/{challenge.code}", client_of(officer)
    for path in (f"{home}/reviewers", f"{home}/ranking", f"/desk/reviewers/{rows[0].id}/expire"):
        browser.get(path)
        assert (rows[0].profile.name in browser.text(), kinds()) == (False, [])
    assert browser.post(f"{home}/reviewers/names").status_code == 200
    assert all(one.profile.name in browser.text() for one in rows)
    assert kinds() == ["reviewers"]
    assert client_of(officer).get(f"{home}/candidates").status_code == 200
    assert kinds() == ["candidates", "reviewers"]


def test_who_sees_numbers_only_leaves_none(client_of):
    _officer, challenge, rows = scene.panel()
    browser = client_of(world.user("leader"))
    browser.get(f"/desk/challenges/{challenge.code}/ranking")
    assert (rows[0].profile.name in browser.text(), kinds()) == (False, [])


def test_from_the_notice_on_names_are_open(client_of):
    officer = world.user("officer")
    challenge = world.challenge(C.NOTICED, handler_id=officer.id)
    assert client_of(officer).get(f"/desk/challenges/{challenge.code}/ranking").status_code == 200
    assert kinds() == []
