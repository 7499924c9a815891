"""The draw, version 1: conditions, candidates and a seed in; who is drawn, and in which order others follow, out.

No database, no clock, no chance of its own: docs/verify/replay_draw.py computes the same on any machine.

A candidate is `{"id": 64 hex digits, "kind": text, "unit": text, "outside": bool}`. Conditions are `{"strata": [{"kind",
"seats", "outside", "substitutes"}], "unit_max": int, "seated": [candidate]}`: `seats` of a kind, at least `outside` of
them from other cities, at most `unit_max` from one unit in the whole panel; who is `seated` keeps the seat.
"""

import hashlib
from collections import Counter

VERSION = "1"


class Infeasible(Exception):
    """The conditions cannot be met; `shortages` says which quota of which kind, and how many people are missing."""

    def __init__(self, shortages):
        super().__init__(shortages)
        self.shortages = shortages


def draw(conditions, candidates, seed):
    """{"drawn": [ids], "substitutes": {kind: [ids]}} for a seed of 32 bytes; raises Infeasible.

    Kind by kind, the candidates are taken in the order of their tickets; one is passed over when with him a cap would
    be broken or a quota could no longer be met.
    """
    lacking = shortages(conditions, candidates)
    if lacking:
        raise Infeasible(lacking)
    chosen, substitutes = list(conditions["seated"]), {}
    for stratum in conditions["strata"]:
        kind, rest = stratum["kind"], []
        for one in in_order(seed, kind, candidates):
            if empty_seats(conditions, candidates, [*chosen, one]) == 0:
                chosen.append(one)
            else:
                rest.append(one["id"])
        substitutes[kind] = rest[: stratum["substitutes"]]
    drawn = [one["id"] for one in chosen[len(conditions["seated"]) :]]
    return {"drawn": drawn, "substitutes": substitutes}


def ticket(seed, kind, candidate_id):
    """What a candidate draws: SHA-256(seed ‖ kind ‖ id), first and last of fixed length, so it reads in one way only."""
    return hashlib.sha256(seed + kind.encode() + bytes.fromhex(candidate_id)).digest()


def in_order(seed, kind, candidates):
    """The candidates of one kind by their tickets; whole tickets are compared, nothing is taken modulo anything."""
    return sorted(_of(kind, candidates), key=lambda one: ticket(seed, kind, one["id"]))


def successor(conditions, candidates, substitutes, sitting):
    """The first of these ids that may join those who sit without breaking a cap or a quota, or None."""
    known = {one["id"]: one for one in candidates}
    fitting = (key for key in substitutes if _seats_left(conditions, [*sitting, known[key]]) is not None)
    return next(fitting, None)


def shortages(conditions, candidates):
    """[{"quota": "seats" | "outside" | "unit_max" | "seated", "kind", "missing"}]; empty when all can be met."""
    if _seats_left(conditions, conditions["seated"]) is None:
        return [{"quota": "seated", "kind": "", "missing": 1}]
    found = [gap for stratum in conditions["strata"] for gap in _gaps(conditions, stratum, candidates)]
    if not found:
        missing = empty_seats(conditions, candidates, conditions["seated"])
        found = [{"quota": "unit_max", "kind": "", "missing": missing}] if missing else []
    return found


def _gaps(conditions, stratum, candidates):
    kind, own = stratum["kind"], _of(stratum["kind"], candidates)
    sitting = _of(kind, conditions["seated"])
    missing = stratum["seats"] - len(sitting) - len(own)
    outside = stratum["outside"] - sum(one["outside"] for one in (*sitting, *own))
    if missing > 0:
        yield {"quota": "seats", "kind": kind, "missing": missing}
    if outside > 0:
        yield {"quota": "outside", "kind": kind, "missing": outside}
    if missing <= 0 and outside <= 0:
        alone = conditions | {"strata": [stratum]}
        under_cap = empty_seats(alone, candidates, conditions["seated"])
        if under_cap:
            yield {"quota": "unit_max", "kind": kind, "missing": under_cap}


def empty_seats(conditions, candidates, chosen):
    """How many seats stay empty at best once `chosen` sit; None when they break a cap or a quota themselves.

    Seats and people are paired along augmenting paths (a maximum flow through candidates and units).
    """
    left = _seats_left(conditions, chosen)
    if left is None:
        return None
    taken = {one["id"] for one in chosen}
    free = {kind: [one for one in _of(kind, candidates) if one["id"] not in taken] for kind, _ in left}
    pairing = _Pairing(left, free, Counter(one["unit"] for one in chosen), conditions["unit_max"])
    return sum(not pairing.fill(number, set()) for number in range(len(left)))


def _of(kind, people):
    return [one for one in people if one["kind"] == kind]


def _seats_left(conditions, chosen):
    """[(kind, is kept for somebody from another city)], one for each seat left; None when `chosen` cannot sit so."""
    if any(number > conditions["unit_max"] for number in Counter(one["unit"] for one in chosen).values()):
        return None
    left = []
    for stratum in conditions["strata"]:
        sitting = _of(stratum["kind"], chosen)
        seats = stratum["seats"] - len(sitting)
        outside = max(0, stratum["outside"] - sum(one["outside"] for one in sitting))
        if outside > seats or seats < 0:
            return None
        left += [(stratum["kind"], number < outside) for number in range(seats)]
    return left


class _Pairing:
    """Seats filled so far: candidate id → (number of the seat, candidate)."""

    def __init__(self, seats, free, load, unit_max):
        self.seats, self.free, self.load, self.unit_max = seats, free, load, unit_max
        self.held = {}

    def fill(self, number, seen):
        """Put somebody on this seat, moving others where that is needed; False when nobody can be found."""
        seen.add(number)
        kind, is_kept = self.seats[number]
        for one in self.free[kind]:
            if one["id"] in seen or (is_kept and not one["outside"]):
                continue
            seen.add(one["id"])
            if self._make_room(one, seen):
                self.held[one["id"]] = (number, one)
                self.load[one["unit"]] += 1
                return True
        return False

    def _make_room(self, one, seen):
        if one["id"] in self.held:
            rivals = [self.held[one["id"]]]
        elif self.load[one["unit"]] < self.unit_max:
            return True
        else:
            rivals = [held for held in self.held.values() if held[1]["unit"] == one["unit"]]
        for number, rival in rivals:
            if number not in seen and self.fill(number, seen):
                del self.held[rival["id"]]
                self.load[rival["unit"]] -= 1
                return True
        return False
