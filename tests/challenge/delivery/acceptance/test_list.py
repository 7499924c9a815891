"""The list of acceptances: as the permission map says row by row, with search, filters, export and an empty state."""

import datetime as dt

import sqlalchemy as sa
from flask_login import AnonymousUserMixin

import challenge.permissions as may
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.queries import visible_acceptances
from challenge.delivery.acceptance.states import Conclusion, V
from challenge.delivery.panels import actions as panels
from challenge.delivery.panels.states import Seat
from core import clock, gates
from core.database import db, transaction
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.panels import scene as of_panels

PATH = "/desk/projects/acceptances"


def test_the_twin_says_the_same_of_every_row_to_every_person(app):
    officer, project, acceptance = scene.submitted()
    scene.certify(acceptance)
    with transaction():
        scene.actions.admit(officer, acceptance)
    panel = scene.actions.panel(acceptance)
    asked, declared, left, gone = of_panels.invited(officer, panel, of_panels.KINDS[:4])
    for one, action in ((left, "decline"), (gone, "recuse")):
        with transaction():
            panels.leave(one.profile.user, one, action, "出差。")
    with transaction():
        panels.answer(declared.profile.user, declared, "none")
    assert [one.state for one in (asked, declared)] == [Seat.INVITED, Seat.DECLARED]
    people = [one.profile.user for one in (asked, declared, left, gone)]
    # Another project with a draft, and one that was handed in once and goes back.
    _officer, second = projects.signed()
    with transaction():
        scene.actions.prepare(second)
    _officer, fourth = projects.signed()
    with transaction():  # late, and nobody has applied
        scene.actions.prepare(fourth).due_on = clock.today() - dt.timedelta(days=1)
    officer3, third, returned = scene.submitted()
    with transaction():
        scene.actions.return_(officer3, returned, "缺页。")
    for one in (project, second, third, fourth):
        challenge = one.challenge
        people += [one.leader, challenge.author, challenge.handler]
        people += [each.user for each in one.bid.members if each.user]
        people += [world.user("enterprise", organisation_id=challenge.organisation_id)]
        people += [world.user("officer", organisation_id=one.organisation_id)]
    roles = ("leader", "supervisor", "auditor", "finance", "county", "admin", "expert", "researcher")
    people += [AnonymousUserMixin(), *(world.user(role) for role in roles)]
    db.session.expire_all()
    rows = db.session.scalars(sa.select(Acceptance)).all()
    seen = 0
    for person in people:
        shown = set(db.session.scalars(visible_acceptances(person).with_only_columns(Acceptance.id)))
        assert shown == {one.id for one in rows if gates.may(person, one, may.READ_ACCEPTANCE)}
        seen += len(shown)
    assert (len(rows), seen > 5 * len(rows)) == (4, True)


def test_it_is_searched_filtered_and_exported(client_of, queries):
    browser, counts = client_of(world.user("supervisor")), []
    assert "还没有验收" in browser.get(PATH).get_data(as_text=True)
    for number in (1, 2):
        for _ in range(number):
            _officer, project, acceptance = scene.submitted()
        with queries() as seen:
            text = browser.get(f"{PATH}?state=submitted&sort=due").get_data(as_text=True)
        counts.append(len(seen))
        assert project.code in text
    assert counts[0] == counts[1]
    text = browser.get(f"{PATH}?q={project.code}").get_data(as_text=True)
    assert text.count('/acceptance"') == 1
    assert "没有符合条件的验收" in browser.get(f"{PATH}?late=late").get_data(as_text=True)
    with transaction():
        acceptance.conclusion, acceptance.state = Conclusion.PASS, V.PROPOSED
    proposed = f"{PATH}?conclusion=pass"
    assert '<td data-label="结论">通过' in browser.get(proposed).get_data(as_text=True)
    # A side reads what was proposed, and finds by it, only when it is public.
    side = client_of(project.leader)
    assert "没有符合条件的验收" in side.get(proposed).get_data(as_text=True)
    assert '<td data-label="结论">—' in side.get(PATH).get_data(as_text=True)
    assert browser.get(f"{PATH}?export=xlsx").get_data()[:2] == b"PK"
    assert client_of(world.user("security")).get(PATH).status_code == 403
