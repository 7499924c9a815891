"""The matcher once more, slowly, from its definitions: dictionaries and loops, no index, no candidates, no streams.

It shares with the core only how a text is folded and cut into words (matching.text) and what odd values mean
(matching.people); the numbers come from weights.json and the formulas as the literature has them.
"""

import math
from collections import Counter

import numpy as np

from matching import search, topics
from matching.latent import LEAST_PROFILES, WEAKEST
from matching.people import items, texts_of, works_of
from matching.score import load_blocks
from matching.text import is_han, normalise, stem, words_in

UNITS = "char", "bigram", "word"
PARTS = "title", "problem", "indicators", "keywords"


def terms(text: str) -> Counter:
    """{(unit, term): count} of a raw text; a Latin word is a term of every unit."""
    found: Counter = Counter()
    folded = normalise(text)
    places = {}
    for start, _, word in words_in(folded):
        if is_han(word):
            found["word", word] += 1
            places.update(enumerate(word, start))
        else:
            found.update((unit, f"~{stem(word)}") for unit in UNITS)
    found.update(("char", character) for character in places.values())
    pairs = (places[at] + places[at + 1] for at in places if at + 1 in places)
    found.update(("bigram", pair) for pair in pairs)
    return found


def twice(counts: Counter) -> Counter:
    """Keywords count twice."""
    return Counter({term: 2 * count for term, count in counts.items()})


def pieces_of(expert: dict) -> tuple[Counter, list[Counter]]:
    """Terms of the whole profile and of each of its works; a profile without works is one work."""
    own = terms("\n".join(texts_of(items(expert.get("fields")))))
    own += twice(terms("\n".join(texts_of(items(expert.get("keywords"))))))
    works = [
        terms("\n".join(texts_of([work.get("title"), work.get("abstract")])))
        + twice(terms("\n".join(texts_of(items(work.get("keywords"))))))
        for work in works_of(expert)
    ]
    return sum(works, own), works or [own]


def terms_of_query(query) -> Counter:
    """Terms of a query; its parts do not stand together."""
    query = query if isinstance(query, dict) else {"title": query}
    found: Counter = Counter()
    for part in PARTS:
        value = query.get(part)
        texts = [value] if isinstance(value, str) else items(value)
        each = terms("\n".join(str(text) for text in texts if text is not None))
        found += twice(each) if part == "keywords" else each
    return found


def log_tf(count: float) -> float:
    """1 + ln tf."""
    return 1.0 + math.log(count)


class Oracle:
    """Scores of a pool of experts `{id: dictionary}` for any query."""

    def __init__(self, experts):
        self.ids = [expert["id"] for expert in experts]
        read = [pieces_of(expert) for expert in experts]
        self.profiles = [profile for profile, _ in read]
        self.works = [works for _, works in read]
        self.in_profiles = Counter(term for profile in self.profiles for term in profile)
        self.in_works = Counter(term for works in self.works for work in works for term in work)
        self.number_of_works = sum(map(len, self.works))
        self.lengths = {
            u: [sum(c for (unit, _), c in p.items() if unit == u) for p in self.profiles] for u in UNITS
        }
        self.places, self.topic_table, self.columns = self._space()

    def blocks(self, query) -> list[float]:
        """Weighted sum of the blocks for each expert."""
        asked = terms_of_query(query)
        totals = [0.0] * len(self.ids)
        for block in load_blocks():
            mine = {term: count for term, count in asked.items() if term[0] == block.unit}
            value = self._bm25 if block.kind == "bm25" else self._cosine
            for n in range(len(self.ids)):
                totals[n] += block.weight * value(block, mine, n)
        return totals

    def scores(self, query, places=None) -> dict:
        """{id: score}; `places` [experts, dimensions] replaces the oracle's own places in the space of topics."""
        blocks = np.array(self.blocks(query))
        mine = self.places if places is None else places[0]
        asked = self.place_of(query) if places is None else places[1]
        likeness = mine @ asked
        first = np.where(blocks > 0, np.maximum(blocks + search.TOPIC_FIRST * likeness, 0.0), 0.0)
        seeds = sorted(range(len(first)), key=lambda n: -first[n])[: search.SEEDS]
        votes = {seed: first[seed] ** search.VOTE_POWER for seed in seeds}
        everything = sum(votes.values()) or 1.0
        found = {}
        for n, id_ in enumerate(self.ids):
            given, others = 0.0, 1.0
            for seed, vote in votes.items():
                if abs(first[n] - first[seed]) <= topics.SAME * first[seed]:
                    others -= vote / everything
                else:
                    given += vote / everything * max(float(mine[n] @ mine[seed]), 0.0) ** topics.NEAR_POWER
            share = max(others, topics.LEAST_OTHERS)
            total = blocks[n] + search.TOPIC * likeness[n] + search.VOTES * given / share
            found[id_] = max(float(total), 0.0) if blocks[n] > 0 else 0.0
        return found

    def place_of(self, query) -> np.ndarray:
        """Place of a query in the space of topics."""
        counts = {term: count for term, count in terms_of_query(query).items() if self.in_profiles[term]}
        place = self._vector(counts) @ self.topic_table
        return place / (np.linalg.norm(place) or 1.0)

    def blur(self, counts) -> float:
        """How far the core's place of a text may be from the true one: its table and its places are whole steps.

        An entry of the table is off by at most half a step of its row, a text by the sum over its terms; bringing it
        to length 1 divides by the length it had and at most doubles it.
        """
        vector, dimensions = self._vector(counts), self.topic_table.shape[1]
        length = float(np.linalg.norm(vector @ self.topic_table))
        if length <= 1e-6:
            return 0.0
        widest = float(np.abs(vector) @ np.linalg.norm(self.topic_table, axis=1))
        return dimensions**0.5 / topics.STEPS * (widest / length + 0.5)

    def _bm25(self, block, asked, n) -> float:
        lengths = self.lengths[block.unit]
        mean = sum(lengths) / len(lengths) or 1e-9
        saturation = block.k1 * (1 - block.b + block.b * lengths[n] / mean)
        value = greatest = 0.0
        for term, count in asked.items():
            df = self.in_profiles[term]
            weight = log_tf(count) * math.log(1 + (len(self.ids) - df + 0.5) / (df + 0.5))
            greatest += weight
            tf = self.profiles[n][term]
            value += weight * tf / (tf + saturation) if tf else 0.0
        return value / greatest if greatest else 0.0

    def _cosine(self, block, asked, n) -> float:
        if block.level == "profile":
            return self._angle(block, asked, self.profiles[n])
        values = [self._angle(block, asked, work) for work in self.works[n]]
        mean = sum(value**block.power for value in values) / len(values) ** block.share
        return mean ** (1 / block.power)

    def _angle(self, block, asked, document) -> float:
        counts, total = self.in_profiles, len(self.ids)
        if block.level == "work":
            counts, total = self.in_works, self.number_of_works

        def weights(found):
            return {
                term: log_tf(count) * (math.log((1 + total) / (1 + counts[term])) + 1) ** block.idf_power
                for term, count in found.items()
                if term[0] == block.unit
            }

        mine, theirs = weights(asked), weights(document)
        lengths = math.sqrt(sum(w * w for w in mine.values()) * sum(w * w for w in theirs.values()))
        return sum(w * theirs.get(term, 0.0) for term, w in mine.items()) / lengths if lengths else 0.0

    def _vector(self, counts) -> np.ndarray:
        """The three cosine vectors of a text on the columns of frequent terms; a Latin word has one column."""
        idf = {t: math.log((1 + len(self.ids)) / (1 + self.in_profiles[t])) + 1 for t in counts}
        rare = math.log((1 + len(self.ids)) / 2) + 1
        weights = {
            t: log_tf(c) * (idf[t] if self.in_profiles[t] >= LEAST_PROFILES else rare)
            for t, c in counts.items()
        }
        squares = Counter()
        for (unit, _), weight in weights.items():
            squares[unit] += weight * weight
        vector = np.zeros(len(self.columns))
        for (unit, term), weight in weights.items():
            if (place := self.columns.get(term if term[0] == "~" else (unit, term))) is not None:
                vector[place] += weight * weight / squares[unit]
        # Its three entries as one of the same length; for a Chinese term this is the entry itself.
        return np.sqrt(vector)

    def _space(self):
        frequent = {term for term, count in self.in_profiles.items() if count >= LEAST_PROFILES}
        names = sorted({t[1] if t[1][0] == "~" else t for t in frequent}, key=str)
        self.columns = {name: place for place, name in enumerate(names)}
        table = np.zeros((len(names), 1))
        matrix = np.array([self._vector(profile) for profile in self.profiles]).reshape(len(self.ids), -1)
        if matrix.size:
            _, strengths, right = np.linalg.svd(matrix, full_matrices=False)
            kept = strengths > WEAKEST * max(strengths[0], 1e-12)
            table = right[kept].T / np.sqrt(strengths[kept])
        places = matrix @ table
        lengths = np.linalg.norm(places, axis=1, keepdims=True)
        return np.where(lengths > 1e-6, places / np.maximum(lengths, 1e-6), 0.0), table, self.columns
