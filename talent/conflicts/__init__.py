"""“These two are connected”: facts that tie people and units, each graded, with its path in words and its clause.

Facts only; what follows from them stands in challenge/review/rules.py. Grades, gravest first: ``block`` (must stay
away), ``exclude`` (declare, and stay away from this item), ``mark`` (declare, and be marked), ``verify`` (nobody knows
yet whether it is the same person). `table.json` says which walk through the graph is which.
"""

import dataclasses
import hashlib

from core import charts, clock
from talent.conflicts import table, words
from talent.conflicts.patterns import rows
from talent.conflicts.register import Register
from talent.conflicts.table import GRADES, Terms
from talent.conflicts.words import Step
from talent.conflicts.world import World

__all__ = [
    "GRADES",
    "Conflict",
    "Person",
    "Sides",
    "Step",
    "Terms",
    "kind_label",
    "label_of",
    "related_to",
    "ties_between",
    "ties_of",
    "unknown",
]

label_of = table.label_of


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody on the other side: a name, the unit as written, the account if there is one."""

    name: str
    unit: str = ""
    user_id: int | None = None


@dataclasses.dataclass(frozen=True)
class Conflict:
    """One tie: how grave, its `kind`, `path` as a person reads it and as `steps`, the clause, and whom it concerns.

    `parties` are the organisation ids, names of units, `Person`s and matters of the other side that it leads to.
    """

    grade: str
    kind: str
    path: str
    clause: str = ""
    steps: tuple = ()
    parties: tuple = ()

    @property
    def token(self):
        """A short name for this very tie, as a form carries it."""
        return hashlib.sha256(self.path.encode()).hexdigest()[:16]

    @property
    def level(self):
        """block, or declare for whatever is less grave."""
        return "block" if self.blocks else "declare"

    @property
    def blocks(self):
        """The tie rules the expert out."""
        return self.grade == "block"

    @property
    def label(self):
        """The grade in words."""
        return table.read()["grades"][self.grade]["label"]

    @property
    def tone(self):
        """The tone of its tag."""
        return table.read()["grades"][self.grade]["tone"]

    @property
    def picture(self):
        """The chart of the path, None where there are no steps."""
        return charts.path([dataclasses.astuple(one) for one in self.steps]) if self.steps else None

    @property
    def kind_label(self):
        """The paragraph in words."""
        return kind_label(self.kind)


def kind_label(kind):
    """A paragraph in words."""
    return next((row.label for row in rows() if row.kind == kind), kind)


@dataclasses.dataclass(frozen=True)
class Sides:
    """The other side: organisation ids (None for all), people, names of units, matters as {token of a tie: name}."""

    organisation_ids: tuple | None = ()
    people: tuple = ()
    units: tuple = ()
    matters: dict = dataclasses.field(default_factory=dict)


def ties_between(subject, organisation_ids=(), people=(), units=(), **more):
    """All ties of one subject to these organisations (ids), people (`Person` or names) and units (names)."""
    return ties_of([subject], organisation_ids, people, units, **more)[subject.id]


def ties_of(subjects, organisation_ids=(), people=(), units=(), *, matters=None, terms=None):
    """{id: [Conflict]}, gravest first, of profiles, or of accounts, or of organisations; a fixed number of queries.

    `matters` {``challenge:7``: name} are things that recorded ties may lead to; `terms` are those of a rule pack.
    """
    people = tuple(one if isinstance(one, Person) else Person(one) for one in people)
    sides = Sides(tuple(dict.fromkeys(organisation_ids)), people, tuple(units), matters or {})
    terms = terms or Terms(clock.today().year)
    found = World(subjects, sides, terms)
    return {
        one.id: _told(found, found.graph.hits(found.node_of(one), found.targets), terms) for one in subjects
    }


def _told(world, hits, terms):
    """Hits in order; of those that differ only in which member of a unit they end at, one for all."""
    groups: dict = {}
    for hit in sorted(hits.values(), key=_order):
        groups.setdefault(_group(hit, world.targets), []).append(hit)
    return [_conflict(world, group, terms) for group in groups.values()]


def _order(hit):
    return GRADES.index(hit.grade), hit.row.place, len(hit.moves), hit.nodes


def _group(hit, targets):
    ends_at_member = hit.moves and hit.moves[-1].letter in words.UNITS and not hit.moves[-1].forward
    nodes = hit.nodes[:-1] if ends_at_member and len(hit.moves) > 1 else hit.nodes
    return hit.row.kind, nodes


def _conflict(world, group, terms):
    first, ends = group[0], dict(world.ends)
    names, others = (
        dict(world.names),
        len({hit.nodes[-1] for hit in group if len(hit.nodes) == len(group[0].nodes)}),
    )
    if others > 1:
        last = first.nodes[-1]
        names[last] = f"{names[last]}等 {others} 人"
    steps = words.steps_of(first, names, ends, table.edge)
    parties = dict.fromkeys(one for hit in group for one in world.targets[hit.nodes[-1]])
    return Conflict(
        first.grade, first.row.kind, words.sentence(steps), terms.clause(first.row), steps, tuple(parties)
    )


def related_to(organisation, terms=None):
    """{organisation id: Conflict} of every registered unit that is tied to this one, the gravest tie of each."""
    terms = terms or Terms(clock.today().year)
    world = World([organisation], Sides(organisation_ids=None), terms)
    hits = world.graph.hits(world.node_of(organisation), world.targets)
    found: dict = {}
    for hit in sorted(hits.values(), key=_order):
        for key in world.targets[hit.nodes[-1]]:
            if key != organisation.id and key not in found:
                found[key] = _conflict(world, [hit], terms)
    return found


def unknown(people=(), units=()):
    """Sentences about units and people of the other side that the register cannot vouch for: they must be verified."""
    register = Register()
    names = dict.fromkeys(name for name in (*units, *(one.unit for one in people)) if name)
    said = [
        f"“{name}”未在本平台登记，无法核对其上级单位、法定代表人和股东。"
        for name in names
        if not register.knows(name)
    ]
    return said + [
        f"{one.name}未写明单位，也没有账号，无法核对身份。"
        for one in people
        if not one.unit and not one.user_id
    ]
