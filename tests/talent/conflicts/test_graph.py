"""The graph agrees with the slow oracle about every pair of generated worlds; dates, shares and ties of paths."""

import random

import pytest

from talent.conflicts.graph import Edge, Graph
from talent.conflicts.patterns import rows
from talent.conflicts.table import Terms
from tests.talent.conflicts import oracle

WORLDS = 5000
TERMS = Terms(oracle.YEAR, oracle.YEARS, oracle.CONTROLS)
BETWEEN_PEOPLE = (
    "relative",
    "teacher",
    "team",
    "reviewed",
    "lost",
    "complained",
    "co_work",
    "co_name",
    "same_name",
)
TO_UNITS = ("works", "works", "works", "legal", "holds", "adviser", "mail", "helped", "complained")
BETWEEN_UNITS = ("parent", "parent", "parent", "holds", "holds", "helped", "lost")


def a_world(seed):
    """Plain tuples: a few people and units, more ties of the usual kinds than of the others."""
    dice = random.Random(seed)  # noqa: S311  worlds, not secrets
    people = [f"person:{n}" for n in range(dice.randint(1, 4))]
    units = [f"unit:{n}" for n in range(dice.randint(1, 5))]
    world = []
    for _ in range(dice.randint(1, 10)):
        kind = dice.random()
        if kind < 0.5:
            start, end, sort = dice.choice(people), dice.choice(units), dice.choice(TO_UNITS)
            if sort == "legal":
                start, end = end, start
        elif kind < 0.8:
            start, end, sort = dice.choice(units), dice.choice(units), dice.choice(BETWEEN_UNITS)
        else:
            start, end, sort = dice.choice(people), dice.choice(people), dice.choice(BETWEEN_PEOPLE)
        until = dice.choice((None, None, 2018, 2020, 2021, 2024, 2026, 2030))
        percent = dice.choice((None, 0.5, 30, 50, 100)) if sort == "holds" else None
        since = dice.choice((None, 2012, 2020, 2021))
        world.append((start, end, sort, since if since is None or until is None else None, until, percent))
    return world


def seen_by_the_graph(world):
    """The same answer in the same words as the oracle's."""
    graph = Graph([Edge(*fact) for fact in world], TERMS)
    nodes = {node for fact in world for node in fact[:2]}
    found = {}
    for start in nodes:
        for (end, kind), hit in graph.hits(start, nodes).items():
            word = "".join(move.letter for move in hit.moves)
            found[start, end, kind] = hit.grade, word, hit.nodes
    return found


def test_the_graph_agrees_with_the_oracle_about_every_pair():
    kinds, longest = set(), 0
    for seed in range(WORLDS):
        world = a_world(seed)
        right = oracle.conflicts(world)
        assert seen_by_the_graph(world) == right, (seed, world)
        kinds |= {kind for _, _, kind in right}
        longest = max(longest, *(len(word) for _, word, _ in right.values()), 0)
    # Worlds that never show a paragraph would prove nothing about it.
    assert kinds == {row.kind for row in rows()}
    assert longest >= 5


def test_a_chain_counts_up_to_the_length_of_its_paragraph():
    chain = [(f"unit:{n}", f"unit:{n + 1}", "parent", None, None, None) for n in range(12)]
    world = [("person:1", "unit:0", "works", None, None, None), *chain]
    assert seen_by_the_graph(world) == oracle.conflicts(world)
    reached = {
        end for start, end, kind in seen_by_the_graph(world) if (start, kind) == ("person:1", "parent")
    }
    assert reached == {f"unit:{n}" for n in range(1, 8)}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_facts_does_not_matter(seed):
    world = a_world(7000 + seed)
    assert seen_by_the_graph(world[::-1]) == seen_by_the_graph(world)


def test_of_two_posts_the_one_with_years_is_told():
    facts = [
        ("person:1", "unit:1", "works"),
        ("person:1", "unit:1", "works", 2019),
        ("person:1", "unit:1", "works"),
    ]
    hit = Graph([Edge(*fact) for fact in facts], TERMS).hits("person:1", {"unit:1"})["unit:1", "same_unit"]
    assert hit.moves[0].edge.since == 2019


def test_a_rule_pack_may_grade_otherwise_and_count_other_years():
    facts = [Edge("person:1", "unit:1", "works", 2015, 2018)]
    assert Graph(facts, TERMS).hits("person:1", {"unit:1"}) == {}
    strict = Terms(oracle.YEAR, years=10, grades=(("former_unit", "block"),), article="规则包 9 第一条")
    hit = Graph(facts, strict).hits("person:1", {"unit:1"})["unit:1", "former_unit"]
    assert (hit.grade, strict.clause(hit.row)) == ("block", "规则包 9 第一条第（九）项")
