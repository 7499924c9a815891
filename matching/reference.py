"""The plain baseline, scikit-learn TF-IDF over jieba words: the oracle of the tests, used by nobody else."""

import numpy as np

from matching.people import items, works_of
from matching.people import texts_of as texts_in
from matching.query import texts_of
from matching.symbols import KEYWORD_TIMES
from matching.text import normalise


def _text_of(expert: dict) -> str:
    texts = [*items(expert.get("fields")), *items(expert.get("keywords")) * KEYWORD_TIMES]
    for work in works_of(expert):
        texts += [work.get("title"), work.get("abstract"), *items(work.get("keywords")) * KEYWORD_TIMES]
    return normalise("\n".join(texts_in(texts)))


class Reference:
    """`TfidfVectorizer(tokenizer=jieba.lcut)` over joined profiles, cosine, argsort."""

    def fit(self, experts) -> "Reference":
        """Fit the pool; the text of an expert is what the core reads of him, joined."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.ids = [e["id"] for e in experts]
        self.vectorizer = TfidfVectorizer(token_pattern=None, **self.vectorizer_options())
        self.matrix = self.vectorizer.fit_transform([_text_of(e) for e in experts])
        return self

    def rank(self, query, k: int) -> list[tuple[object, float]]:
        """The best `k` as `(id, cosine)`."""
        vector = self.vectorizer.transform(["\n".join(texts_of(query).values())])
        scores = (self.matrix @ vector.T).toarray().ravel()
        return [(self.ids[i], float(scores[i])) for i in np.argsort(-scores, kind="stable")[:k]]

    def vectorizer_options(self) -> dict:
        """Options of scikit-learn's `TfidfVectorizer`."""
        import jieba

        jieba.setLogLevel(60)
        return {"tokenizer": jieba.lcut}
