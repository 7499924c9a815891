"""Whoever follows the links of the demonstration arrives: no page it offers is missing, shut or broken."""

import contextvars
import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from demo import world

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
STARTS = ("/", "/desk")
# Some of each kind: their desks lead to nearly every page that anybody reads.
WALKERS = (None, "enterprise", "researcher", "officer", "leader", "finance", "expert1")
ENOUGH = 40  # kinds of pages below which a walk would prove nothing; a visitor has fewer
AWAY = {"static", "auth.sign_out"}


def place(app, address):
    """The endpoint behind an address, or None."""
    try:
        return app.url_map.bind("localhost").match(address.partition("?")[0])[0]
    except HTTPException:
        return None


def asked(send, *args, **kwargs):
    """The answer: in the context of the test all requests would share one `g`, and so one user."""
    return contextvars.Context().run(send, *args, **kwargs)


def signed_in(app, username):
    browser = FlaskClient(app, use_cookies=True)
    if username:
        sent = {"username": username, "password": world.PASSWORD}
        assert asked(browser.post, "/auth/sign-in", data=sent).status_code == 302
    return browser


def walk(app, username):
    """One page of each kind that the pages lead to: {endpoint: (address, status, page it stood on)}."""
    browser, found, ahead = signed_in(app, username), {}, [(one, "") for one in STARTS]
    while ahead:
        address, origin = ahead.pop(0)
        kind = place(app, address) or address
        if kind in found or kind in AWAY:
            continue
        answer = asked(browser.get, address, follow_redirects=True)
        found[kind] = address, answer.status_code, origin
        if answer.mimetype == "text/html":
            ahead += [(html.unescape(one), address) for one in LINK.findall(answer.get_data(as_text=True))]
        answer.close()
    return found


@pytest.mark.parametrize("username", WALKERS)
def test_every_kind_of_page_that_is_offered_is_there(town, username):
    found = walk(town, username)
    assert {kind: told for kind, told in found.items() if told[1] != 200} == {}
    assert len(found) > (ENOUGH if username else ENOUGH // 2)
