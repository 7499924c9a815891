"""Each paragraph of the table is held by the oracle: whatever is broken in one, some small world shows it."""

import dataclasses

import pytest

from talent.conflicts import patterns
from tests.talent.conflicts import oracle
from tests.talent.conflicts.test_graph import a_world, seen_by_the_graph

GRADES = ("block", "exclude", "mark", "verify")
WORLDS = 3000


@pytest.fixture(scope="module")
def answers():
    """[(world, the oracle's answer)] by kind: worlds that show each paragraph, the smallest first."""
    shown: dict = {}
    for seed in range(WORLDS):
        world = a_world(seed)
        right = oracle.conflicts(world)
        for kind in {kind for _, _, kind in right}:
            shown.setdefault(kind, []).append((len(world), seed, world, right))
    return {kind: [one[2:] for one in sorted(rows, key=lambda one: one[:2])] for kind, rows in shown.items()}


def _graded(row):
    others = {grade: GRADES[GRADES.index(grade) - 1] for grade in GRADES}
    return dataclasses.replace(row, grade=others[row.grade], unit_grade=others[row.unit_grade])


def _called(row):
    return dataclasses.replace(row, kind=f"not {row.kind}")


def _unread(row):
    return dataclasses.replace(row, person=(), unit=())


def _shorter(row):
    return dataclasses.replace(row, person=row.person[1:], unit=row.unit if row.person else row.unit[1:])


@pytest.mark.parametrize("broken", [_graded, _called, _unread, _shorter])
@pytest.mark.parametrize("place", range(len(patterns.rows())))
def test_a_broken_paragraph_is_seen(monkeypatch, answers, place, broken):
    rows = patterns.rows()
    told = answers[rows[place].kind]
    changed = tuple(broken(row) if row.place == place else row for row in rows)
    caches = (patterns._patterns, patterns.opening, patterns.fulfilled, patterns.after)
    with monkeypatch.context() as patch:
        patch.setattr(patterns, "rows", lambda: changed)
        for one in caches:
            one.cache_clear()
        seen = any(seen_by_the_graph(world) != right for world, right in told)
    for one in caches:
        one.cache_clear()
    assert seen, rows[place].kind
    assert seen_by_the_graph(told[0][0]) == told[0][1]
