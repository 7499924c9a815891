"""The menu of the desk: many places stand under the kind of their work, and the one that is open is marked."""

from reports import site
from tests import world


def menu(role, path="/desk"):
    return site.desk_menu(site.desk_entries(world.user(role)), path)


def test_many_places_are_grouped_and_none_is_lost(app):
    labels = [label for label, _places in menu("officer")]
    assert labels == ["今日待办", "需求", "评审", "攻关项目", "拨付", "成果", "人才", "设置"]
    assert len(menu("finance")) == 3
    for role in (
        "officer",
        "leader",
        "supervisor",
        "auditor",
        "researcher",
        "enterprise",
        "expert",
        "county",
    ):
        held = [place.path for _label, places in menu(role) for place in places]
        assert sorted(held) == sorted(path for _label, path in site.desk_entries(world.user(role)))


def test_a_page_below_an_entry_marks_it(app):
    def here(path):
        return [place.label for _label, places in menu("officer", path) for place in places if place.here]

    assert here("/desk") == ["今日待办"]
    assert here("/desk/projects/GG2026-0001/ledger") == ["攻关项目"]
    assert here("/desk/projects/payments") == ["拨付"]
    assert here("/desk/challenges/programmes/3") == ["项目批次"]
    assert here("/account") == []
