"""Where matched words stand in a text as it was written, for highlighting on a page."""

import itertools
import re

from matching.text import LATIN_WORDS, LONGEST, is_han, normalise, normalise_with_origin, stem

_NUMBER = re.compile(r"[\d.]*")
_GAP = re.compile(r"[ /·.\-\n]?")  # what may stand between the parts of one expression: 350 Wh/kg


def marks(text: str, words) -> tuple[tuple[int, int], ...]:
    """`(start, end)` of every place in `text` where one of the words stands, rising, none over another.

    Writing does not matter: full width, CO₂ and co2, traditional characters, capitals, forms of an English word,
    350Wh/kg and 350 Wh/kg. Where two words overlap the longer one is marked. Latin words are marked whole.
    Nothing is marked in a text that cannot be aligned with its normal form, nor after its first 50,000 characters.
    """
    folded, surface, origin = normalise_with_origin(text)
    if len(surface) != len(text[:LONGEST]):
        return ()
    tokens = _tokens(folded)
    keys = [key for _, _, key in tokens]
    taken: set[int] = set()
    found = []
    for wanted in sorted({tuple(key for *_, key in _tokens(normalise(word))) for word in words}, key=_weight):
        for first in _starts(keys, wanted):
            last = first + len(wanted) - 1
            span = range(tokens[first][0], tokens[last][1])
            if _is_one(folded, tokens[first : last + 1]) and taken.isdisjoint(span):
                taken.update(span)
                found.append((origin[span.start], origin[span.stop - 1] + 1))
    return tuple(sorted(set(found)))


def _tokens(folded: str) -> list[tuple[int, int, str]]:
    """`(start, end, key)` of every Chinese character and Latin word; the key of a Latin word is its stem."""
    found = []
    for match in LATIN_WORDS.finditer(folded):
        # A unit that follows its number at once is a word of its own: 350Wh.
        cut = match.start() + len(_NUMBER.match(match.group()).group())
        edges = sorted({match.start(), cut, match.end()})
        found += [(a, b, stem(folded[a:b])) for a, b in itertools.pairwise(edges)]
    found += [(at, at + 1, one) for at, one in enumerate(folded) if is_han(one)]
    return sorted(found)


def _weight(wanted: tuple[str, ...]) -> tuple:
    """The longest word first; of equally long ones by its letters, so that nothing depends on their order."""
    return -sum(map(len, wanted)), wanted


def _starts(keys: list[str], wanted: tuple[str, ...]):
    if not wanted:
        return
    size = len(wanted)
    for first in range(len(keys) - size + 1):
        if keys[first] == wanted[0] and tuple(keys[first : first + size]) == wanted:
            yield first


def _is_one(folded: str, tokens) -> bool:
    """Whether nothing but a blank, a slash or the like stands between the tokens."""
    return all(_GAP.fullmatch(folded[a[1] : b[0]]) for a, b in itertools.pairwise(tokens))
