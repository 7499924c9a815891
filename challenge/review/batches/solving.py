"""From facts and edits to a proposal: who reviews what, substitutes in order, the report. No database, no clock.

Facts are `{"conditions": {"kinds", "least", "floor", …}, "lists": {code: {"seats", "scores": {number: expertise in millionths}}},
"people": {number: {"kind", "most"}}}`, numbers as text: whoever may not review a list has no score there. Edits are
`locks` and `excluded`, lists of [code, number].
"""

import dataclasses
import statistics
from collections import Counter

from challenge.review.batches.told import sentence
from talent.recommend import NoAnswer, Wanted, assign, proven

MILLION = 1_000_000
STEP = 5  # per cent by which the floor gives way when it cannot be kept


class Impossible(Exception):
    """No proposal keeps these edits; `sentences` say why."""

    def __init__(self, sentences):
        super().__init__("；".join(sentences))
        self.sentences = sentences


@dataclasses.dataclass(frozen=True)
class Edits:
    """What stands beside the facts: pairs that must be, pairs that must not be, as (code, number)."""

    locks: tuple = ()
    excluded: tuple = ()

    def without(self, pair):
        """Neither asked for nor kept out."""
        return Edits(
            tuple(one for one in self.locks if one != pair),
            tuple(one for one in self.excluded if one != pair),
        )

    def locking(self, pair):
        """With this pair as a must."""
        clean = self.without(pair)
        return Edits((*clean.locks, pair), clean.excluded)

    def excluding(self, pair):
        """Without this pair."""
        clean = self.without(pair)
        return Edits(clean.locks, (*clean.excluded, pair))


def edits_of(body):
    """The edits a version stands for."""
    pairs = {
        name: tuple((code, int(number)) for code, number in body[name]) for name in ("locks", "excluded")
    }
    return Edits(**pairs)


def solve(facts, edits):
    """The body of a version: pairs, substitutes, report, certificate. Raises Impossible.

    The floor: whoever is assigned reaches so many per cent of the best expert of the kind for this list. When that
    cannot be for everybody, it gives way in steps, and the report says so.
    """
    floor = facts["conditions"]["floor"]
    while True:
        wanted = wanted_of(facts, edits, floor)
        try:
            found = assign(wanted)
            break
        except NoAnswer as error:
            if floor <= 0:
                raise Impossible([sentence(one) for one in error.shortages]) from None
            floor = max(floor - STEP, 0)
    pairs = sorted([code, number] for code, number in found.pairs)
    return {
        "locks": sorted(map(list, edits.locks)),
        "excluded": sorted(map(list, edits.excluded)),
        "floor": floor,
        "pairs": [[code, number, facts["lists"][code]["scores"][str(number)]] for code, number in pairs],
        "substitutes": substitutes(facts, edits, pairs),
        "report": _report(facts, found, pairs),
        "certificate": found.certificate,
    }


def wanted_of(facts, edits, floor):
    """The task of the matcher."""
    people = {int(number): one for number, one in facts["people"].items()}
    locks = set(edits.locks)
    scores = {}
    for code, row in facts["lists"].items():
        own = {int(number): score for number, score in row["scores"].items()}
        best = {}
        for number, score in own.items():
            kind = people[number]["kind"]
            best[kind] = max(best.get(kind, 0.0), score)
        scores[code] = {
            number: score
            for number, score in own.items()
            if (code, number) in locks
            or ((code, number) not in edits.excluded and 100 * score >= floor * best[people[number]["kind"]])
        }
    return Wanted(
        scores=scores,
        seats={code: row["seats"] for code, row in facts["lists"].items()},
        most={number: one["most"] for number, one in people.items()},
        least={number: min(one["most"], facts["conditions"]["least"]) for number, one in people.items()},
        kinds={number: one["kind"] for number, one in people.items()},
        quotas={kind: least for kind, least in facts["conditions"]["kinds"].items() if least},
        locks=sorted(locks),
    )


def checked(facts, body):
    """What is wrong with a version, by its own certificate and without any solver; [] when it is the optimum."""
    wanted = wanted_of(facts, edits_of(body), body["floor"])
    return proven(wanted, [(code, number) for code, number, _ in body["pairs"]], body["certificate"])


def substitutes(facts, edits, pairs):
    """{code: {kind: [numbers]}}: everybody else who may review the list, the best first."""
    seated, kept_out = {(code, number) for code, number in pairs}, set(edits.excluded)
    found = {}
    for code, row in facts["lists"].items():
        order = sorted(row["scores"].items(), key=lambda one: (-one[1], int(one[0])))
        own = found[code] = {}
        for number, _score in order:
            pair = (code, int(number))
            if pair not in seated and pair not in kept_out:
                own.setdefault(facts["people"][number]["kind"], []).append(int(number))
    return found


def _report(facts, found, pairs):
    served = {}
    for code, number in pairs:
        served.setdefault(code, []).append(facts["lists"][code]["scores"][str(number)])
    means = {code: round(statistics.fmean(scores)) for code, scores in served.items()}
    loads = Counter(number for _, number in pairs)
    worst = min(sorted(means), key=means.get) if means else None
    return {
        "worst": worst,
        "means": means,
        "loads": sorted([number, load] for number, load in loads.items()),
        "objective": round(MILLION * found.objective),
        "error": f"{found.error:.1e}",
        "arcs": list(found.arcs),
        "lock_costs": [
            [code, n, round(MILLION * cost)] for (code, n), cost in sorted(found.fairness.lock_costs.items())
        ],
    }
