"""The test client itself: two browsers are two people."""

from tests import world


def test_each_browser_keeps_its_own_person(client, client_of):
    auditor, researcher = client_of(world.user("auditor")), client_of(world.user("researcher"))
    first = [browser.get("/desk/log").status_code for browser in (researcher, auditor, client)]
    again = [browser.get("/desk/log").status_code for browser in (client, auditor, researcher)]
    assert (first, again) == ([403, 200, 302], [302, 200, 403])
