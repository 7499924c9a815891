"""Full-text search over Chinese and Latin text: the same terms, and so the same results, on both engines."""

import re
import unicodedata

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core.database import db

MAX_BODY = 20_000  # beyond about 60,000 PostgreSQL refuses a text with all its pairs as too long
MAX_QUERY = 200
MAX_WORD = 40

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_INSERTS: dict = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SearchEntry(db.Model):
    """The searchable text of one object, and its terms in the spelling of the engines."""

    __tablename__ = "search_entry"
    __table_args__ = (sa.UniqueConstraint("kind", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    object_id: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    terms: Mapped[str] = mapped_column(sa.Text)


def terms(text: str) -> list[str]:
    """Return the distinct terms in order: lower-case words, Chinese characters and pairs of neighbours."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if _IS_CJK.match(run):
            found.update(dict.fromkeys(run))
            found.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
        else:
            found[run[:MAX_WORD]] = None
    return list(found)


def index(kind: str, object_id: int, text: str) -> None:
    """Make the object findable by this text, which replaces an earlier one."""
    body = text[:MAX_BODY]
    values = {"body": body.replace("\0", " "), "terms": " ".join(map(_spelt, terms(body)))}
    row = _INSERTS[_engine()](SearchEntry).values(kind=kind, object_id=object_id, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["kind", "object_id"], set_=values))


def remove(kind: str, object_id: int) -> None:
    """Make the object unfindable; no error when it is already."""
    db.session.execute(sa.delete(SearchEntry).where(_is(kind), SearchEntry.object_id == object_id))


def matching(kind: str, query: str) -> sa.Select:
    """Return a select of the object ids whose text has all terms of the query, for `Model.id.in_(…)`.

    A query without any term (blank, punctuation only) matches nothing; leave the filter out for a blank one.
    """
    words = [_spelt(term) for term in terms(query[:MAX_QUERY])]
    found = sa.select(SearchEntry.object_id).where(_is(kind))
    if not words:
        return found.where(sa.false())
    if _engine() == "postgresql":
        asked = sa.func.to_tsquery(sa.literal_column("'simple'::regconfig"), " & ".join(words))
        return found.where(_VECTOR.op("@@")(asked))
    rows = sa.select(sa.literal_column("rowid")).select_from(sa.table("search_index"))
    phrase = " AND ".join(f'"{word}"' for word in words)
    return found.where(SearchEntry.id.in_(rows.where(sa.literal_column("search_index").op("MATCH")(phrase))))


def create_index(connection: sa.Connection) -> None:
    """Create the engine's own index over `search_entry`, which must exist; for the first migration and tests."""
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop_index(connection: sa.Connection) -> None:
    """Drop what `create_index` has made."""
    for statement in _DROP[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _engine() -> str:
    return db.engine.dialect.name


def _is(kind: str):
    return SearchEntry.kind == kind


def _spelt(term: str) -> str:
    # The engines split and fold text each in its own way; ASCII letters, two for a byte, pass both untouched.
    return term.encode("utf-8", "replace").hex().translate(_LETTERS)


_VECTOR = sa.func.to_tsvector(sa.literal_column("'simple'::regconfig"), SearchEntry.terms)
_CREATE = {
    "sqlite": (
        """CREATE VIRTUAL TABLE search_index USING fts5(
            terms, content='search_entry', content_rowid='id', tokenize='unicode61', detail='none')""",
        """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
            INSERT INTO search_index(rowid, terms) VALUES (new.id, new.terms); END""",
        """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
            INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', old.id, old.terms); END""",
        """CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN
            INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', old.id, old.terms);
            INSERT INTO search_index(rowid, terms) VALUES (new.id, new.terms); END""",
        "INSERT INTO search_index(search_index) VALUES ('rebuild')",
    ),
    "postgresql": (
        "CREATE INDEX search_index ON search_entry USING gin (to_tsvector('simple'::regconfig, terms))",
    ),
}
_DROP = {
    "sqlite": (
        "DROP TRIGGER search_entry_insert",
        "DROP TRIGGER search_entry_delete",
        "DROP TRIGGER search_entry_update",
        "DROP TABLE search_index",
    ),
    "postgresql": ("DROP INDEX search_index",),
}
