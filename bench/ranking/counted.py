"""Matrices of term counts of whole pools, from each part cut into words once: exactly those of the joined texts."""

import numpy as np
from scipy.sparse import csr_array

from bench.ranking.pool import draws, parts
from matching.symbols import KEYWORD_TIMES
from matching.text import normalise

BREAK = "\n"


def counts(size: int, cut, with_breaks: bool):
    """(counts int32 CSR [experts, terms], list of the terms that occur), by `cut`: text → list of words.

    `with_breaks` counts the line breaks between the parts of a profile as `matching.reference` joins them.
    """
    made = parts()
    texts = [title for title, _ in made.titles] + made.sentences
    lists = [words for _, words in made.titles]
    cuts = [cut(normalise(text)) for text in texts]
    cuts += [[w for word in words for w in cut(normalise(word))] * KEYWORD_TIMES for words in lists]
    cuts += [[BREAK]]
    terms: dict[str, int] = {}
    ends = np.cumsum([0] + [len(words) for words in cuts])
    columns = np.array([terms.setdefault(w, len(terms)) for words in cuts for w in words], dtype=np.int32)
    by_part = csr_array((np.ones(len(columns), dtype=np.int32), columns, ends), shape=(len(cuts), len(terms)))
    by_part.sum_duplicates()
    found = (_profiles(size, len(cuts), with_breaks) @ by_part).tocsr()
    used = np.flatnonzero(np.bincount(found.indices, minlength=len(terms)))
    place = np.full(len(terms), -1, dtype=np.int32)
    place[used] = np.arange(len(used))
    names = list(terms)
    found = csr_array(
        (found.data, place[found.indices], found.indptr.astype(np.int64)), shape=(size, len(used))
    )
    found.sort_indices()
    return found, [names[i] for i in used.tolist()]


def _profiles(size: int, width: int, with_breaks: bool):
    """How often each profile has each part, int32 CSR [experts, parts]."""
    made, drawn = parts(), draws(size)
    titles, sentences = len(made.titles), len(made.sentences)
    works = np.repeat(np.arange(size), np.diff(drawn.start))
    keywords = np.array([len(words) * KEYWORD_TIMES for _, words in made.titles])
    second = drawn.sentences[:, 1] >= 0
    rows = [works, works, works, works[second]]
    columns = [
        drawn.titles,
        drawn.titles + titles + sentences,
        drawn.sentences[:, 0] + titles,
        drawn.sentences[second, 1] + titles,
    ]
    values = [np.ones(len(r), dtype=np.int32) for r in rows]
    if with_breaks:
        lines = np.bincount(works, weights=2 + keywords[drawn.titles], minlength=size) - 1
        rows.append(np.arange(size))
        columns.append(np.full(size, width - 1))
        values.append(lines.astype(np.int32))
    joined = [np.concatenate(each) for each in (values, rows, columns)]
    return csr_array((joined[0], (joined[1], joined[2])), shape=(size, width))
