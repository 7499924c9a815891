"""What is left of a body is read within limits, so that a refusal reaches who sent too much."""

import io

import pytest

from core import unread
from core.unread import Draining
from tests import schema
from tests.served import Server

TOO_MUCH = 70 * 1024 * 1024


def left_of(body, **environ):
    stream = io.BytesIO(body)
    inner = Draining(lambda environ, start: [environ["wsgi.input"].read(3)])
    answer = inner({"wsgi.input": stream} | environ, None)
    return answer, len(stream.read())


def test_the_rest_is_read_and_the_answer_stays():
    assert left_of(b"abcdef", CONTENT_LENGTH="6") == ([b"abc"], 0)
    assert left_of(b"abcdef") == ([b"abc"], 0)


def test_a_body_that_is_announced_as_huge_is_left():
    assert left_of(b"abcdef", CONTENT_LENGTH=str(unread.MOST_BYTES + 1)) == ([b"abc"], 3)


def test_a_body_without_length_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr(unread, "AT_ONCE", 2)
    monkeypatch.setattr(unread, "MOST_BYTES", 4)
    assert left_of(b"abcdefghi") == ([b"abc"], 2)


def test_a_slow_body_is_read_for_a_while_only(monkeypatch):
    monkeypatch.setattr(unread, "AT_ONCE", 1)
    monkeypatch.setattr(unread, "MOST_SECONDS", -1)
    assert left_of(b"abcdef") == ([b"abc"], 2)


@pytest.mark.slow
def test_who_sends_too_much_reads_why(template, tmp_path):
    settings = schema.settings(template.copy(tmp_path, "server"), tmp_path)
    server = Server(settings | {"TESTING": False}, tmp_path / "server.log")
    server.start()
    try:
        with server.browser() as browser:
            browser.request(
                "POST", "/auth/register", b"x" * TOO_MUCH, {"Content-Type": "multipart/form-data; boundary=q"}
            )
            answer = browser.getresponse()
            assert (answer.status, "文件太大了" in answer.read().decode()) == (413, True)
    finally:
        server.kill()
