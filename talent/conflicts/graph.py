"""A graph of people and units, and the walks through it that are a conflict. Plain values in, plain values out.

Nodes are keys; those of people begin with ``person``. A walk never visits a node twice; among walks of one kind
between the same two nodes the shortest counts, then the first by letters and nodes.
"""

import dataclasses
from collections import defaultdict

from talent.conflicts import patterns, table


@dataclasses.dataclass(frozen=True)
class Edge:
    """A fact: `start` stands to `end` as `type` says, in these years, with this share in per cent."""

    start: str
    end: str
    type: str
    since: int | None = None
    until: int | None = None
    percent: float | None = None
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Move:
    """A fact as it is walked along: its letter, the type in force, and whether from its start to its end."""

    letter: str
    type: str
    forward: bool
    edge: Edge
    to: str


@dataclasses.dataclass(frozen=True)
class Hit:
    """A conflict between the first and the last node of a walk."""

    row: patterns.Row
    grade: str
    nodes: tuple
    moves: tuple


def is_person(node):
    """The node stands for a person, else for a unit."""
    return node.startswith("person")


class Graph:
    """The facts that count under these terms, ready to be walked."""

    def __init__(self, edges, terms):
        self.terms = terms
        self._moves = defaultdict(dict)
        for edge in edges:
            counts_as = in_force(edge, terms)
            if counts_as is not None and edge.start != edge.end:
                forward, backward = table.edge(counts_as)["letters"]
                self._add(edge.start, Move(forward, counts_as, True, edge, edge.end))
                self._add(edge.end, Move(backward, counts_as, False, edge, edge.start))

    def _add(self, node, move):
        # Of two facts that say the same the one with more to tell is kept.
        known = self._moves[node].get((move.letter, move.to))
        if known is None or _told(move.edge) > _told(known.edge):
            self._moves[node][move.letter, move.to] = move

    def hits(self, start, targets):
        """{(target, kind): Hit} of every conflict between `start` and these nodes."""
        found: dict = {}
        frontier = [((start,), (), patterns.opening(is_person(start)))]
        while frontier:
            for nodes, moves, states in frontier:
                if nodes[-1] in targets:
                    self._note(found, nodes, moves, states)
            frontier = [one for walk in frontier for one in self._longer(*walk)]
        return found

    def _note(self, found, nodes, moves, states):
        row = patterns.fulfilled(states)
        if row is None:
            return
        hit = Hit(row, self.terms.grade(row, is_person(nodes[0])), nodes, moves)
        key = nodes[-1], row.kind
        if key not in found or _order(hit) < _order(found[key]):
            found[key] = hit

    def _longer(self, nodes, moves, states):
        for (letter, node), move in self._moves[nodes[-1]].items():
            if node not in nodes:
                left = patterns.after(states, letter, len(moves) + 1)
                if left:
                    yield (*nodes, node), (*moves, move), left


def in_force(edge, terms):
    """The type under which the fact counts now, or None when it no longer does."""
    since = terms.year - terms.years
    if edge.type == "works":
        if edge.until is None or edge.until >= terms.year:
            return "works"
        return "worked" if edge.until >= since else None
    if edge.until is None and table.edge(edge.type).get("dated"):
        return None
    last = edge.until if edge.until is not None or not table.edge(edge.type).get("event") else edge.since
    if last is not None and last < since:
        return None
    if edge.type == "holds":
        return "controls" if (edge.percent or 0) >= terms.controls else "holds"
    return edge.type


def _told(edge):
    return (edge.since is not None, edge.percent or 0, edge.until or 0, edge.since or 0)


def _order(hit):
    return len(hit.moves), "".join(move.letter for move in hit.moves), hit.nodes
