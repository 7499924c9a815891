"""Timelines from the log: newest first, of these things alone, with or without reasons."""

from core import audit, history
from core.audit import Subject
from core.database import transaction
from tests import world


def _write(*steps):
    with transaction():
        for subject, what, reason in steps:
            audit.record(None, "test.do", subject, what, after=reason and {"reason": reason})


def test_only_the_things_asked_for_and_the_newest_first(app, queries):
    mine, other = Subject("part", 1, thread="whole:7"), Subject("part", 2, thread="whole:7")
    elsewhere, alone = Subject("part", 1, thread="whole:8"), Subject("whole", 7)
    _write(
        (mine, "一", None),
        (other, "二", None),
        (elsewhere, "三", None),
        (alone, "四", None),
        (mine, "五", "改期"),
    )
    with queries() as seen:
        assert [one.what for one in history.about(mine, alone)] == ["五", "四", "一"]
    assert len(seen) == 1
    assert [one.what for one in history.entries_of("whole:7")] == ["五", "四", "二", "一"]
    assert history.about() == []


def test_rows_of_the_component(app):
    _write((Subject("part", 1, thread="whole:7"), "改期", "供货推迟"), (Subject("whole", 7), "立项", None))
    entries = history.entries_of("whole:7")
    assert history.shown(entries) == [
        {"what": "立项", "at_text": "2026年9月16日（周三）10:00", "who": "系统", "seq": 2, "note": None},
        {
            "what": "改期",
            "at_text": "2026年9月16日（周三）10:00",
            "who": "系统",
            "seq": 1,
            "note": "供货推迟",
        },
    ]
    plain = history.shown(entries, note=history.no_note, who=lambda entry: "科技局")
    assert [(one["who"], one["note"]) for one in plain] == [("科技局", None)] * 2


def test_the_timeline_of_rows(app):
    organisation, user = world.organisation(), world.user("officer")
    with transaction():
        audit.record(user, "test.do", organisation, "改名")
        audit.record(user, "test.do", user, "改口令")
    assert [one["what"] for one in history.events(organisation)] == ["改名"]
    assert [one["what"] for one in history.events(organisation, user)] == ["改口令", "改名"]
