"""Other engines on the same pool: tantivy and bm25s, both over jieba's words cut by its Rust port."""

import tempfile

import numpy as np

from bench.ranking import pool
from bench.ranking.counted import counts
from bench.ranking.timing import seconds, times
from matching.text import LATIN_WORDS, han_words, normalise

BEST = 10


def words(normalised: str) -> list[str]:
    """Words of a normalised text, Han and Latin."""
    return han_words(normalised) + LATIN_WORDS.findall(normalised)


def bm25s(size: int) -> dict:
    """Query times of bm25s with numba; its index is composed, and compared with its own on the smallest pool."""
    import bm25s as engine

    retriever = engine.BM25(backend="numba")
    found, terms = counts(size, words, with_breaks=False)
    _fill(retriever, found, terms)
    if size == pool.SIZES[0]:
        _compare(retriever, found, terms)
    del found

    def rank(query):
        asked = [t for t in words(normalise(pool.text_of(query))) if t in retriever.vocab_dict]
        return retriever.retrieve([asked], k=BEST, show_progress=False, n_threads=1)

    return {"query": times(rank, pool.parts().queries, rounds=_rounds(size))._asdict()}


def _fill(retriever, found, terms):
    columns = found.tocsc()
    lengths = np.asarray(found.sum(axis=1)).ravel().astype(np.float64)
    seen = np.diff(columns.indptr)
    idf = np.log(1 + (found.shape[0] - seen + 0.5) / (seen + 0.5)).astype(np.float32)
    k = retriever.k1 * (1 - retriever.b + retriever.b * lengths / lengths.mean())
    data = columns.data / (columns.data + k[columns.indices].astype(np.float32))
    data = (data * np.repeat(idf, seen)).astype(np.float32)
    indices = columns.indices.astype(np.int32)
    retriever.scores = {
        "data": data,
        "indices": indices,
        "indptr": columns.indptr.astype(np.int64),
        "num_docs": found.shape[0],
    }
    retriever.vocab_dict = {term: n for n, term in enumerate(terms)}
    retriever.nonoccurrence_array = None
    retriever.unique_token_ids_set = set(retriever.vocab_dict.values())


def _compare(retriever, found, terms):
    import bm25s as engine

    own = engine.BM25(backend="numba")
    ids = [np.repeat(found.indices[a:b], found.data[a:b]).tolist() for a, b in _rows(found)]
    own.index((ids, dict(retriever.vocab_dict)), show_progress=False)
    asked = [
        [t for t in words(normalise(pool.text_of(pool.parts().queries[0]))) if t in retriever.vocab_dict]
    ]
    one, other = (
        r.retrieve(asked, k=BEST, show_progress=False, n_threads=1).scores for r in (own, retriever)
    )
    assert np.allclose(one, other, rtol=1e-4), (one, other)


def _rows(found):
    return zip(found.indptr[:-1].tolist(), found.indptr[1:].tolist(), strict=True)


def tantivy(size: int) -> dict:
    """Build and query times of tantivy, in memory-mapped files, one thread."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True)
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    with tempfile.TemporaryDirectory() as folder:
        index = engine.Index(schema, path=folder)
        _, spent = seconds(lambda: _index(engine, index, size))
        index.reload()
        searcher = index.searcher()

        def rank(query):
            asked = words(normalise(pool.text_of(query)))
            terms = [(engine.Occur.Should, engine.Query.term_query(schema, "text", t)) for t in asked]
            hits = searcher.search(engine.Query.boolean_query(terms), BEST, count=False).hits
            return [searcher.doc(address)["id"][0] for _, address in hits]

        assert len(rank(pool.parts().queries[0])) == BEST
        return {
            "query": times(rank, pool.parts().queries, rounds=_rounds(size))._asdict(),
            "build": spent,
            "segments": searcher.num_segments,
        }


def _index(engine, index, size):
    """Texts are put together from parts cut once, so this is the engine's own time and little more."""
    made, drawn = pool.parts(), pool.draws(size)
    titles = [
        " ".join(words(normalise(" ".join([title, *keywords, *keywords])))) for title, keywords in made.titles
    ]
    sentences = [" ".join(words(normalise(s))) for s in made.sentences] + [""]
    start, at, pairs = drawn.start.tolist(), drawn.titles.tolist(), drawn.sentences.tolist()
    writer = index.writer(heap_size=1_000_000_000, num_threads=1)
    for number in range(size):
        works = range(start[number], start[number + 1])
        text = " ".join(part for w in works for part in (titles[at[w]], *(sentences[s] for s in pairs[w])))
        writer.add_document(engine.Document(id=number, text=text))
    writer.commit()
    writer.wait_merging_threads()


def _rounds(size):
    return 3 if size < pool.SIZES[-1] else 1
