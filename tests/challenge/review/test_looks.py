"""Whoever sees before the notice who reviews leaves an entry; with a number also afterwards."""

import sqlalchemy as sa

from challenge.notice import actions as notices
from core.database import db, transaction
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


def test_after_the_notice_a_name_at_its_number_is_still_a_look(client, client_of):
    """Names are public then, but scores stand beside the numbers."""
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        notices.publish(officer, challenge, notices.draft(officer, challenge).id)
    name, home = challenge.assignments[0].profile.name, f"/desk/challenges/{challenge.code}"
    public, browser = client, client_of(officer)
    public.get(f"/notices/{challenge.notices[-1].code}")
    assert name in public.text()
    for page in ("ranking", "decision", "reviewers"):
        browser.get(f"{home}/{page}")
        assert name not in browser.text()
    assert kinds() == []
    browser.post(f"{home}/reviewers/names")
    assert (name in browser.text(), kinds()) == (True, ["reviewers"])
