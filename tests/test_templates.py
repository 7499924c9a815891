"""Guards of the templates: no inline script or style, no role questions, no arithmetic, nothing unused."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

ROOT = Path(__file__).resolve().parent.parent / "templates"
PAGES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
READER = Environment(loader=FileSystemLoader(ROOT), autoescape=True)


def tree(name):
    """The parsed template."""
    return READER.parse((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_no_inline_script_style_or_handler(name):
    text = (ROOT / name).read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"\sstyle=", text) == []
    assert re.findall(r"\son\w+=", text) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_role_question(name):
    asked = [
        node.attr
        for node in tree(name).find_all(nodes.Getattr)
        if node.attr in {"roles", "grants", "role"}
        and isinstance(node.node, nodes.Name)
        and node.node.name == "current_user"
    ]
    assert asked == []


@pytest.mark.parametrize("name", PAGES)
def test_every_import_is_used(name):
    parsed = tree(name)
    imported = {
        alias[1] if isinstance(alias, tuple) else alias
        for node in parsed.find_all(nodes.FromImport)
        for alias in node.names
    }
    used = {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "load"}
    assert imported - used == set()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_marked_safe_by_hand(name):
    assert [node.name for node in tree(name).find_all(nodes.Filter) if node.name == "safe"] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_post_form_carries_the_token(name):
    text = (ROOT / name).read_text("utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", text, re.DOTALL | re.IGNORECASE):
        assert "csrf" in form, name


@pytest.mark.parametrize("name", PAGES)
def test_long_texts_are_remembered_until_they_are_saved(name):
    text = (ROOT / name).read_text("utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert "rows=" not in form or re.search(r"data-(?:keep|autosave)=", form), name


@pytest.mark.parametrize("name", PAGES)
def test_the_deadline_of_a_list_is_shown_by_its_own_clock(name):
    text = (ROOT / name).read_text("utf-8")
    assert re.findall(r"deadline\|(?:countdown|distance)", text) == [], "use challenge.time_left"
