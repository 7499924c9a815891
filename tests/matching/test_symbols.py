"""Streams of symbols: what is read from them is what stands in the text."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.people import streams_of
from matching.query import layout_of, parts_of, read
from matching.reading import emit
from matching.symbols import (
    END,
    LATIN,
    LATIN_KIND,
    PAIR_BITS,
    encode,
    latin_code,
    latin_symbols,
    private,
    text_of,
    word_code,
)
from matching.text import is_han, normalise, words_in

SCRIPTS = st.text(
    st.sampled_from("能量密度液冷極板〇ab1.₂≥％ＡW /\n，。é\u0301\u0130\ud800㎡𠀀\ue000\uf8ff"), max_size=40
)


def numbers(word):
    return [int(symbol) & 0x7FFF for symbol in encode(word)]


def expected(text) -> Counter:
    """Terms of a normalised text by the definitions: characters, pairs of neighbours, words, Latin words."""
    found = Counter()
    for _, _, word in words_in(text):
        found[word_code(numbers(word)) if is_han(word) else latin_code(latin_symbols(word))] += 1
    for first, second in itertools.pairwise(text + " "):
        if is_han(first):
            found[numbers(first)[0]] += 1
            if is_han(second):
                found[numbers(first)[0] << PAIR_BITS | numbers(second)[0]] += 1
    return found


def emitted(stream) -> Counter:
    out = np.empty(6 * len(stream) + 1, dtype=np.int64)
    return Counter(out[: emit(stream, 0, len(stream), out)].tolist())


@settings(max_examples=150, deadline=None)
@given(SCRIPTS)
def test_what_is_read_is_what_stands_there(raw):
    text = normalise(raw)
    assert emitted(encode(text)) == expected(text)


@settings(max_examples=60, deadline=None)
@given(SCRIPTS, SCRIPTS)
def test_every_place_of_a_term_is_known(title, problem):
    query = {"title": title, "problem": problem}
    parts = parts_of(query)
    terms, layout = read(query).terms, layout_of(parts, [words_in(part.text) for part in parts])
    assert set(layout.codes.tolist()) == set(terms.codes.tolist())
    for code, count in zip(terms.codes, terms.counts, strict=True):
        assert layout.share[layout.codes == code].sum() == pytest.approx(count)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"fields": st.lists(SCRIPTS, max_size=2), "works": st.lists(SCRIPTS, max_size=2)}
        )
    )
)
def test_many_are_encoded_as_one_by_one(experts):
    for alone, together in zip([streams_of([e])[0] for e in experts], streams_of(experts), strict=True):
        assert alone.tolist() == together.tolist()


def test_characters_have_their_numbers():
    for one in "能鿿㐀䶿〇豈":
        assert text_of(np.array(numbers(one))) == one


def test_a_hash_never_looks_like_a_character_or_a_mark():
    for word in map(str, range(3000)):
        symbols = latin_symbols(word)
        assert symbols[0] == LATIN
        assert all(0x6E00 <= int(s) & 0x7FFF <= 0x7DFF for s in symbols[1:])
        assert latin_code(symbols) & LATIN_KIND


def test_private_characters_of_a_text_are_no_marks():
    assert END not in encode(normalise(f"能{private(END)}量"))


def test_only_punctuation_has_no_terms():
    assert emitted(encode(normalise("。，！？——…（）％"))) == Counter()
