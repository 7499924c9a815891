"""The bare route of the benchmark renders what the product renders: else its ratio would mean nothing."""

import pytest

from bench.bare import bare_app, render_context
from bench.timing import Figures, Taken, answer, compare, environ_of
from challenge.states import C
from tests import world


@pytest.fixture
def pages(app):
    """Paths of a home, a board and a page of a list with something on them."""
    code = world.challenge(C.OPEN).code
    return ["/", "/challenges", f"/challenges/{code}"]


def _body(app, path):
    made = []
    body = app(environ_of(path), lambda *said: made.append(said))
    return b"".join(body).decode("utf-8")


def test_both_render_the_same(app, pages):
    contexts = {path: render_context(app, environ_of(path))[:2] for path in pages}
    bare = bare_app(app, contexts)
    assert {path: _body(bare, path) for path in pages} == {path: _body(app, path) for path in pages}


def test_requests_of_both_are_counted_in_turns(app, pages):
    contexts = {"/": render_context(app, environ_of("/"))[:2]}
    ours, plain = compare((app, bare_app(app, contexts)), [environ_of("/")], seconds=0.1)
    assert len(ours.taken) == len(plain.taken) > 0
    assert answer(app, environ_of("/")).status == "200 OK"


def test_figures():
    figures = Figures([Taken(wall / 1000, 0.002, "200 OK", 1) for wall in range(1, 101)])
    assert [round(one, 3) for one in (figures.rate, figures.median, figures.p95, figures.p95_wall)] == [
        500.0,
        2.0,
        2.0,
        95.05,
    ]
