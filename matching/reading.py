"""Compiled reading of symbol streams: the terms of a query, and how often they stand in each piece of an expert.

Term codes, int64: a character is its number (< 2**15), a bigram `first << 15 | second` (< 2**30); a Chinese word
and a Latin word carry `WORD_KIND` or `LATIN_KIND`. Units are bits: a Latin word is a term of every unit.
"""

from typing import NamedTuple

import numba
import numpy as np

from matching.symbols import (
    BREAK,
    HASH_FACTOR,
    HASHED,
    KEYWORD_TIMES,
    KEYWORDS,
    LATIN,
    LATIN_KIND,
    MARKS,
    NUMBER,
    PAIR_BITS,
    WORD_BEGINS,
    WORD_KIND,
)

CHAR, BIGRAM, WORD_UNIT = 1, 2, 4
EVERY = CHAR | BIGRAM | WORD_UNIT
UNIT_BITS = {"char": CHAR, "bigram": BIGRAM, "word": WORD_UNIT}
_MASK = WORD_KIND - 1
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

compiled = numba.njit(cache=True, nogil=True, boundscheck=False)
quick = numba.njit(cache=True, nogil=True, fastmath=True)  # sums in any order, but always in the same


@compiled
def _nothing():
    return 0


_nothing()  # numba loads the rest of itself with its first function: with this module, not with the first question


class Terms(NamedTuple):
    """Distinct terms of a query, by slot, and where to find the slot of a term.

    codes int64 [n] rising · units uint8 [n] bits · counts float64 [n] · characters int32 [2**15] slot or −1 ·
    wanted uint64 [512] bit set of the query's characters · pairs uint64 [1024] bit filter of its bigrams ·
    keys int64 [2**m], slots int32 [2**m]: open addressing for all other terms, empty where the key is −1 ·
    singles int32 [n] for the slot of a character the slot of the word it is alone, or −1.
    """

    codes: np.ndarray
    units: np.ndarray
    counts: np.ndarray
    characters: np.ndarray
    wanted: np.ndarray
    pairs: np.ndarray
    keys: np.ndarray
    slots: np.ndarray
    singles: np.ndarray


@compiled
def latin_at(stream, at):
    """Code of the Latin word whose mark stands at `at`."""
    code = np.int64(LATIN_KIND)
    for place in range(4):
        symbol = np.int64(stream[at + 1 + place])
        code |= (symbol & 0xFFF | symbol >> 15 << 12) << 13 * place
    return code


@compiled
def place_of(keys, code):
    """Where the code stands in an open-addressing table, or the empty place where it belongs."""
    mask = len(keys) - 1
    at = np.int64((np.uint64(code) * _SPREAD) >> np.uint64(32)) & mask
    while keys[at] != code and keys[at] != -1:
        at = (at + 1) & mask
    return at


@compiled
def place_of_many(keys, slots, codes):
    """Put distinct codes into an open-addressing table; the slot of each is its number."""
    for slot in range(len(codes)):
        place = place_of(keys, codes[slot])
        keys[place], slots[place] = codes[slot], slot


@compiled
def slots_of(keys, slots, codes):
    """Slot of each code in an open-addressing table, int64; −1 where it is missing."""
    found = np.full(len(codes), -1, dtype=np.int64)
    for i in range(len(codes)):
        place = place_of(keys, codes[i])
        if keys[place] != -1:
            found[i] = slots[place]
    return found


@compiled
def emit(stream, begin, end, out):
    """Write the code of every occurrence of every term (all units) to `out`, int64; returns how many."""
    n, times, before, word, inside = 0, 1, np.int64(-1), np.int64(0), False
    at = begin
    while at < end:
        symbol = np.int64(stream[at])
        number = symbol & NUMBER
        if symbol == LATIN or number >= MARKS or symbol & WORD_BEGINS:
            if inside:
                for _ in range(times):
                    out[n] = WORD_KIND | word
                    n += 1
            word, inside = np.int64(0), False
        if number < HASHED:
            for _ in range(times):
                out[n] = number
                n += 1
                if before >= 0:
                    out[n] = before << PAIR_BITS | number
                    n += 1
            word, inside, before = (word * HASH_FACTOR + number) & _MASK, True, number
        else:
            before = np.int64(-1)
            if symbol == LATIN:
                code = latin_at(stream, at)
                for _ in range(times):
                    out[n] = code
                    n += 1
                at += 4
            elif symbol == KEYWORDS:
                times = KEYWORD_TIMES
            elif symbol != BREAK:
                times = 1
        at += 1
    if inside:
        for _ in range(times):
            out[n] = WORD_KIND | word
            n += 1
    return n


@compiled
def unit_of(code):
    """The bits of the units a term belongs to."""
    if code & LATIN_KIND:
        return EVERY
    if code & WORD_KIND:
        return WORD_UNIT
    return BIGRAM if code >> PAIR_BITS else CHAR


@compiled
def terms_of(stream):
    """`Terms` of a whole stream."""
    out = np.empty(6 * len(stream) + 1, dtype=np.int64)
    found = np.sort(out[: emit(stream, 0, len(stream), out)])
    n = 0
    codes, counts = np.empty_like(found), np.empty(len(found), dtype=np.float64)
    for i in range(len(found)):
        if i == 0 or found[i] != found[i - 1]:
            codes[n], counts[n] = found[i], 0.0
            n += 1
        counts[n - 1] += 1.0
    size = 16
    while size < 3 * n:
        size *= 2
    characters = np.full(NUMBER + 1, -1, dtype=np.int32)
    keys, slots = np.full(size, -1, dtype=np.int64), np.empty(size, dtype=np.int32)
    units = np.empty(n, dtype=np.uint8)
    wanted, pairs = np.zeros(512, dtype=np.uint64), np.zeros(1024, dtype=np.uint64)
    for slot in range(n):
        units[slot] = unit_of(codes[slot])
        if units[slot] == CHAR:
            number = codes[slot]
            characters[number] = slot
            wanted[number >> 6] |= np.uint64(1) << np.uint64(number & 63)
        else:
            if units[slot] == BIGRAM:
                pair = codes[slot]
                pairs[(pair ^ pair >> 9) & 1023] |= np.uint64(1) << np.uint64(pair & 63)
            at = place_of(keys, codes[slot])
            keys[at], slots[at] = codes[slot], slot
    singles = np.full(n, -1, dtype=np.int32)
    for slot in range(n):
        place = place_of(keys, WORD_KIND | codes[slot])
        if units[slot] == CHAR and keys[place] != -1:
            singles[slot] = slots[place]
    return Terms(codes[:n].copy(), units, counts[:n].copy(), characters, wanted, pairs, keys, slots, singles)


@compiled
def add(slot, times, seen, touched, n):
    """Count a term; returns how many slots are touched now. Without a branch: which terms recur is chance."""
    touched[n] = slot
    n += seen[slot] == 0.0
    seen[slot] += times
    return n


@compiled
def find(stream, begin, end, terms, hits, marks):
    """Where characters of the query stand, and marks other than BREAK, without a branch: int64 places.

    `marks` int64 [2, n] takes each mark's place and the number of hits before it. Returns (hits, marks) found.
    """
    wanted, found, marked = terms.wanted, np.int64(0), 0
    for at in range(begin, end):
        number = stream[at] & NUMBER
        hits[found] = at
        marks[0, marked], marks[1, marked] = at, found
        found += np.int64((wanted[number >> 6] >> np.uint64(number & 63)) & np.uint64(1))
        marked += number > MARKS
    hits[found] = -2
    return found, marked


@compiled
def count_hits(stream, hits, first, last, end, terms, times, room, seen, touched, n):
    """Count characters, bigrams and Chinese words at the places `hits[first:last]`; adds to `seen` as `count`."""
    characters, pairs, keys, slots, singles = (
        terms.characters,
        terms.pairs,
        terms.keys,
        terms.slots,
        terms.singles,
    )
    paired = np.int64(0)
    for i in range(first, last):
        at = hits[i]
        symbol = stream[at]
        number = np.int64(symbol & NUMBER)
        slot = characters[number]
        n = add(slot, times, seen, touched, n)
        following = stream[at + 1] if at + 1 < end else np.uint16(WORD_BEGINS)
        follower = np.int64(following & NUMBER)
        pair = number << PAIR_BITS | follower
        room[paired] = i
        paired += np.int64((pairs[(pair ^ pair >> 9) & 1023] >> np.uint64(pair & 63)) & np.uint64(1))
        # A word of one character: it begins here, and so does the next or nothing stands there.
        alone = (symbol >= WORD_BEGINS) & ((following >= WORD_BEGINS) | (follower >= MARKS))
        single = singles[slot]
        if alone & (single >= 0):
            n = add(single, times, seen, touched, n)
    for k in range(paired):
        at = hits[room[k]]
        number, following = np.int64(stream[at] & NUMBER), stream[at + 1]
        place = place_of(keys, number << PAIR_BITS | np.int64(following & NUMBER))
        if keys[place] == -1:
            continue
        n = add(slots[place], times, seen, touched, n)
        if stream[at] >= WORD_BEGINS and following < WORD_BEGINS:
            word, to = number, at + 1
            while to < end and stream[to] < WORD_BEGINS and stream[to] < HASHED:
                word = (word * HASH_FACTOR + np.int64(stream[to])) & _MASK
                to += 1
            place = place_of(keys, WORD_KIND | word)
            if keys[place] != -1:
                n = add(slots[place], times, seen, touched, n)
    return n
