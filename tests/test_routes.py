"""Every endpoint and its gate, as a literal: a new route without a gate, or with another one, fails here."""

import json
import re
from pathlib import Path

from core.headers import CSP

GATES = json.loads((Path(__file__).parent / "gates.json").read_text("utf-8"))
FRAMEWORK = {"static", "bootstrap.static"}


def declared(app):
    """endpoint -> gate as the code declares it."""
    return {
        endpoint: getattr(view, "gate", None)
        for endpoint, view in app.view_functions.items()
        if endpoint not in FRAMEWORK
    }


def test_every_endpoint_stands_in_the_list_with_its_gate(app):
    assert declared(app) == GATES


def test_reading_never_posts_and_writing_never_gets(app):
    mixed = {"GET", "POST"}
    for rule in app.url_map.iter_rules():
        assert rule.methods - {"HEAD", "OPTIONS"} <= mixed


def test_closed_pages_send_a_stranger_to_sign_in(app, client):
    open_pages = []
    for rule in app.url_map.iter_rules():
        gate = GATES.get(rule.endpoint)
        if gate in (None, "public") or "GET" not in rule.methods or rule.arguments:
            continue
        answer = client.get(rule.rule)
        if answer.status_code != 302 or "/auth/sign-in" not in answer.headers["Location"]:
            open_pages.append((rule.rule, answer.status_code))
    assert open_pages == []


def test_every_page_carries_the_security_headers(app, client):
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.endpoint in FRAMEWORK:
            continue
        answer = client.get(rule.rule)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", rule.rule
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], rule.rule
        if answer.mimetype == "text/html" and "attachment" not in answer.headers.get(
            "Content-Disposition", ""
        ):
            assert answer.headers["Content-Security-Policy"] == CSP, rule.rule


def test_numbers_beyond_any_id_are_not_found(app, client_of):
    from tests import world

    browser = client_of(world.user("officer", "leader", "supervisor", "expert", "enterprise", "researcher"))
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and any("Integer" in type(c).__name__ for c in rule._converters.values()):
            values = {
                name: 2**70 if "Integer" in type(conv).__name__ else "x"
                for name, conv in rule._converters.items()
            }
            path = rule.rule
            for name, value in values.items():
                path = re.sub(rf"<[^<>]*\b{name}>", str(value), path)
            assert browser.get(path).status_code == 404, path
