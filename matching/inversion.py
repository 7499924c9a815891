"""Compiled passes over all streams of a pool: lengths, document counts, postings of bigrams and Latin words."""

from typing import NamedTuple

import numpy as np

from matching.reading import BIGRAM, CHAR, EVERY, WORD_UNIT, compiled, emit, place_of, unit_of
from matching.symbols import LONE, NUMBER, OWN, WORK

DOCUMENT_BITS, COUNT_BITS = 26, 8  # of a packed posting: pair << 34 | document << 8 | count
MOST_EXPERTS = 1 << DOCUMENT_BITS
MOST_COUNT = (1 << COUNT_BITS) - 1
UNITS = (CHAR, BIGRAM, WORD_UNIT)  # rows of `lengths`


class Found(NamedTuple):
    """What one pass finds; `pairs` are packed postings, one per bigram and expert.

    lengths float32 [3, experts] terms per unit of the profile · works int32 [experts] ·
    characters, characters_in_works int32 [2**15] document counts · pairs uint64 · words, words_in_works int64
    codes, one per expert or work · latin, latin_in_works likewise · latin_rows, latin_counts int32 beside latin.
    """

    lengths: np.ndarray
    works: np.ndarray
    characters: np.ndarray
    characters_in_works: np.ndarray
    pairs: np.ndarray
    words: np.ndarray
    words_in_works: np.ndarray
    latin: np.ndarray
    latin_in_works: np.ndarray
    latin_rows: np.ndarray
    latin_counts: np.ndarray


@compiled
def piece_end(stream, begin, end):
    """Where the piece that begins at `begin` ends."""
    at = begin
    while at < end:
        symbol = stream[at]
        if at > begin and (symbol == WORK or symbol == OWN or symbol == LONE):
            return at
        at += 1
    return end


@compiled
def gather(stream, start):
    """`Found` of the experts whose streams are `stream[start[i]:start[i + 1]]`; start int64 [experts + 1]."""
    size, total = len(start) - 1, start[-1] - start[0]
    lengths, works = np.zeros((3, size), dtype=np.float32), np.zeros(size, dtype=np.int32)
    characters = np.zeros(NUMBER + 1, dtype=np.int32)
    characters_in_works = np.zeros(NUMBER + 1, dtype=np.int32)
    pairs = np.empty(total, dtype=np.uint64)
    words, words_in_works = np.empty(total, dtype=np.int64), np.empty(total, dtype=np.int64)
    most_latin = total // 4 + 1
    latin, latin_in_works = np.empty(most_latin, dtype=np.int64), np.empty(most_latin, dtype=np.int64)
    latin_rows, latin_counts = np.empty(most_latin, dtype=np.int32), np.empty(most_latin, dtype=np.int32)
    n_pairs = n_words = n_in_works = n_latin = n_latin_works = 0
    longest = 0
    for row in range(size):
        longest = max(longest, start[row + 1] - start[row])
    table = 64
    while table < 12 * longest:
        table *= 2
    keys, counts = np.full(table, -1, dtype=np.int64), np.zeros(table, dtype=np.int32)
    last_work = np.zeros(table, dtype=np.int32)
    touched, out = np.empty(6 * longest + 1, dtype=np.int64), np.empty(6 * longest + 1, dtype=np.int64)
    for row in range(size):
        at, end, used, work = start[row], start[row + 1], 0, 0
        while at < end:
            stop, is_work = piece_end(stream, at, end), stream[at] != OWN
            work += is_work
            for i in range(emit(stream, at, stop, out)):
                code = out[i]
                unit = unit_of(code)
                for u in range(3):
                    lengths[u, row] += (unit >> u) & 1
                place = place_of(keys, code)
                if keys[place] == -1:
                    keys[place], last_work[place] = code, 0
                    touched[used] = place
                    used += 1
                counts[place] += 1
                if is_work and last_work[place] != work:
                    last_work[place] = work
                    if unit == CHAR:
                        characters_in_works[code] += 1
                    elif unit == WORD_UNIT:
                        words_in_works[n_in_works] = code
                        n_in_works += 1
                    elif unit == EVERY:
                        latin_in_works[n_latin_works] = code
                        n_latin_works += 1
            at = stop
        works[row] = work
        for i in range(used):
            place = touched[i]
            code, times = keys[place], counts[place]
            unit = unit_of(code)
            if unit == CHAR:
                characters[code] += 1
            elif unit == BIGRAM:
                tail = np.uint64(row) << np.uint64(COUNT_BITS) | np.uint64(min(times, MOST_COUNT))
                pairs[n_pairs] = np.uint64(code) << np.uint64(DOCUMENT_BITS + COUNT_BITS) | tail
                n_pairs += 1
            elif unit == WORD_UNIT:
                words[n_words] = code
                n_words += 1
            else:
                latin[n_latin], latin_rows[n_latin], latin_counts[n_latin] = code, row, times
                n_latin += 1
            keys[place], counts[place] = -1, 0
    return Found(
        lengths,
        works,
        characters,
        characters_in_works,
        pairs[:n_pairs],
        words[:n_words],
        words_in_works[:n_in_works],
        latin[:n_latin],
        latin_in_works[:n_latin_works],
        latin_rows[:n_latin],
        latin_counts[:n_latin],
    )


@compiled
def unpack(pairs):
    """Rising packed postings → (codes int64 [terms], starts int64 [terms + 1], rows int32 [n], counts uint8 [n])."""
    size = len(pairs)
    codes, starts = np.empty(size, dtype=np.int64), np.empty(size + 1, dtype=np.int64)
    rows, counts = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.uint8)
    n = 0
    for i in range(size):
        code = np.int64(pairs[i] >> np.uint64(DOCUMENT_BITS + COUNT_BITS))
        if n == 0 or codes[n - 1] != code:
            codes[n], starts[n] = code, i
            n += 1
        rows[i] = np.int32((pairs[i] >> np.uint64(COUNT_BITS)) & np.uint64(MOST_EXPERTS - 1))
        counts[i] = np.uint8(pairs[i] & np.uint64(MOST_COUNT))
    starts[n] = size
    return codes[:n].copy(), starts[: n + 1].copy(), rows, counts


@compiled
def runs(codes):
    """Rising codes with repetitions → (distinct codes int64 [n], how often each int32 [n])."""
    found, times, n = np.empty(len(codes), dtype=np.int64), np.empty(len(codes), dtype=np.int32), 0
    for i in range(len(codes)):
        if i == 0 or codes[i] != codes[i - 1]:
            found[n], times[n] = codes[i], 0
            n += 1
        times[n - 1] += 1
    return found[:n].copy(), times[:n].copy()


@compiled
def impacts(starts, rows, counts, saturation):
    """255 · count / (count + K of the expert), uint8 [n], never 0; `saturation` float64 [experts] is K."""
    found = np.empty(len(rows), dtype=np.uint8)
    for i in range(len(rows)):
        value = 255.0 * counts[i] / (counts[i] + saturation[rows[i]])
        found[i] = max(1, int(value + 0.5))
    return found
