"""Which walk from one side to the other is which conflict: the rows of the table as a small machine that reads letters.

A state is a pattern and how far it is read; a set of states says what a walk may still become.
"""

import dataclasses
import functools

from talent.conflicts import table


@dataclasses.dataclass(frozen=True)
class Row:
    """One paragraph: its kind, how grave it is, and the walks that fulfil it, as atoms (letters, repeats, optional)."""

    place: int
    kind: str
    label: str
    grade: str
    unit_grade: str
    item: str
    longest: int
    person: tuple
    unit: tuple

    def grade_from(self, is_person):
        """The grade for a walk that begins at a person or at a unit."""
        return self.grade if is_person else self.unit_grade


@functools.cache
def rows():
    """The rows in their order: a walk that fulfils two is the first one's."""
    return tuple(
        Row(
            place=place,
            kind=one["kind"],
            label=one["label"],
            grade=one["grade"],
            unit_grade=one.get("unit_grade", one["grade"]),
            item=one["item"],
            longest=one["longest"],
            person=tuple(map(_atoms, one.get("person", ()))),
            unit=tuple(map(_atoms, one.get("unit", ()))),
        )
        for place, one in enumerate(table.read()["rows"])
    )


def _atoms(text):
    return tuple(
        (frozenset(part.strip("[]+?") or "?"), part.endswith("+"), part.endswith("?") and part != "?")
        for part in text.split()
    )


@functools.cache
def _patterns():
    """[(row, atoms, is it for people)]."""
    return tuple(
        (row, atoms, is_person)
        for row in rows()
        for is_person, given in ((True, row.person), (False, row.unit))
        for atoms in given
    )


@functools.cache
def opening(is_person):
    """The states of a walk that has not begun, from a person or from a unit."""
    return frozenset((number, 0) for number, one in enumerate(_patterns()) if one[2] is is_person)


@functools.cache
def fulfilled(states):
    """The first row of the table that the walk fulfils, or None."""
    found = [row for row, atoms, at in map(_read, states) if all(optional for *_, optional in atoms[at:])]
    return min(found, key=lambda row: row.place, default=None)


def _read(state):
    row, atoms, _ = _patterns()[state[0]]
    return row, atoms, state[1]


@functools.cache
def after(states, letter, length):
    """The states once this letter is read as the walk's `length`-th; none of rows that allow no walk so long."""
    return frozenset(
        (state[0], place)
        for state in states
        if length <= _read(state)[0].longest
        for place in _places(state, letter)
    )


def _places(state, letter):
    _, atoms, at = _read(state)
    for place in range(at, len(atoms)):
        letters, repeats, optional = atoms[place]
        if letter in letters:
            yield place + 1
            if repeats:
                yield place
        if not optional:
            return
