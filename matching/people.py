"""What the matcher reads of an expert, and of anything else that plain dictionaries hold."""

import numpy as np

from matching.symbols import END, LONE, OWN, WORK, encode, write

BATCH = 500  # experts encoded together


def streams_of(experts) -> list[np.ndarray]:
    """Symbols of each expert, uint16. Organisation and title of a person say nothing of what he can do: not read."""
    streams: list = []
    for at in range(0, len(experts), BATCH):
        batch = experts[at : at + BATCH]
        symbols = encode(write(piece for one in batch for piece in (*_pieces(one), (END, (), ()))))
        ends = np.flatnonzero(symbols == END)
        streams += [part[1:] for part in np.split(np.insert(symbols, 0, END), ends + 1)[:-1]]
    return streams


def _pieces(expert: dict):
    own = texts_of(items(expert.get("fields"))), texts_of(items(expert.get("keywords")))
    works = works_of(expert)
    if any(own) or not works:
        yield OWN if works else LONE, *own
    for work in works:
        yield WORK, texts_of([work.get("title"), work.get("abstract")]), texts_of(items(work.get("keywords")))


def items(value) -> list:
    """A list of what may be a list, one value, or nothing."""
    if value is None or value == "":
        return []
    return [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)


def texts_of(values) -> list[str]:
    """The values that say something, as text."""
    return [str(value) for value in values if value]


def works_of(expert: dict) -> list[dict]:
    """The expert's works as dictionaries; a bare string is a title."""
    works = expert.get("works")
    works = [works] if isinstance(works, dict) else items(works)
    return [w if isinstance(w, dict) else {"title": w} for w in works]
