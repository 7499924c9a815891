"""Documents say what is there: tables from the code, links, commands, settings; both READMEs the same."""

import re
from pathlib import Path

import pytest

import app as roof
from core.commands import renewed

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), ROOT / "demo" / "data" / "PROVENANCE.md"]
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
# Not read by the application but by make, gunicorn or the benchmark.
OF_OTHERS = {"PORT", "BENCH_DATA"}


def text_of(page):
    return FENCED.sub("", page.read_text("utf-8"))


def anchors(page):
    """Names of the headings of a page, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def is_there(page, target):
    path, _, anchor = target.partition("#")
    aim = (page.parent / path) if path else page
    return aim.exists() and (not anchor or anchor in anchors(aim))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    targets = [one for one in LINK.findall(text_of(page)) if not one.startswith(("http://", "https://"))]
    assert [one for one in targets if not is_there(page, one)] == []


def test_both_readmes_name_the_same_commands_settings_words_and_places():
    english, chinese = (sorted(CODE.findall(text_of(ROOT / name))) for name in READMES)
    assert english == chinese


def settings_of(page):
    rows = re.findall(r"^\| `([A-Z_]+)` \|", page.read_text("utf-8"), re.MULTILINE)
    return set(rows)


def test_the_documents_name_every_setting():
    for name in READMES:
        assert settings_of(ROOT / name) == set(roof.SETTINGS) | OF_OTHERS
    assert settings_of(DOCS / "operations.md") == set(roof.SETTINGS) | {"PORT"}


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {word for page in PAGES for word in re.findall(r"\bmake ([a-z]+)`", page.read_text("utf-8"))}
    assert len(named) > 5
    assert named - targets == set()


def test_every_command_that_is_named_exists(app):
    said = re.compile(r"flask --app app ([a-z]+)(?: ([a-z]+))?")
    missing = []
    for page in PAGES:
        for group, name in said.findall(page.read_text("utf-8")):
            command = app.cli.commands.get(group)
            inner = getattr(command, "commands", None)
            if command is None or (inner is not None and name and name not in inner):
                missing.append((page.name, group, name))
    assert missing == []


def test_the_tables_of_the_architecture_page_are_in_force(app):
    document = (DOCS / "architecture.md").read_text("utf-8")
    assert document == renewed(document)
