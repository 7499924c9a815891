"""The house's own sentences in the words of what a page is about: static text of templates, labels, refusals.

What a page is about is the last row that its view has loaded. A domain package tells with `speak` which words differ
and how a sentence about a row reads. What people have written never comes here: only text that stands in templates,
and what a component passes through the filter `in_words`.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
from flask import g, has_app_context
from flask.templating import Environment as FlaskEnvironment
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_UNKNOWN = object()
_spoken: dict = {"differs": re.compile(r"(?!)"), "say": None}


def speak(words, say: Callable[[object], Callable[[str], str] | None]):
    """`words`: texts that some row has another word for; `say(row)` gives str → str for a row, or None."""
    _spoken["differs"] = re.compile("|".join(map(re.escape, sorted(words))) or r"(?!)")
    _spoken["say"] = say


def note_subject(row):
    """The page is about this row from now on; None: about nothing. Returns the row."""
    g.page_subject, g.page_speech = row, _UNKNOWN
    return row


def in_words(text):
    """A text of the house in the words of what the page is about; anything but a plain text as it is."""
    if type(text) is not str or not _spoken["differs"].search(text):
        return text
    say = _speech()
    return say(text) if say else text


def _speech():
    if not has_app_context() or g.get("page_subject") is None:
        return None
    if g.page_speech is _UNKNOWN:
        try:
            g.page_speech = _spoken["say"](g.page_subject) if _spoken["say"] else None
        except sa.exc.SQLAlchemyError:  # the page that tells of a failed transaction is drawn all the same
            return None
    return g.page_speech


class _Speaking(NodeTransformer):
    """Static text with a word that differs is asked for when the page is drawn."""

    def visit_TemplateData(self, node):  # noqa: N802 - named by the visitor
        return nodes.MarkSafe(_asked(node.data, node.lineno)) if _differs(node.data) else node

    def visit_Const(self, node):  # noqa: N802
        return _asked(node.value, node.lineno) if _differs(node.value) else node


def _differs(text):
    return isinstance(text, str) and _spoken["differs"].search(text)


def _asked(text, line):
    told = nodes.Const(text, lineno=line)
    # Asked of the page each time: a call is not folded into a constant when the template is compiled.
    return nodes.Call(nodes.Name("in_words", "load", lineno=line), [told], [], None, None, lineno=line)


class Environment(FlaskEnvironment):
    """Templates whose own text speaks in the words of what the page is about."""

    def _parse(self, source, name, filename):
        return _Speaking().visit(super()._parse(source, name, filename))


def register(app):
    """The filter and function `in_words`; each request begins about nothing."""
    app.jinja_env.filters["in_words"] = in_words
    app.jinja_env.globals["in_words"] = in_words
    app.before_request(lambda: note_subject(None))
