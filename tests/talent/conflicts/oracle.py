"""What conflicts there are, the slow and plain way: every simple path over plain tuples, read by expressions.

Nothing of the product is imported: the paragraphs stand here a second time, written from the regulation.
A world is [(start, end, sort, since, until, percent)]; people begin with "person".
"""

import functools
import re

YEAR, YEARS, CONTROLS = 2026, 5, 50
PEOPLE = (
    ("team", "block", "M?", 1),
    ("same_unit", "block", "W|WW", 2),
    ("parent", "block", "WU+|WD+|WU+W|WD+W", 8),
    ("legal", "block", "L|LW|WL|WLL|WLLW", 4),
    ("control", "block", "K+|K+W|W[UJ]+|W[UJ]+W|W[DK]+|W[DK]+W|WJK|WJKW", 8),
    ("relative", "block", "R|RL|RK", 2),
    ("teacher", "block", "T", 1),
    ("helped", "block", "E", 1),
    ("former_unit", "exclude", "w|wW|Ww", 2),
    ("sibling", "exclude", "W[UJ]+[DK]+|W[UJ]+[DK]+W", 8),
    ("shareholder", "exclude", "k|kW|Wj", 2),
    ("relative_unit", "exclude", "RW|Rk", 2),
    ("adviser", "exclude", "A", 1),
    ("co_work", "exclude", "C", 1),
    ("complained", "exclude", "X", 1),
    ("share", "mark", "Wk|WkW|Wj|WjW", 3),
    ("adviser_unit", "mark", "AW|WA", 2),
    ("former_colleague", "mark", "ww", 2),
    ("co_name", "mark", "c", 1),
    ("reviewed", "mark", "V", 1),
    ("lost", "mark", "O", 1),
    ("mail", "mark", "@|@W", 2),
    ("same_name", "verify", r"\?|\?L|\?K|\?k|WL\?LW?|WL\?KW?|WJ\?LW?|WJ\?KW?", 5),
    ("relation_name", "verify", r"R\?|T\?|C\?|c\?|R\?L", 3),
)
UNITS = (
    ("same_unit", "block", "", 0),
    ("parent", "block", "U+|D+", 8),
    ("legal", "block", "L|LL", 2),
    ("control", "block", "[UJ]+|[DK]+|JK", 8),
    ("relative", "block", "LR|LRL|JRK", 3),
    ("helped", "block", "E", 1),
    ("sibling", "exclude", "[UJ]+[DK]+", 8),
    ("adviser", "exclude", "A", 1),
    ("complained", "exclude", "X", 1),
    ("share", "exclude", "k|j", 1),
    ("reviewed", "mark", "V", 1),
    ("lost", "mark", "O", 1),
    ("same_name", "verify", r"L\?L|L\?K|J\?L|J\?K", 3),
)
SAME_BOTH_WAYS = {
    "legal": "L",
    "relative": "R",
    "teacher": "T",
    "team": "M",
    "helped": "E",
    "adviser": "A",
    "complained": "X",
    "reviewed": "V",
    "lost": "O",
    "mail": "@",
    "same_name": "?",
}


def letters(fact):
    """(letter forth, letter back) of a fact, or None when it no longer counts."""
    _, _, sort, since, until, percent = fact
    if until is None and sort in ("team", "reviewed", "lost", "complained"):
        until = since
    old = until is not None and until < YEAR - YEARS
    if sort == "works":
        now = until is None or until >= YEAR
        return ("W", "W") if now else None if old else ("w", "w")
    if old or (sort in ("co_work", "co_name") and until is None):
        return None
    if sort == "parent":
        return "U", "D"
    if sort == "holds":
        return ("K", "J") if percent is not None and percent >= CONTROLS else ("k", "j")
    one = {"co_work": "C", "co_name": "c"}.get(sort) or SAME_BOTH_WAYS[sort]
    return one, one


@functools.cache
def judged(is_person, word):
    """(kind, grade) of a word of letters, or None."""
    for kind, grade, expression, longest in PEOPLE if is_person else UNITS:
        if len(word) <= longest and re.fullmatch(expression, word):
            return kind, grade
    return None


def paths(roads, node, been=(), word=""):
    """Every simple path from a node as (nodes, word)."""
    nodes = (*been, node)
    yield nodes, word
    for letter, other in roads.get(node, ()):
        if other not in nodes:
            yield from paths(roads, other, nodes, word + letter)


def conflicts(world):
    """{(start, end, kind): (grade, word, nodes)} with the shortest path of each, for all pairs."""
    roads: dict = {}
    for fact in world:
        said = letters(fact)
        if said and fact[0] != fact[1]:
            roads.setdefault(fact[0], set()).add((said[0], fact[1]))
            roads.setdefault(fact[1], set()).add((said[1], fact[0]))
    found: dict = {}
    for start in {node for fact in world for node in fact[:2]}:
        for nodes, word in paths(roads, start):
            verdict = judged(start.startswith("person"), word)
            if verdict:
                key = start, nodes[-1], verdict[0]
                mine = len(word), word, nodes
                if key not in found or mine < found[key][1]:
                    found[key] = verdict[1], mine
    return {key: (grade, mine[1], mine[2]) for key, (grade, mine) in found.items()}
