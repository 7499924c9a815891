"""Compiled ranking: candidates by the strongest bigrams, then the exact score of every candidate."""

import numpy as np

from matching.reading import BIGRAM, add, compiled, count_hits, find, latin_at, place_of
from matching.symbols import KEYWORD_TIMES, KEYWORDS, LATIN, LONE, OWN, WORK

LANES = 4  # blocks that are added up at once
LINE, SOME = 256, 8
SMALLEST = np.float32(1e-30)
FEW = 8  # counts of a term below this are looked up, not computed


@compiled
def first_stage(starts, ends, weights, rows, impacts, alive, sums, want):
    """The experts with the greatest Σ weight · impact over some terms' postings, at least `want` if so many have any:
    rows int64 [n] rising and that sum float32 [n].

    starts, ends int64 [terms] of postings in `rows` int32 and `impacts` uint8, the strongest term first ·
    weights float32 [terms] · alive bool [experts] · sums float32 [experts], zero before and after.
    """
    for t in range(len(starts)):
        weight = weights[t]
        for i in range(starts[t], ends[t]):
            sums[rows[i]] += weight * impacts[i]
    least = _bound(starts, ends, rows, alive, sums, want)
    found, values, n = np.empty(4 * want, dtype=np.int64), np.empty(4 * want, dtype=np.float32), 0
    for begin in range(0, len(sums), LINE):
        end, hits = min(begin + LINE, len(sums)), np.int32(0)
        for row in range(begin, end):
            hits += sums[row] >= least
        if hits == 0:
            continue
        if n + hits > len(found):
            found, values = _longer(found), _longer(values)
        for row in range(begin, end):
            if sums[row] >= least and alive[row]:
                found[n], values[n] = row, sums[row]
                n += 1
    sums[:] = 0.0
    if n <= want:
        return found[:n].copy(), values[:n].copy()
    best = values[:n] >= np.partition(values[:n], n - want)[n - want]
    return found[:n][best], values[:n][best]


@compiled
def _bound(starts, ends, rows, alive, sums, want):
    """A sum > 0 that at least `want` living experts reach if so many have any: the one of that rank among the first
    of those who have the strongest terms."""
    some, chosen, n = np.empty(SOME * want, dtype=np.float32), np.empty(SOME * want, dtype=np.int32), 0
    for t in range(len(starts)):
        for i in range(starts[t], ends[t]):
            row = rows[i]
            if n < len(some) and alive[row] and sums[row] > 0.0:
                chosen[n], some[n] = row, sums[row]
                n += 1
                sums[row] = -sums[row]  # is among them
        if n == len(some):
            break
    for i in range(n):
        sums[chosen[i]] = some[i]
    return np.partition(some[:n], n - want)[n - want] if n > want else SMALLEST


@compiled
def _longer(array):
    longer = np.empty(2 * len(array) + LINE, dtype=array.dtype)
    longer[: len(array)] = array
    return longer


@compiled
def room_for(start, rows):
    """Room to read the longest of these streams: hits int64 [n], marks int64 [2, n], pairs int64 [n]."""
    longest = 0
    for row in rows:
        longest = max(longest, start[row + 1] - start[row])
    size = longest + 2
    return np.empty(size, dtype=np.int64), np.empty((2, size), dtype=np.int64), np.empty(size, dtype=np.int64)


@compiled
def columns_of(plan):
    """(column of each block int64, first column of works, columns): profiles and works begin at multiples of LANES."""
    blocks, works = len(plan.outer), (plan.works_from + LANES - 1) // LANES * LANES
    columns = np.arange(blocks)
    columns[plan.works_from :] += works - plan.works_from
    return columns, works, works + (blocks - plan.works_from + LANES - 1) // LANES * LANES


@compiled
def fill_table(plan, columns, lengths, row, table):
    """What a count of a term is worth in each block, for one expert: float64 [FEW, columns]; row 0 is not used.

    bm25: tf / (tf + K). cosine: 1 + ln tf, the same for everybody, is there already.
    """
    for b in range(len(plan.outer)):
        if not plan.cosine[b]:
            saturation = plan.saturation[b] + plan.slope[b] * lengths[plan.rows[b], row]
            for tf in range(1, FEW):
                table[tf, columns[b]] = tf / (tf + saturation)


@compiled
def add_blocks(plan, columns, weights, first, last, touched, n, seen, lengths, row, table, values):
    """Put into `values` float64 [columns] what the touched slots give to the columns first … last.

    `weights` float64 [slots, columns] are those of the plan; LANES columns are added up at once, in registers.
    """
    for c in range(first, last, LANES):
        one, two, three, four = 0.0, 0.0, 0.0, 0.0
        for i in range(n):
            tf = int(seen[touched[i]])
            if tf < FEW:
                mine, worth = weights[touched[i]], table[tf]
                one += mine[c] * worth[c]
                two += mine[c + 1] * worth[c + 1]
                three += mine[c + 2] * worth[c + 2]
                four += mine[c + 3] * worth[c + 3]
        values[c], values[c + 1], values[c + 2], values[c + 3] = one, two, three, four
    for i in range(n):
        slot = touched[i]
        tf = seen[slot]
        if tf >= FEW:
            for b in range(len(columns)):
                if first <= columns[b] < last:
                    saturation = plan.saturation[b] + plan.slope[b] * lengths[plan.rows[b], row]
                    worth = 1.0 + np.log(tf) if plan.cosine[b] else tf / (tf + saturation)
                    values[columns[b]] += plan.weights[slot, b] * worth


@compiled
def next_piece(stream, marks, marked, m, end):
    """Number of the first mark from `m` on that begins a piece, and its place (or the end)."""
    while m < marked:
        symbol = stream[marks[0, m]]
        if symbol == WORK or symbol == OWN or symbol == LONE:
            return m, marks[0, m]
        m += 1
    return m, end


@compiled
def count_piece(stream, hits, found, marks, marked, m, to, terms, room, seen, touched):
    """Count the query's terms in the piece whose mark is number `m` and which ends at `to`.

    Adds to `seen` float64 [slots], lists new slots in `touched`; returns (slots touched, number of the next mark).
    """
    n, times, first, k = 0, 1.0, marks[1, m], m + 1
    while True:
        inside = k < marked and marks[0, k] < to
        is_keywords = inside and stream[marks[0, k]] == KEYWORDS
        if not inside or is_keywords:
            last = marks[1, k] if k < marked else found
            n = count_hits(stream, hits, first, last, to, terms, times, room, seen, touched, n)
            if not inside:
                return n, k
            times, first = float(KEYWORD_TIMES), last
        elif stream[marks[0, k]] == LATIN:
            place = place_of(terms.keys, latin_at(stream, marks[0, k]))
            if terms.keys[place] != -1:
                n = add(terms.slots[place], times, seen, touched, n)
        k += 1


@compiled
def score_rows(stream, start, work_start, lengths, norms, work_norms, candidates, terms, plan):
    """Score of each candidate row, float64 [candidates].

    start int64 [experts + 1] of `stream` · work_start int64 [experts + 1] of `work_norms` float32 [k, works] ·
    lengths float32 [3, experts] · norms float32 [k, experts].
    """
    slots, blocks, works_from = len(terms.codes), len(plan.outer), plan.works_from
    seen, whole = np.zeros(slots), np.zeros(slots)
    touched, all_touched = np.empty(slots + 1, dtype=np.int32), np.empty(slots + 1, dtype=np.int32)
    columns, column, width = columns_of(plan)
    scores, sums, values = np.zeros(len(candidates)), np.zeros(blocks), np.zeros(width)
    table, weights = np.zeros((FEW, width)), np.zeros((slots, width))
    for b in range(blocks):
        weights[:, columns[b]] = plan.weights[:, b]
        for tf in range(1, FEW):
            table[tf, columns[b]] = 1.0 + np.log(float(tf))
    hits, marks, room = room_for(start, candidates)
    for c in range(len(candidates)):
        row = candidates[c]
        end, used, works, m = start[row + 1], 0, 0, 0
        sums[:] = 0.0
        fill_table(plan, columns, lengths, row, table)
        found, marked = find(stream, start[row], end, terms, hits, marks)
        while m < marked:
            is_work = stream[marks[0, m]] != OWN
            _, to = next_piece(stream, marks, marked, m + 1, end)
            n, m = count_piece(stream, hits, found, marks, marked, m, to, terms, room, seen, touched)
            if is_work:
                add_blocks(
                    plan, columns, weights, column, width, touched, n, seen, lengths, row, table, values
                )
                for b in range(works_from, blocks):
                    if values[columns[b]] > 0.0:
                        value = values[columns[b]] / work_norms[plan.norms[b], work_start[row] + works]
                        sums[b] += value * value if plan.power[b] == 2.0 else value ** plan.power[b]
                works += 1
            for i in range(n):
                slot = touched[i]
                all_touched[used] = slot
                used += whole[slot] == 0.0
                whole[slot] += seen[slot]
                seen[slot] = 0.0
        add_blocks(plan, columns, weights, 0, column, all_touched, used, whole, lengths, row, table, values)
        total = 0.0
        for b in range(works_from):
            value = values[b]
            if plan.cosine[b] and value > 0.0:
                value /= norms[plan.norms[b], row]
            total += plan.outer[b] * value
        for b in range(works_from, blocks):
            if sums[b] > 0.0:
                total += plan.outer[b] * (sums[b] / works ** plan.share[b]) ** (1.0 / plan.power[b])
        for i in range(used):
            whole[all_touched[i]] = 0.0
        scores[c] = total
    return scores


@compiled
def counts_by_piece(stream, begin, end, terms):
    """How often each query term stands in each piece of one expert: (starts int64 [pieces + 1], float64 [pieces, slots])."""
    slots, bounds = len(terms.codes), np.array([0, end - begin])
    part = stream[begin:end]
    hits, marks, room = room_for(bounds, np.zeros(1, dtype=np.int64))
    touched = np.empty(slots + 1, dtype=np.int32)
    found, marked = find(part, 0, end - begin, terms, hits, marks)
    pieces, m = 0, 0
    while m < marked:
        pieces += 1
        m, _ = next_piece(part, marks, marked, m + 1, end - begin)
    counts, starts = np.zeros((pieces, slots)), np.empty(pieces + 1, dtype=np.int64)
    piece, m = 0, 0
    while m < marked:
        starts[piece] = marks[0, m]
        _, to = next_piece(part, marks, marked, m + 1, end - begin)
        _, m = count_piece(part, hits, found, marks, marked, m, to, terms, room, counts[piece], touched)
        piece += 1
    starts[pieces] = end - begin
    return starts, counts


@compiled
def presence(stream, start, rows, terms, in_profiles, in_works, sign):
    """Add `sign` to the document counts of every query term that these experts, or works of theirs, contain."""
    slots = len(terms.codes)
    seen = np.zeros(slots)
    hits, marks, room = room_for(start, rows)
    touched, last = np.empty(slots + 1, dtype=np.int32), np.full(slots, -1, dtype=np.int64)
    for row in rows:
        end, m = start[row + 1], 0
        found, marked = find(stream, start[row], end, terms, hits, marks)
        while m < marked:
            is_work = stream[marks[0, m]] != OWN
            _, to = next_piece(stream, marks, marked, m + 1, end)
            n, m = count_piece(stream, hits, found, marks, marked, m, to, terms, room, seen, touched)
            for i in range(n):
                slot = touched[i]
                seen[slot] = 0.0
                if terms.units[slot] != BIGRAM:  # no block counts the works of a bigram
                    in_works[slot] += sign * is_work
                if last[slot] != row:
                    last[slot] = row
                    in_profiles[slot] += sign
