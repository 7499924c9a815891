"""Compiled Euclidean norms of profiles and works, for the cosine blocks."""

import numpy as np

from matching.inversion import piece_end
from matching.reading import compiled, emit, latin_at, unit_of
from matching.symbols import HASHED, KEYWORD_TIMES, KEYWORDS, LATIN, NUMBER, OWN


@compiled
def add_squares(starts, rows, counts, idf, squares):
    """Add ((1 + ln count) · idf)² of every posting to its expert's place in `squares` float64 [experts]."""
    for term in range(len(starts) - 1):
        for i in range(starts[term], starts[term + 1]):
            weight = (1.0 + np.log(float(counts[i]))) * idf[term]
            squares[rows[i]] += weight * weight


@compiled
def character_norms(stream, start, idf, latin_codes, latin_idf, norms):
    """As `norms_of` for the characters of every work of a pool; `idf` float64 [2**15] by character."""
    counts, touched = np.zeros(NUMBER + 1), np.empty(NUMBER + 1, dtype=np.int64)
    n = 0
    for row in range(len(start) - 1):
        at, end = start[row], start[row + 1]
        while at < end:
            stop = piece_end(stream, at, end)
            if stream[at] == OWN:
                at = stop
                continue
            used, latin, times = 0, 0, 1
            words = np.empty((stop - at) // 2 + 2, dtype=np.int64)
            while at < stop:
                symbol = np.int64(stream[at])
                number = symbol & NUMBER
                if number < HASHED:
                    if counts[number] == 0:
                        touched[used] = number
                        used += 1
                    counts[number] += times
                elif symbol == LATIN:
                    for _ in range(times):
                        words[latin] = latin_at(stream, at)
                        latin += 1
                    at += 4
                elif symbol == KEYWORDS:
                    times = KEYWORD_TIMES
                at += 1
            square, i = 0.0, 0
            for k in range(used):
                weight = (1.0 + np.log(counts[touched[k]])) * idf[touched[k]]
                square += weight * weight
                counts[touched[k]] = 0
            found = np.sort(words[:latin])
            while i < latin:
                j = i
                while j < latin and found[j] == found[i]:
                    j += 1
                weight = (1.0 + np.log(float(j - i))) * latin_idf[np.searchsorted(latin_codes, found[i])]
                square += weight * weight
                i = j
            norms[n] = np.sqrt(square)
            n += 1
    return n


@compiled
def norms_of(stream, begin, end, unit, by_work, codes, counts, total, power, norms):
    """Euclidean norms of (1 + ln tf) · idf over the terms of one unit, for the profile or each work of one expert.

    `counts` int32 [terms] are document counts of the rising `codes` int64 among `total` documents; idf is
    (ln((1 + total) / (1 + count)) + 1) ** power. Writes to `norms` float32 and returns how many.
    """
    out = np.empty(6 * (end - begin) + 1, dtype=np.int64)
    n, at, stop = 0, begin, end
    while at < end:
        if by_work:
            stop = piece_end(stream, at, end)
            if stream[at] == OWN:
                at = stop
                continue
        found = np.sort(out[: emit(stream, at, stop, out)])
        square, i = 0.0, 0
        while i < len(found):
            j = i
            while j < len(found) and found[j] == found[i]:
                j += 1
            if unit_of(found[i]) & unit:
                place = np.searchsorted(codes, found[i])
                known = place < len(codes) and codes[place] == found[i]
                rarity = np.log((1.0 + total) / (1.0 + (counts[place] if known else 0))) + 1.0
                weight = (1.0 + np.log(float(j - i))) * rarity**power
                square += weight * weight
            i = j
        norms[n] = np.sqrt(square)
        n += 1
        at = stop
    return n
