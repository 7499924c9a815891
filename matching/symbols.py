"""A text as a stream of 16-bit symbols: everything the matcher ever reads of it, in two bytes a character.

A Chinese character is its number in a table; the highest bit says that a word begins with it. After `LATIN` stand
four symbols, 13 bits each, with the 52-bit hash of a stemmed word (Latin letters, digits, or a character outside of
the table). Numbers from `MARKS` on are marks; the streams of experts and queries are made of pieces:

    OWN      the profile's own fields and keywords; a piece beside the works
    LONE     the same for an expert without works: it counts as his one work
    WORK     a work
    KEYWORDS what follows counts `KEYWORD_TIMES` times, until the next piece
    BREAK    the characters before and after do not stand together
    END      of an expert, while several are encoded together
"""

import functools
import hashlib
import itertools

import numpy as np

from matching.text import LONGEST, around_latin, fold, han_runs, has_unused, stem, without_unused

WORD_BEGINS = 0x8000
NUMBER = 0x7FFF
HASHED = 0x6E00  # to HASHED + 4095, with or without the highest bit: 13 bits of a hash
MARKS = 0x7F00
BREAK, LATIN, OWN, LONE, WORK, KEYWORDS, END = (MARKS + n for n in range(7))
KEYWORD_TIMES = 2
NO_CHARACTER = 0xFFFF

# Kinds of terms, told apart by the highest bits of their int64 codes; a character's code is its number.
PAIR_BITS = 15  # code of a bigram: first character << 15 | second
WORD_KIND = 1 << 61
LATIN_KIND = 1 << 62
HASH_FACTOR = 1_000_003

_RANGES = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x3007, 0x3007))
_PRIVATE = 0xE000  # marks are private characters until a text has been cut into words


def _numbers() -> np.ndarray:
    table, number = np.full(1 << 16, NO_CHARACTER, dtype=np.uint16), 1
    for first, last in _RANGES:
        table[first : last + 1] = np.arange(number, number + last - first + 1)
        number += last - first + 1
    return table


_NUMBER_OF = _numbers()
_POINT_OF = np.zeros(HASHED, dtype=np.uint32)
_POINT_OF[_NUMBER_OF[_NUMBER_OF != NO_CHARACTER]] = np.flatnonzero(_NUMBER_OF != NO_CHARACTER)


def private(mark: int) -> str:
    """The character that stands for a mark in a text about to be encoded."""
    return chr(_PRIVATE + mark - MARKS)


def numbers_of(text: str) -> np.ndarray:
    """Number of each character of a text, uint16; NO_CHARACTER for what is not Chinese."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return np.where(points < 1 << 16, _NUMBER_OF[points & 0xFFFF], np.uint16(NO_CHARACTER))


def text_of(numbers) -> str:
    """The characters with these numbers; a blank for each number that has none."""
    points = np.where(numbers < HASHED, _POINT_OF[np.minimum(numbers, HASHED - 1)], np.uint32(ord(" ")))
    return points.astype("<u4").tobytes().decode("utf-32-le")


def encode(normalised: str) -> np.ndarray:
    """Symbols of a normalised text, uint16 [n]; private characters become their marks."""
    points, symbols = np.frombuffer(normalised.encode("utf-32-le"), dtype=np.uint32), numbers_of(normalised)
    is_han = symbols != NO_CHARACTER
    _mark_words(symbols, is_han, normalised)
    if is_han.all():
        return symbols
    # A run of anything else becomes one BREAK; marks and Latin words are put in where they stood.
    is_mark = (points >= _PRIVATE) & (points < _PRIVATE + END - MARKS + 1)
    first = ~is_han & ~is_mark
    first[1:] &= (is_han | is_mark)[:-1]
    symbols[first] = BREAK
    symbols[is_mark] = points[is_mark] - _PRIVATE + MARKS
    keep = is_han | is_mark | first
    parts = around_latin(normalised)
    if len(parts) == 1:
        return symbols[keep]
    starts = _ends(parts)[:-1:2]
    places = np.cumsum(keep)  # symbols up to and with this character
    words = np.frombuffer(b"".join(map(_latin_bytes, parts[1::2])), dtype=np.uint16)
    return np.insert(symbols[keep], np.repeat(places[starts], 5), words)


def _mark_words(symbols, is_han, normalised):
    runs, words = han_runs(normalised)
    if words:
        starts = np.append(0, _ends(words)[:-1])
        inside = np.frombuffer(runs.encode("utf-32-le"), dtype=np.uint32) != ord(" ")
        number = np.cumsum(inside) - 1  # of a Chinese character among all
        starts = starts[inside[starts]]
        symbols[np.flatnonzero(is_han)[number[starts]]] |= WORD_BEGINS


def _ends(parts):
    """Where each of the parts of a text ends, int64."""
    return np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)))


def write(pieces) -> str:
    """One text, to be encoded, of `(mark, texts, keywords)` pieces; texts and keywords are lists of raw strings."""
    marks, raw = [], []
    for mark, texts, keywords in pieces:
        marks.append(private(mark))
        raw.append("\n".join(texts)[:LONGEST])
        if keywords:
            marks.append(private(KEYWORDS))
            raw.append("\n".join(keywords)[:LONGEST])
    if has_unused("".join(raw)):  # one look at many texts: hardly any has some
        raw = [without_unused(text) for text in raw]
    return "".join(itertools.chain.from_iterable(zip(marks, map(fold, raw), strict=True)))


@functools.lru_cache(maxsize=400_000)
def _latin_bytes(word: str) -> bytes:
    return latin_symbols(word).tobytes()


def latin_symbols(word: str) -> np.ndarray:
    """LATIN and the 52-bit hash (BLAKE2b) of the stem, uint16 [5]."""
    value = int.from_bytes(hashlib.blake2b(stem(word).encode(), digest_size=7).digest(), "little")
    parts = [(value >> shift) & 0x1FFF for shift in (0, 13, 26, 39)]
    return np.array([LATIN, *((p >> 12) << 15 | HASHED | p & 0xFFF for p in parts)], dtype=np.uint16)


@functools.lru_cache(maxsize=100_000)
def latin_code_of(word: str) -> int:
    """Term code of a Latin word."""
    return latin_code(latin_symbols(word))


def latin_code(symbols) -> int:
    """Term code of `latin_symbols`; the kernel computes the same."""
    value = 0
    for place, symbol in enumerate(symbols[1:]):
        value |= ((int(symbol) & 0xFFF) | (int(symbol) >> 15) << 12) << 13 * place
    return LATIN_KIND | value


def word_code(numbers) -> int:
    """Term code of a Chinese word from the numbers of its characters; the kernel computes the same."""
    value = 0
    for number in numbers:
        value = (value * HASH_FACTOR + int(number)) & (WORD_KIND - 1)
    return WORD_KIND | value
