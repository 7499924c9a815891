"""From raw text to term codes: normalising, segmenting, and where each term stands in the text."""

import functools
import re
import unicodedata

from matching.words import simplified_table

LONGEST = 50_000  # characters of one text that are read; what follows is ignored

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"(?P<latin>\d+(?:\.\d+)+|[^\W_{_HAN}]+)|(?P<han>[{_HAN}]+)")
LATIN_WORDS = re.compile(rf"\d+(?:\.\d+)+|[^\W_{_HAN}]+")
_AND_LATIN = re.compile(rf"({LATIN_WORDS.pattern})")
_NOT_HAN = re.compile(rf"[^{_HAN}]+")
_UNUSED = re.compile("[\ud800-\udfff\ue000-\uf8ff]")  # halves of pairs, and characters without a meaning


def normalise(text) -> str:
    """NFKC (full width, CO₂ → co2), lower case, simplified characters. Anything is accepted; None is empty."""
    if text is None:
        return ""
    return fold(without_unused(str(text)[:LONGEST]))


def has_unused(text: str) -> bool:
    """Whether the text has halves of pairs or private characters."""
    return _UNUSED.search(text) is not None


def without_unused(text: str) -> str:
    """The text with a space for each halved pair and private character."""
    return _UNUSED.sub(" ", text)


def fold(text: str) -> str:
    """NFKC, lower case, simplified."""
    folded = unicodedata.normalize("NFKC", text).lower()
    # Looking is many times quicker than translating, and most texts have nothing to translate.
    return folded.translate(simplified_table()) if _traditional().search(folded) else folded


def normalise_with_origin(text) -> tuple[str, str, list[int]]:
    """`(normalised, surface, origin)`: normalised character i comes from `surface[origin[i]]`.

    Where the two cannot be aligned (rare context-dependent folding) the surface is the normalised text itself.
    """
    surface = without_unused("" if text is None else str(text)[:LONGEST])
    folded = fold(surface)
    if len(folded) == len(surface) and unicodedata.is_normalized("NFKC", surface):
        return folded, surface, list(range(len(surface)))
    pieces, origin, at = [], [], 0
    while at < len(surface):
        end = at + 1
        while end < len(surface) and unicodedata.combining(surface[end]):
            end += 1
        piece = fold(surface[at:end])
        pieces.append(piece)
        origin.extend([at] * len(piece))
        at = end
    if "".join(pieces) != folded:
        return folded, folded, list(range(len(folded)))
    return folded, surface, origin


def words_in(normalised: str) -> list[tuple[int, int, str]]:
    """`(start, end, word)` of all words, Han and Latin, in reading order; punctuation is left out."""
    found, at = [], 0
    for word in han_words(normalised):
        at = normalised.index(word, at)
        found.append((at, at + len(word), word))
        at += len(word)
    found.extend((m.start(), m.end(), m.group()) for m in LATIN_WORDS.finditer(normalised))
    return sorted(found)


def is_han(word: str) -> bool:
    """Whether the word is made of Chinese characters."""
    return _NOT_HAN.match(word) is None


def han_words(normalised: str) -> list[str]:
    """Chinese words of the text by the segmenter; runs broken by anything else are never joined."""
    return [w for w in han_runs(normalised)[1] if not w.isspace()]


def han_runs(normalised: str) -> tuple[str, list[str]]:
    """The text with one space for everything between runs of Chinese characters, and it cut into words and spaces."""
    runs = _NOT_HAN.sub(" ", normalised)
    return runs, _segmenter()[1](runs) if runs.strip() else []


def around_latin(normalised: str) -> list[str]:
    """The text cut in turns: what is no Latin word (often empty), a Latin word, and so on."""
    return _AND_LATIN.split(normalised)


def segmenter_name() -> str:
    """Which segmenter is at work: snapshots of one are not read with the other."""
    return _segmenter()[0]


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """English stem (Snowball, Porter 2) of a Latin word of four letters or more; others unchanged."""
    return _stemmer()(word) if len(word) > 3 and word.isascii() and word.isalpha() else word


@functools.lru_cache(maxsize=1)
def _traditional():
    return re.compile("[" + "".join(map(chr, simplified_table())) + "]")


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
