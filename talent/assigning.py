"""Who takes what: the matcher's exact assignment in words of the house; `talent.recommend` names it."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np


class NoAnswer(Exception):
    """No assignment keeps all conditions; `shortages` are the matcher's reasons (kind, items, reviewers, sentence)."""

    def __init__(self, shortages):
        super().__init__([one.sentence for one in shortages])
        self.shortages = shortages


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Items to be taken by people.

    `scores` {item: {person: expertise}}: a pair that is missing cannot be · `seats` {item: people it needs} · `most`,
    `least` {person: items} · `kinds` {person: kind} · `quotas` {kind: least people of it for every item} · `locks`
    [(item, person)]: pairs that must be.
    """

    scores: Mapping
    seats: Mapping
    most: Mapping
    least: Mapping
    kinds: Mapping
    quotas: Mapping
    locks: Sequence = ()


@dataclasses.dataclass(frozen=True)
class Answer:
    """The optimum: `pairs` [(item, person)], `objective` (sum of logarithms), `error` (nothing is better by more),
    `certificate` (prices, with which `proven` needs no solver), `fairness`, `arcs` (looked at, possible)."""

    pairs: list
    objective: float
    error: float
    certificate: dict
    fairness: object
    arcs: tuple


def assign(wanted: Wanted) -> Answer:
    """The best assignment, by the product of expertise. Raises NoAnswer."""
    from matching.assign import Infeasible
    from matching.assign import assign as solved

    found = solved(_task(wanted))
    if isinstance(found, Infeasible):
        raise NoAnswer(found.reasons)
    prices = {name: np.asarray(value).tolist() for name, value in found.prices._asdict().items()}
    return Answer(list(found.pairs), found.objective, found.error, prices, found.fairness, found.arcs)


def proven(wanted: Wanted, pairs, certificate) -> list[str]:
    """What is wrong with an assignment and its proof, checked without any solver; [] when it is the optimum."""
    from matching.assign import Prices, verify

    arrays = {name: np.array(certificate[name], dtype=np.int64) for name in ("items", "reviewers", "roots")}
    prices = Prices(pool=int(certificate["pool"]), **arrays)
    return verify(_task(wanted), [tuple(one) for one in pairs], prices)


def _task(wanted):
    from matching.assign import Task

    items, people = sorted(wanted.seats), sorted(wanted.most)
    place = {person: n for n, person in enumerate(people)}
    scores = np.full((len(items), len(people)), np.nan)
    for row, item in enumerate(items):
        for person, score in wanted.scores[item].items():
            scores[row, place[person]] = score
    everybody = max(wanted.seats.values(), default=0)
    return Task(
        scores,
        demand=[wanted.seats[one] for one in items],
        most=[wanted.most[one] for one in people],
        least=[wanted.least[one] for one in people],
        items=items,
        reviewers=people,
        locks=list(wanted.locks),
        strata=[wanted.kinds[one] for one in people],
        quotas={kind: (least, everybody) for kind, least in wanted.quotas.items()} or None,
    )
