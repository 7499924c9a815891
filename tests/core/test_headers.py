"""Every answer carries the security headers; personal ones are not kept by anybody."""

import pytest
from flask import Flask, Response, session

from core import headers

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture
def client(tmp_path):
    (tmp_path / "a.css").write_text("a{}")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    app.secret_key = "x"
    headers.register(app)
    app.add_url_rule("/", "home", lambda: "榜单")
    app.add_url_rule("/sign-in", "sign_in", lambda: session.setdefault("csrf", "token"))
    app.add_url_rule("/file", "file", _file)
    return app.test_client()


def _file():
    return Response(b"x", headers={"Content-Disposition": "attachment; filename=a.pdf"})


@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/a.css", "/nothing", "/file"])
def test_every_answer_is_protected(client, path):
    with client.get(path) as response:
        found = response.headers
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["X-Frame-Options"] == "DENY"
    assert found["Referrer-Policy"] == "same-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in found["Permissions-Policy"]
    assert "Strict-Transport-Security" not in found


def test_content_policy_of_pages_and_downloads(client):
    assert client.get("/").headers["Content-Security-Policy"] == CSP
    expected = "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert client.get("/file").headers["Content-Security-Policy"] == expected


def test_hsts_only_on_tls(client):
    found = client.get("/", base_url="https://localhost").headers
    assert found["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_an_anonymous_page_is_asked_for_again_and_one_with_a_session_not_kept(client):
    assert client.get("/").headers["Cache-Control"] == "no-cache"
    assert client.get("/nothing").headers["Cache-Control"] == "no-cache"
    first = client.get("/sign-in").headers
    assert (first["Cache-Control"], first["Vary"]) == ("no-store", "Cookie")
    later = client.get("/").headers
    assert (later["Cache-Control"], later["Vary"]) == ("no-store", "Cookie")


def test_static_files_stay_cacheable_for_signed_in_people(client):
    client.get("/sign-in")
    with client.get("/static/a.css") as response:
        assert response.headers["Cache-Control"] == "no-cache"
