"""Addresses of static files carry the digest of their content and may be kept."""

from flask import url_for


def test_the_address_follows_the_content_and_is_kept_for_a_year(app, client):
    address = url_for("static", filename="tokens.css")
    assert address.partition("?v=")[2].isalnum()
    answer = client.get(address)
    answer.close()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000"


def test_a_file_that_is_not_there_has_no_version(app):
    assert url_for("static", filename="nothing.css").endswith("/static/nothing.css")
