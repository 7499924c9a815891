"""Property of the optimiser in the product: whatever is edited, caps, conflicts and locks hold, and nothing is better."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from challenge.review.batches import solving
from challenge.review.batches.solving import Edits, Impossible

KINDS = ("technical", "technical", "industry", "finance")
MILLION = 1_000_000


@st.composite
def worlds(draw):
    """Small facts in which an answer often exists, and edits that are made one after another."""
    people = draw(st.integers(5, 9))
    codes = [f"A{place}" for place in range(draw(st.integers(2, 4)))]
    number = st.integers(1, people)
    scores = {
        code: {str(n): draw(st.integers(1, MILLION)) for n in range(1, people + 1) if draw(st.integers(0, 5))}
        for code in codes
    }
    facts = {
        "conditions": {
            "kinds": {"industry": draw(st.integers(0, 1))},
            "least": 0,
            "floor": draw(st.sampled_from((0, 20, 60))),
        },
        "lists": {code: {"seats": draw(st.integers(1, 3)), "scores": scores[code]} for code in codes},
        "people": {
            str(n): {"kind": KINDS[n % len(KINDS)], "most": draw(st.integers(0, 3))}
            for n in range(1, people + 1)
        },
    }
    kinds = st.sampled_from(("lock", "exclude", "replace", "release"))
    edits = draw(st.lists(st.tuples(kinds, st.sampled_from(codes), number), max_size=5))
    return facts, edits


def best_by_another_solver(facts, edits, floor):
    """The greatest sum of logarithms, by HiGHS on the plain integer programme; None without an answer."""
    wanted = solving.wanted_of(facts, edits, floor)
    arcs = [(code, n) for code in sorted(wanted.scores) for n in sorted(wanted.scores[code])]
    top = max((score for row in wanted.scores.values() for score in row.values()), default=1)
    if not arcs:
        return None
    cost = [-math.log(max(wanted.scores[code][n], top * 1e-4)) for code, n in arcs]
    rows, low, high = [], [], []

    def add(test, least, most):
        rows.append([float(test(*arc)) for arc in arcs])
        low.append(least)
        high.append(most)

    for code, seats in wanted.seats.items():
        add(lambda c, _n, code=code: c == code, seats, seats)
        for kind, least in wanted.quotas.items():
            add(lambda c, n, code=code, kind=kind: c == code and wanted.kinds[n] == kind, least, math.inf)
    for person, most in wanted.most.items():
        add(lambda _c, n, person=person: n == person, 0, most)
    must = [float(arc in set(edits.locks)) for arc in arcs]
    found = milp(
        cost,
        constraints=LinearConstraint(np.array(rows), low, high),
        bounds=Bounds(must, 1.0),
        integrality=np.ones(len(arcs)),
    )
    return -found.fun if found.success else None


def held(facts, edits, body):
    """Every condition that must never break."""
    pairs = [(code, n) for code, n, _ in body["pairs"]]
    assert len(pairs) == len(set(pairs))
    assert set(edits.locks) <= set(pairs)
    assert not set(edits.excluded) & set(pairs)
    for code, row in facts["lists"].items():
        mine = [n for of, n in pairs if of == code]
        assert len(mine) == row["seats"]
        assert all(str(n) in row["scores"] for n in mine)
        industry = sum(facts["people"][str(n)]["kind"] == "industry" for n in mine)
        assert industry >= facts["conditions"]["kinds"]["industry"]
        waiting = [n for order in body["substitutes"][code].values() for n in order]
        assert not set(waiting) & set(mine)
        assert all(str(n) in row["scores"] and (code, n) not in edits.excluded for n in waiting)
    for n, one in facts["people"].items():
        assert sum(of == int(n) for _, of in pairs) <= one["most"]


def edited(edits, body, kind, code, number):
    """One more edit, as the pages allow it."""
    seated = sorted(n for of, n, _ in body["pairs"] if of == code)
    if kind == "release":
        return edits.without((code, number))
    if kind == "lock":
        return edits.locking((code, seated[number % len(seated)]))
    out = edits.excluding((code, seated[number % len(seated)]))
    return out.locking((code, number)) if kind == "replace" and number not in seated else out


@settings(max_examples=90, deadline=None)
@given(worlds())
def test_edits_and_new_solutions_keep_every_condition_and_stay_optimal(world):
    facts, wanted = world
    edits = Edits()
    body = attempt(facts, edits)
    for kind, code, number in wanted if body else ():
        further = edited(edits, body, kind, code, number)
        after = attempt(facts, further)
        if after:
            edits, body = further, after


def solved(facts, edits):
    """The body, or None with sentences that say why."""
    try:
        return solving.solve(facts, edits)
    except Impossible as error:
        return None if error.sentences else {}


def attempt(facts, edits):
    """Solve and hold against every condition and another solver."""
    body = solved(facts, edits)
    if body is None:
        possible = all(str(n) in facts["lists"][code]["scores"] for code, n in edits.locks)
        assert not possible or best_by_another_solver(facts, edits, 0) is None
        return None
    held(facts, edits, body)
    assert solving.checked(facts, body) == []
    best = best_by_another_solver(facts, edits, body["floor"])
    # Scores are in millionths, so is the objective that is kept.
    assert math.isclose(body["report"]["objective"] / MILLION, best, rel_tol=1e-6, abs_tol=1e-4)
    return body


def test_the_floor_gives_way_in_steps_and_no_further():
    people = {str(n): {"kind": "technical", "most": 1} for n in (1, 2)}
    lists = {
        "A0": {"seats": 1, "scores": {"1": 900_000, "2": 400_000}},
        "A1": {"seats": 1, "scores": {"1": 900_000, "2": 450_000}},
    }
    facts = {"conditions": {"kinds": {}, "least": 0, "floor": 80}, "lists": lists, "people": people}
    body = solving.solve(facts, Edits())
    assert (body["floor"], body["pairs"]) == (50, [["A0", 1, 900_000], ["A1", 2, 450_000]])
    assert body["report"]["worst"] == "A1"
    pinned = Edits(locks=(("A0", 2),))
    assert solving.solve(facts, pinned)["pairs"] == [["A0", 2, 400_000], ["A1", 1, 900_000]]


def test_a_changed_pair_or_price_is_noticed():
    people = {str(n): {"kind": "technical", "most": 1} for n in (1, 2, 3)}
    lists = {f"A{i}": {"seats": 1, "scores": {"1": 500_000 + i, "2": 300_000, "3": 100_000}} for i in (0, 1)}
    facts = {"conditions": {"kinds": {}, "least": 0, "floor": 0}, "lists": lists, "people": people}
    body = solving.solve(facts, Edits())
    assert solving.checked(facts, body) == []
    worse = body | {"pairs": [["A0", 3, 100_000], ["A1", 1, 500_001]]}
    assert solving.checked(facts, worse) != []
