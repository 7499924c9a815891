"""A list of what stands on a long page, made from its headings: filter `with_jumps` for the frame of a page."""

import re
from typing import NamedTuple

from markupsafe import Markup

FEWEST = 5  # headings from which a list of them is worth its room
_HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<text>.*?)</h2>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


class Jumps(NamedTuple):
    """`html` with an id at every heading of the second level, and `items` (text, id): none on a short page."""

    html: Markup
    items: list[tuple[str, str]]


def with_jumps(html) -> Jumps:
    """`html` is what a template has rendered; a tag inside of a heading (a state) is no part of its text."""
    items: list[tuple[str, str]] = []

    def named(match):
        there = _ID.search(match["attributes"])
        key = there[1] if there else f"part-{len(items) + 1}"
        items.append((_plain(match["text"]), key))
        return match[0] if there else f'<h2 id="{key}"{match["attributes"]}>{match["text"]}</h2>'

    written = Markup(_HEADING.sub(named, str(html)))  # noqa: S704 - what the template has escaped, and ids of our own
    return Jumps(written, items if len(items) >= FEWEST else [])


def _plain(text):
    without_tags = re.sub(r"<span\b.*?</span>", "", text, flags=re.DOTALL)
    return Markup(without_tags).striptags().strip()  # noqa: S704 - read as text only


def register(app):
    """The filter."""
    app.jinja_env.filters["with_jumps"] = with_jumps
