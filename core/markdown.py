"""Markdown of users as safe HTML: no raw HTML, no pictures, no scripts, headings below those of the page."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

MAX_LENGTH = 20_000
CUT = "\n\n……（内容过长，只显示前 20,000 字）"
TAGS = {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
TAGS |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
SCHEMES = {"http", "https", "mailto"}

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def render(text: str | None) -> Markup:
    """Return the HTML of a Markdown text; what is longer than MAX_LENGTH is cut, and says so."""
    source = text or ""
    if len(source) > MAX_LENGTH:
        source = source[:MAX_LENGTH] + CUT
    tokens = _parser.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(_clean(html))  # noqa: S704 - nh3 has cleaned it


def register(app) -> None:
    """Make `markdown` a filter of the templates."""
    app.jinja_env.filters["markdown"] = render


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
