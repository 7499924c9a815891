"""Search finds the same on SQLite and PostgreSQL, whatever is typed."""

import os

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import fulltext
from core.database import db
from core.fulltext import SearchEntry, index, matching, remove

TEXTS = {
    1: "煤矸石制备陶粒及其在固废填充中的应用，强度 ≥ 30 MPa",
    2: "煤炭清洁高效利用：循环流化床锅炉 NOx 超低排放，GB/T 13271-2014",
    3: "石墨烯电热材料；Graphene heating film, 5G base station",
    4: "陶瓷釉料 ＡＢＣ-１２３ 全角写法",
    5: "羊肉",
    6: "𠮷野家 café naïve Straße",
    7: "AND OR NOT NEAR",
}
CASES = {
    "煤矸石": [1],
    "煤": [1, 2],
    "石": [1, 3],
    "煤石": [],
    "矸": [1],
    "陶粒 煤": [1],
    "煤 石墨": [],
    "陶": [1, 4],
    "mpa": [1],
    "MPa": [1],
    "30": [1],
    "3": [],
    "gb/t": [2],
    "13271": [2],
    "GRAPHENE": [3],
    "graphene电热": [3],
    "5g": [3],
    "abc-123": [4],
    "１２３": [4],
    "羊": [5],
    "羊肉": [5],
    "肉羊": [],
    "𠮷": [6],
    "café": [6],
    "cafe": [],
    "straße": [6],
    "and": [7],
    "NOT NEAR": [7],
    "near or煤": [],
    "": [],
    "  ，。！ _ ": [],
    '"': [],
    '煤" OR "羊': [],
    "煤'); DROP TABLE search_entry; --": [],
    "煤*": [1, 2],
    "terms:煤": [],
    "-煤": [1, 2],
    "煤 & !石": [1],
    "煤\0矸": [1],
    "\ud800": [],
    "炭" * 5000: [],
}


def _engines():
    yield pytest.param("sqlite", id="sqlite")
    if os.environ.get("TEST_POSTGRES_URL"):
        yield pytest.param(os.environ["TEST_POSTGRES_URL"], id="postgresql")


@pytest.fixture(scope="module", params=_engines())
def app(request, tmp_path_factory):
    url = request.param
    if url == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('search')}/test.db"
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql://", "postgresql+psycopg://")
    db.init_app(app)
    with app.app_context():
        with db.engine.begin() as connection:
            SearchEntry.__table__.create(connection)
            fulltext.create_index(connection)
        for object_id, text in TEXTS.items():
            index("challenge", object_id, text)
            index("notice", object_id + 100, text)
        db.session.commit()
        yield app
        db.session.remove()
        with db.engine.begin() as connection:
            fulltext.drop_index(connection)
            SearchEntry.__table__.drop(connection)
        assert sa.inspect(db.engine).get_table_names() == []
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


def found(query, kind="challenge"):
    return sorted(db.session.scalars(matching(kind, query)))


@pytest.mark.parametrize("query", CASES)
def test_cases(query):
    assert found(query) == CASES[query]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("煤矸石", ["煤", "矸", "石", "煤矸", "矸石"]),
        ("煤", ["煤"]),
        ("煤，石", ["煤", "石"]),
        ("Al2O3陶粒_5G", ["al2o3", "陶", "粒", "陶粒", "5g"]),
        ("ＡＢＣ abc", ["abc"]),
        ("々〇", ["々", "〇", "々〇"]),
        ("a" * 50, ["a" * 40]),
        ("", []),
    ],
)
def test_terms(text, terms):
    assert fulltext.terms(text) == terms


def test_kinds_do_not_mix_and_results_serve_as_subquery():
    assert found("煤", "notice") == [101, 102]
    assert found("煤", "nothing") == []
    rows = sa.select(SearchEntry.body).where(
        SearchEntry.kind == "challenge", SearchEntry.object_id.in_(matching("challenge", "羊肉"))
    )
    assert db.session.scalars(rows).all() == ["羊肉"]


def test_indexing_again_replaces_and_removing_forgets():
    index("challenge", 5, "牛肉")
    assert (found("羊"), found("牛"), found("肉")) == ([], [5], [5])
    remove("challenge", 5)
    remove("challenge", 5)
    assert (found("牛"), found("羊", "notice")) == ([], [105])


def test_a_rolled_back_text_is_not_found():
    index("challenge", 8, "新增")
    assert found("新增") == [8]
    db.session.rollback()
    assert found("新增") == []


def test_long_texts_are_indexed_up_to_the_limit():
    characters = [chr(0x4E00 + number % 20_000) for number in range(30_000)]
    index("challenge", 9, "".join(characters))
    assert 9 in found("".join(characters[19_998:20_000]))
    assert 9 not in found("尾" + characters[5] + "首")


def test_an_index_made_later_knows_earlier_rows():
    with db.engine.begin() as connection:
        fulltext.drop_index(connection)
        fulltext.create_index(connection)
    assert found("煤矸石") == [1]


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_is_found_by_itself_and_never_breaks(app, text):
    index("any", 1, text)
    expected = [1] if fulltext.terms(text) else []
    assert found(text, "any") == expected
    db.session.rollback()
