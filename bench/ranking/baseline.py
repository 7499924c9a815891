"""The plain way at any size: TfidfVectorizer over jieba words, cosine, argsort."""

import numpy as np
from scipy.sparse import csr_matrix

from bench.ranking import pool
from bench.ranking.counted import counts
from bench.ranking.timing import seconds, times

BEST = 10


def measure(size: int) -> dict:
    """Query times; the matrix is composed from parts cut once, which gives the matrix of the joined texts."""
    vectorizer, matrix = _composed(size)
    asked = [pool.text_of(q) for q in pool.parts().queries][: max(5, min(30, 3_000_000 // size))]

    def plain(text):
        from sklearn.metrics.pairwise import cosine_similarity

        return np.argsort(-cosine_similarity(vectorizer.transform([text]), matrix)[0], kind="stable")[:BEST]

    def product(text):
        return np.argsort(-_product(vectorizer, matrix, text), kind="stable")[:BEST]

    first, second = plain(asked[0]), product(asked[0])
    assert set(first.tolist()) == set(second.tolist())
    return {
        "query": times(plain, asked, warm=1)._asdict(),
        "product": times(product, asked, warm=1)._asdict(),
        "terms": matrix.nnz,
    }


def build(size: int) -> dict:
    """Seconds of fitting from text, and whether the composed matrix is the fitted one."""
    from matching.reference import Reference

    Reference().fit(
        [{"id": 0, "works": [{"title": "热身"}]}]
    )  # jieba's dictionary is read outside of the measure
    people = list(pool.experts(size))
    fitted, spent = seconds(lambda: Reference().fit(people))
    vectorizer, matrix = _composed(size)
    for query in pool.parts().queries[:3]:
        text = pool.text_of(query)
        real, ours = _product(fitted.vectorizer, fitted.matrix, text), _product(vectorizer, matrix, text)
        assert np.allclose(real, ours, atol=1e-9), np.abs(real - ours).max()
    return {"seconds": spent}


def _product(vectorizer, matrix, text):
    return (matrix @ vectorizer.transform([text]).T).toarray().ravel()


def _composed(size):
    import jieba
    from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

    jieba.setLogLevel(60)
    found, terms = counts(size, jieba.lcut, with_breaks=True)
    weigh = TfidfTransformer()
    small = size * 200 < 2**31
    indices = found.indices.astype(np.int32), found.indptr.astype(np.int32 if small else np.int64)
    matrix = csr_matrix((found.data.astype(np.float64), *indices), shape=found.shape)
    del found
    matrix = weigh.fit(matrix).transform(matrix, copy=False)
    vocabulary = {term: n for n, term in enumerate(terms)}
    vectorizer = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, vocabulary=vocabulary)
    vectorizer.idf_ = weigh.idf_
    return vectorizer, matrix
