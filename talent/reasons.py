"""Why an expert was recommended, for people: the works that match, the words in them, the shares of the score."""

import dataclasses

from matching.marking import marks
from matching.sentence import label_of
from talent.states import WorkType

PARTS = {
    "title": "题目",
    "problem": "需求内容",
    "indicators": "指标",
    "keywords": "关键词",
    "topics": "主题相近",
    "neighbours": "与最相符的专家相近",
}
MOST = 4
TELLING = 3


def marked(text, words):
    """The text in pieces (piece, whether it is a matched word), whatever way a word is written in it."""
    pieces, at = [], 0
    for start, end in marks(text, words) if words else ():
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in [*pieces, (text[at:], False)] if piece[0]) or ((text, False),)


def whole(words):
    """The words, each once; a word within a longer one is left out."""
    words = list(dict.fromkeys(words))
    return tuple(word for word in words if not any(word != other and word in other for other in words))


@dataclasses.dataclass(frozen=True)
class Reason:
    """One work (or the direction) that matches: its type and title, the matched words, the parts of the query."""

    type: str
    title: str
    words: tuple
    part: str

    @property
    def marked_title(self):
        """The title in pieces (text, whether it is a matched word)."""
        return marked(self.title, self.words)

    @property
    def other_words(self):
        """Matched words that do not stand in the title."""
        return tuple(word for word in self.words if not marks(self.title, (word,)))


def reasons_of(told):
    """The works that share words with the query, the strongest first."""
    works = {}
    for one in told.contributions:
        if one.words:
            works.setdefault((_type(one), one.title), []).append(one)
    return tuple(_reason(kind, title, parts) for (kind, title), parts in list(works.items())[:MOST])


def _reason(kind, title, contributions):
    words = whole(word for one in contributions for word in one.words)
    labels = dict.fromkeys(label_of(one, word) for one in contributions for word in one.words)
    return Reason(kind, title, words, "、".join(labels))


def _type(contribution):
    return WorkType(contribution.type).label if contribution.work is not None else "研究方向"


def shares_of(told):
    """What each part of the query gave to the text score, as (label, points), the greatest first."""
    sums = {}
    for one in told.contributions:
        sums[one.part] = sums.get(one.part, 0.0) + one.contribution
    ordered = sorted(sums.items(), key=lambda pair: -pair[1])
    return tuple((PARTS[part], points) for part, points in ordered)


def words_of(told):
    """The telling words of the query that stand in this expert's profile: the best of each contribution."""
    return frozenset(word for one in told.contributions for word in one.words[:TELLING])
