"""Who is who: people known by profile, account, register or a typed name, merged where they are the same person.

The same person: the same account, or the same name and a unit in common. The same name alone is a question for a
human, and so an edge of its own.
"""

import dataclasses
from collections import defaultdict
from itertools import combinations

from core.spelling import plain
from talent.conflicts.graph import Edge


@dataclasses.dataclass
class Somebody:
    """One known person: the node, the name, units of the present and past, the account if there is one."""

    node: str
    name: str
    units: set
    user_id: int | None = None


class People:
    """All known people; the first one added of those who are the same gives the node."""

    def __init__(self):
        self._known: dict = {}
        self._same: dict = {}
        self._named: dict = {}

    def add(self, node, name, units=(), user_id=None):
        """Take note of a person, or of more units of one."""
        one = self._known.setdefault(node, Somebody(node, name, set(), user_id))
        one.units |= set(units) - {None}
        one.user_id = one.user_id or user_id
        return node

    def settle(self):
        """Merge who are the same; returns the edges between those who merely bear one name."""
        named = defaultdict(list)
        for one in self._known.values():
            if plain(one.name):
                named[plain(one.name)].append(one)
        self._named = named
        return [edge for group in named.values() if len(group) > 1 for edge in self._merge(group)]

    def _merge(self, group):
        # Units grow as people merge, therefore until nothing changes.
        left = list(group)
        while pair := next(((a, b) for a, b in combinations(left, 2) if _is_same(a, b)), None):
            one, other = pair
            one.units |= other.units
            one.user_id = one.user_id or other.user_id
            self._same[other.node] = one.node
            left.remove(other)
        return [Edge(a.node, b.node, "same_name") for a, b in combinations(left, 2) if not _are_two(a, b)]

    def node(self, node):
        """The node under which this person goes."""
        while node in self._same:
            node = self._same[node]
        return node

    def names(self):
        """{node: name}."""
        return {one.node: one.name for one in self._known.values()}

    def called(self, name):
        """Nodes of everybody of this name, once they are settled."""
        return sorted({self.node(one.node) for one in self._named.get(plain(name), ())})


def _are_two(a, b):
    return a.user_id is not None and b.user_id is not None and a.user_id != b.user_id


def _is_same(a, b):
    if _are_two(a, b):
        return False
    return bool(a.units & b.units) or (a.user_id is not None and a.user_id == b.user_id)
