"""Compiled placing of texts in the space of topics, and nearness in it; see `matching.latent`."""

import numpy as np

from matching.reading import compiled, emit, place_of, quick, unit_of

STEPS = 127  # places of experts are kept as whole steps of 1 / STEPS
NEAR_POWER, LEAST_OTHERS = 3, 0.05
SAME = 1e-6  # of the score: profiles this near are the same profile, or its double


@compiled
def _topic_terms(stream, begin, end, keys, slots, idf, room, places, values):
    """Known terms of one stream and their weights in its three unit vectors; returns how many.

    Other terms count in the lengths of the vectors, with the last of `idf`. Terms come in the order of their first
    occurrence, so the sums do not depend on the size of `room`.
    """
    out, seen, counts = room
    squares, used, n = np.zeros(3), 0, 0
    for i in range(emit(stream, begin, end, out)):
        at = place_of(seen, out[i])
        if counts[at] == 0:
            seen[at] = out[i]
            out[used] = at
            used += 1
        counts[at] += 1
    for k in range(used):
        at = out[k]
        code, count = seen[at], counts[at]
        seen[at], counts[at] = -1, 0
        place, unit = place_of(keys, code), unit_of(code)
        known = keys[place] != -1
        weight = 1.0 + np.log(float(count)) if count > 1 else 1.0
        weight *= idf[slots[place] if known else len(idf) - 1]
        for u in range(3):
            squares[u] += weight * weight * ((unit >> u) & 1)
        if known:
            places[n], values[n], out[n] = slots[place], weight, unit
            n += 1
    for k in range(n):
        # A Latin word stands in all three vectors but has one row in the table: its three weights as one.
        factor = 0.0
        for u in range(3):
            if (out[k] >> u) & 1:
                factor += 1.0 / squares[u]
        values[k] *= np.sqrt(factor)
    return n


@compiled
def _room_for(longest):
    """Room for the terms of a stream: codes int64 [n], open addressing of terms int64 [2**m], their counts int32."""
    size = 64
    while size < 12 * longest:
        size *= 2
    out, seen = np.empty(6 * longest + 1, dtype=np.int64), np.full(size, -1, dtype=np.int64)
    return out, seen, np.zeros(size, dtype=np.int32)


@compiled
def sample_matrix(stream, start, rows, keys, slots, idf):
    """Sparse rows of some experts: (starts int64 [rows + 1], columns int32 [n], values float32 [n])."""
    total, longest = 0, 0
    for row in rows:
        size = start[row + 1] - start[row]
        total, longest = total + 3 * size, max(longest, size)
    room, places = _room_for(longest), np.empty(6 * longest + 1, dtype=np.int32)
    values = np.empty(6 * longest + 1)
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    columns, cells = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.float32)
    n = 0
    for r in range(len(rows)):
        row = rows[r]
        used = _topic_terms(stream, start[row], start[row + 1], keys, slots, idf, room, places, values)
        for k in range(used):
            columns[n], cells[n] = places[k], values[k]
            n += 1
        starts[r + 1] = n
    return starts, columns[:n].copy(), cells[:n].copy()


@quick
def added_up(table, scale, rows, weights):
    """Σ weight · scale · row of int8 [terms, d]: float32 [d]."""
    total = np.zeros(table.shape[1], dtype=np.float32)
    for k in range(len(rows)):
        weight, line = np.float32(weights[k] * scale[rows[k]]), table[rows[k]]
        for d in range(len(total)):
            total[d] += weight * np.float32(line[d])
    return total


@compiled
def fold(stream, start, keys, slots, idf, table, scale):
    """Places of all experts in the space of `Latent`: float32 [experts, d], of length 1 or 0."""
    experts, size = len(start) - 1, table.shape[1]
    longest = 0
    for row in range(experts):
        longest = max(longest, start[row + 1] - start[row])
    room, places = _room_for(longest), np.empty(6 * longest + 1, dtype=np.int32)
    values = np.empty(6 * longest + 1)
    found = np.zeros((experts, size), dtype=np.float32)
    for row in range(experts):
        used = _topic_terms(stream, start[row], start[row + 1], keys, slots, idf, room, places, values)
        mine = added_up(table, scale, places[:used], values[:used])
        length = np.sqrt((mine * mine).sum())
        if length > 1e-6:
            found[row] = mine / length
    return found


@quick
def likeness(places, rows, other):
    """Inner products, float64 [rows], of rows of int8 [n, d] places and one float32 [d]."""
    found = np.empty(len(rows))
    for i in range(len(rows)):
        mine, total = places[rows[i]], np.float32(0.0)
        for d in range(len(other)):
            total += np.float32(mine[d]) * other[d]
        found[i] = total / STEPS
    return found


@quick
def votes_for(places, rows, first, seeds, votes, seed_first):
    """What the seeds' votes give to the rows, float64 [rows] within 0 … 1.

    Each vote counts with the power of nearness. Nobody votes for himself, nor for his double (whether a double is a
    seed too is chance): both are known by their score of the first pass; the others' votes then make up the whole.
    places int8 [n, d] · first float64 [rows] · seeds int8 [m, d] · votes, seed_first float64 [m].
    """
    found = np.empty(len(rows))
    for i in range(len(rows)):
        mine, given, others = places[rows[i]], 0.0, 1.0
        for s in range(len(seeds)):
            if abs(first[i] - seed_first[s]) <= SAME * seed_first[s]:
                others -= votes[s]
                continue
            total, seed = np.int32(0), seeds[s]
            for d in range(len(seed)):
                total += np.int32(mine[d]) * np.int32(seed[d])
            if total > 0:
                given += votes[s] * (total / (STEPS * STEPS)) ** NEAR_POWER
        found[i] = given / max(others, LEAST_OTHERS)
    return found
