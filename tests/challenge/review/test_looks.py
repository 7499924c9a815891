"""Whoever sees before the notice who reviews leaves an entry; from the notice on names are open."""

import sqlalchemy as sa

from challenge.states import C
from core.database import db
from core.looks import Look
from tests import world
from tests.challenge.review import scene


def kinds():
    return sorted(db.session.scalars(sa.select(Look.kind)))


def test_every_page_with_names_of_reviewers_leaves_an_entry(client_of):
    officer, challenge, rows = scene.panel()
    home = f"/desk/challenges/{challenge.code}"
    for path in (f"{home}/reviewers", f"{home}/ranking", f"/desk/reviewers/{rows[0].id}/remove"):
        browser = client_of(officer)
        assert browser.get(path).status_code == 200
        assert path.endswith("ranking") or rows[0].profile.name in browser.text()
        assert kinds() == ["reviewers"], (
            path
        )  # the same names: within the hour one entry stands for all pages
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
