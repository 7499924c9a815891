"""From raw text to term codes: normalising, segmenting, and where each term stands in the text."""

import functools
import hashlib
import itertools
import re
import unicodedata
from typing import NamedTuple

import numpy as np

from matching.words import simplified_table

UNITS = ("char", "bigram", "word")
LONGEST = 50_000  # characters of one text that are read; what follows is ignored

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?P<latin>\d+(?:\.\d+)+|[^\W_{_HAN}]+)|(?P<han>[{_HAN}]+)")
_LATIN = re.compile(rf"\d+(?:\.\d+)+|[^\W_{_HAN}]+")
_NOT_HAN = re.compile(rf"[^{_HAN}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HASHED = 1 << 63
_SHIFT = np.uint64(21)


class Tokens(NamedTuple):
    """Term codes of one text in reading order, each `uint64 [n]`.

    A Han character is its code point, a bigram two code points (exact, < 2**42); a word, and a Latin word in
    every unit, is a 63-bit hash with the highest bit set.
    """

    char: np.ndarray
    bigram: np.ndarray
    word: np.ndarray


class Span(NamedTuple):
    """One occurrence of a term: characters `start:end` of the normalised text."""

    unit: str
    code: int
    start: int
    end: int


def normalise(text) -> str:
    """NFKC (full width, CO₂ → co2), lower case, simplified characters. Anything is accepted; None is empty."""
    if text is None:
        return ""
    return _fold(_SURROGATE.sub(" ", str(text)[:LONGEST]))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().translate(simplified_table())


def normalise_with_origin(text) -> tuple[str, str, list[int]]:
    """`(normalised, surface, origin)`: normalised character i comes from `surface[origin[i]]`.

    Where the two cannot be aligned (rare context-dependent folding) the surface is the normalised text itself.
    """
    surface = _SURROGATE.sub(" ", "" if text is None else str(text)[:LONGEST])
    folded = _fold(surface)
    if len(folded) == len(surface) and unicodedata.is_normalized("NFKC", surface):
        return folded, surface, list(range(len(surface)))
    pieces, origin, at = [], [], 0
    while at < len(surface):
        end = at + 1
        while end < len(surface) and unicodedata.combining(surface[end]):
            end += 1
        piece = _fold(surface[at:end])
        pieces.append(piece)
        origin.extend([at] * len(piece))
        at = end
    if "".join(pieces) != folded:
        return folded, folded, list(range(len(folded)))
    return folded, surface, origin


def tokenise(normalised: str) -> Tokens:
    """Codes of all three units of a normalised text."""
    latin = np.fromiter((code_of(stem(t)) for t in _LATIN.findall(normalised)), dtype=np.uint64)
    points = np.frombuffer(normalised.encode("utf-32-le"), dtype=np.uint32)
    is_han = _han_mask(points)
    wide = points.astype(np.uint64)
    pairs = is_han[:-1] & is_han[1:]
    bigrams = (wide[:-1][pairs] << _SHIFT) | wide[1:][pairs]
    words = np.fromiter((code_of(w) for w in han_words(normalised)), dtype=np.uint64)
    return Tokens(
        np.concatenate([wide[is_han], latin]),
        np.concatenate([bigrams, latin]),
        np.concatenate([words, latin]),
    )


def spans(normalised: str) -> list[Span]:
    """Every term of `tokenise` with its place; the same multiset of codes per unit."""
    found = []
    for start, end, word in words_in(normalised):
        if is_han(word):
            found.append(Span("word", code_of(word), start, end))
        else:
            found.extend(Span(unit, code_of(stem(word)), start, end) for unit in UNITS)
    for match in _TOKEN.finditer(normalised):
        if match.lastgroup == "han":
            start, run = match.start(), match.group()
            points = [ord(c) for c in run]
            found.extend(Span("char", p, start + i, start + i + 1) for i, p in enumerate(points))
            found.extend(
                Span("bigram", (a << 21) | b, start + i, start + i + 2)
                for i, (a, b) in enumerate(itertools.pairwise(points))
            )
    return found


def words_in(normalised: str) -> list[tuple[int, int, str]]:
    """`(start, end, word)` of all words, Han and Latin, in reading order; punctuation is left out."""
    found, at = [], 0
    for word in han_words(normalised):
        at = normalised.index(word, at)
        found.append((at, at + len(word), word))
        at += len(word)
    found.extend((m.start(), m.end(), m.group()) for m in _LATIN.finditer(normalised))
    return sorted(found)


def is_han(word: str) -> bool:
    """Whether the word is made of Chinese characters."""
    return _NOT_HAN.match(word) is None


def han_words(normalised: str) -> list[str]:
    """Chinese words of the text by the segmenter; runs broken by anything else are never joined."""
    runs = _NOT_HAN.sub(" ", normalised)
    return [w for w in _segmenter()[1](runs) if not w.isspace()] if runs.strip() else []


def segmenter_name() -> str:
    """Which segmenter is at work: snapshots of one are not read with the other."""
    return _segmenter()[0]


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """English stem (Snowball, Porter 2) of a Latin word of four letters or more; others unchanged."""
    return _stemmer()(word) if len(word) > 3 and word.isascii() and word.isalpha() else word


@functools.lru_cache(maxsize=400_000)
def code_of(term: str) -> int:
    """Stable 63-bit hash (BLAKE2b) with the highest bit set: never equal to a character or bigram code."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little") | _HASHED


def _han_mask(points: np.ndarray) -> np.ndarray:
    return (
        ((points >= 0x4E00) & (points <= 0x9FFF))
        | ((points >= 0x3400) & (points <= 0x4DBF))
        | ((points >= 0xF900) & (points <= 0xFAFF))
        | ((points >= 0x20000) & (points <= 0x3FFFF))
        | (points == 0x3007)
    )


@functools.lru_cache(maxsize=1)
def _segmenter():
    """jieba's segmentation; its Rust port (same dictionary, 16 times faster) where the wheel exists."""
    try:
        import rjieba

        return "rjieba", rjieba.cut
    except ImportError:
        import jieba

        jieba.setLogLevel(60)
        return "jieba", jieba.lcut


@functools.lru_cache(maxsize=1)
def _stemmer():
    import snowballstemmer

    return snowballstemmer.stemmer("english").stemWord
