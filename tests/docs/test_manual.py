"""The manual: every picture and every page it refers to is there, and every picture is used or listed."""

import re

from app import ROOT

MANUAL = ROOT / "docs" / "manual"
SHOTS = ROOT / "docs" / "screenshots"
TARGET = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def _targets(page):
    return [one for one in TARGET.findall(page.read_text("utf-8")) if "://" not in one]


def test_every_role_has_its_page():
    pages = {"README", "enterprise", "researcher", "officer", "expert", "leader", "supervisor", "county"}
    pages |= {"administration", "public", "finance", "demonstration"}
    assert {page.stem for page in MANUAL.glob("*.md")} == pages


def test_what_the_manual_refers_to_is_there():
    missing = [
        f"{page.name}: {target}"
        for page in MANUAL.glob("*.md")
        for target in _targets(page)
        if not (page.parent / target).is_file()
    ]
    assert missing == []


def test_the_list_of_pictures_names_exactly_the_pictures_there_are():
    listed = {target for target in _targets(SHOTS / "README.md") if target.endswith(".png")}
    assert listed == {picture.name for picture in SHOTS.glob("*.png")}


def test_pictures_are_small_enough_to_keep():
    assert [one.name for one in SHOTS.glob("*.png") if one.stat().st_size > 250_000] == []
