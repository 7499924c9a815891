"""A test client that parses every HTML answer strictly and finds things in it."""

import contextvars
import re
from typing import ClassVar

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient

from core.database import db

HTML = "{http://www.w3.org/1999/xhtml}"
# Errors the parser reports for things that HTML allows or that carry no meaning.
HARMLESS = frozenset()
# What may stand in a header on the wire; servers answer 500 to anything else.
HEADER_VALUE = re.compile(r"[ \t\x21-\x7e]*")

# What a page may say differently and be as well formed: its words, and values of attributes other than these two.
WORDS = re.compile(r">[^<>&]*[^<>&\s][^<>&]*<")
VALUES = re.compile(r' (?!type=)([\w:-]+)="[^"<>&]*"')
IDS = re.compile(r' id="([^"]*)"')


class Client(FlaskClient):
    """Parses answers; `client.page` is the tree of the last HTML answer."""

    _text = _tree = None
    _well_formed: ClassVar[set] = set()  # skeletons of pages that were parsed before

    @property
    def page(self):
        """The tree of the last HTML answer, or None."""
        if self._tree is None and self._text is not None:
            self._tree = parse(self._text)
        return self._tree

    def open(self, *args, **kwargs):
        """Send a request; a malformed page fails the test that fetched it.

        It runs in an empty context: in that of the test all requests would share one `g`, and so one user.
        """
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()  # the test reads what the request has written
        for name, value in response.headers:
            assert HEADER_VALUE.fullmatch(value), f"no server sends this header: {name}: {value}"
        if response.mimetype == "text/html" and response.data:
            self._read(response.get_data(as_text=True))
        return response

    def _read(self, text):
        self._text, self._tree = text, None
        no_id_twice(IDS.findall(text))
        if skeleton(text) not in self._well_formed:
            self._tree = parse(text)
            self._well_formed.add(skeleton(text))

    def text(self):
        """All text of the last page, white space folded."""
        return " ".join("".join(self.page.itertext()).split())

    def all(self, tag, **attributes):
        """Elements of the last page with these attributes (``class_`` for class)."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            node
            for node in self.page.iter(HTML + tag)
            if all(
                value in (node.get(name) or "").split() or node.get(name) == value
                for name, value in wanted.items()
            )
        ]


def skeleton(text):
    """The same for two pages that differ in their words alone: as one is formed, so is the other."""
    return hash(VALUES.sub(r" \1", WORDS.sub(">.<", text)))


def parse(text):
    """The tree of a page; raises on any parse error and on duplicate ids."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=False)
    tree = parser.parse(text)
    errors = [str(error) for error in parser.errors if error[1] not in HARMLESS]
    if errors:
        raise AssertionError(f"malformed HTML: {errors[:5]}")
    no_id_twice([node.get("id") for node in tree.iter() if node.get("id")])
    return tree


def no_id_twice(identifiers):
    """Raises when two elements share one."""
    if len(set(identifiers)) < len(identifiers):
        twice = sorted({one for one in identifiers if identifiers.count(one) > 1})
        raise AssertionError(f"duplicate id {twice}")
