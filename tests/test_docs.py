"""Documents that are printed from the code are fresh."""

from pathlib import Path

from core.commands import renewed

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_tables_of_the_architecture_page_are_in_force(app):
    document = (DOCS / "architecture.md").read_text("utf-8")
    assert document == renewed(document)
