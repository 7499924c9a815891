"""Compiled placing of texts in the space of topics; see `matching.latent`."""

import numpy as np

from matching.reading import compiled, emit, place_of, unit_of


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


@compiled
def fold(stream, start, keys, slots, idf, table):
    """Places of all experts in the space of `table` float32 [terms, d]: float32 [experts, d], of length 1 or 0."""
    experts, size = len(start) - 1, table.shape[1]
    longest = 0
    for row in range(experts):
        longest = max(longest, start[row + 1] - start[row])
    room, places = _room_for(longest), np.empty(6 * longest + 1, dtype=np.int32)
    values = np.empty(6 * longest + 1)
    found = np.zeros((experts, size), dtype=np.float32)
    for row in range(experts):
        used = _topic_terms(stream, start[row], start[row + 1], keys, slots, idf, room, places, values)
        mine = found[row]
        for k in range(used):
            weight, line = np.float32(values[k]), table[places[k]]
            for d in range(size):
                mine[d] += weight * line[d]
        length = np.float32(0.0)
        for d in range(size):
            length += found[row, d] * found[row, d]
        if length > 1e-12:
            for d in range(size):
                found[row, d] /= np.sqrt(length)
    return found
