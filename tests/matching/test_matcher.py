"""Ranking: order, ties, restriction, odd input, changes."""

import itertools
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Matcher

from .conftest import POOL

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("能量密度"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


def ids(found) -> list:
    return [id_ for id_, _ in found]


def test_best_first(matcher, query):
    assert ids(matcher.rank(query, 1)) == ["battery"]
    assert ids(matcher.rank("电池 batteries", 2)) == ["english", "battery"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("ＣＯ₂ 捕集", "capture"),
        ("能量密度 ≥ 350 Wh/kg", "battery"),
        ("隧道掘进机", "traditional"),
        ("隧道掘進機", "traditional"),
        ("thermal BATTERY", "english"),
        ({"keywords": "心理健康"}, "campus"),
        ({"indicators": ["膜分离", None]}, "capture"),
    ],
)
def test_writing_does_not_matter(matcher, asked, expected):
    assert ids(matcher.rank(asked, 1)) == [expected]


@pytest.mark.parametrize("asked", ["", "。，！", None, {}, {"title": None, "keywords": []}, "\ud800", "龘"])
def test_nothing_to_find(matcher, asked):
    assert matcher.rank(asked) == []
    assert matcher.cosine(asked) == []
    assert matcher.scores(asked, ["battery", "nobody"]) == {"battery": 0.0}


def test_equal_scores_are_ordered_by_id(matcher, pool):
    first, second = matcher.rank("茶叶加工设备", 2)
    assert (first[0], second[0], first[1] == second[1]) == ("twin-a", "twin-b", True)
    assert ids(Matcher().fit(pool[::-1]).rank("茶叶加工设备", 1)) == ["twin-a"]


def test_the_number_asked_for(matcher, query):
    everyone = matcher.rank(query, 99)
    assert [matcher.rank(query, k) for k in (0, -1, 1)] == [[], [], everyone[:1]]
    assert [s for _, s in everyone] == sorted((s for _, s in everyone), reverse=True)


def test_restriction_keeps_scores(matcher, query):
    everyone = dict(matcher.rank(query, 99))
    assert matcher.rank(query, 5, among={"english", "nobody"}) == [("english", everyone["english"])]
    assert matcher.rank(query, 5, among=[]) == []
    assert matcher.scores(query, ["english", "empty"]) == {"english": everyone["english"], "empty": 0.0}


def test_empty_pool_and_one_expert(query):
    empty = Matcher().fit([])
    assert (len(empty), empty.rank(query), Matcher().rank(query)) == (0, [], [])
    empty.add(POOL[0])
    assert ids(empty.rank(query)) == ["battery"]


def test_look_alikes_compare_across_queries():
    challenges = [
        {"id": 1, "works": [{"title": "动力电池液冷", "abstract": "温差大"}]},
        {"id": 2, "works": [{"title": "茶叶加工"}]},
    ]
    matcher = Matcher().fit(challenges)
    same = matcher.cosine({"title": "动力电池液冷", "problem": "温差大"})
    assert same == [(1, pytest.approx(1.0))]
    assert 0 < matcher.cosine("动力电池风冷")[0][1] < 0.9


@pytest.mark.parametrize("bad", [{}, {"id": None}, {"id": True}, {"id": 1.5}, "text", None])
def test_an_expert_needs_an_id(matcher, query, bad):
    before = matcher.rank(query)
    with pytest.raises(ValueError, match="needs an id"):
        matcher.add(bad)
    with pytest.raises(ValueError, match="needs an id"):
        matcher.fit([bad])
    assert matcher.rank(query) == before


def test_of_two_with_one_id_the_later_counts(query):
    matcher = Matcher().fit([POOL[0], {"id": "battery", "works": ["茶叶"]}])
    assert (len(matcher), matcher.rank(query), ids(matcher.rank("茶叶"))) == (1, [], ["battery"])


def test_add_replace_remove_are_seen_at_once(matcher, query):
    matcher.add({"id": "new", "works": ["液冷极板流道", "电芯能量密度 350 Wh/kg"]})
    assert ("new" in matcher, len(matcher)) == (True, len(POOL) + 1)
    assert "new" in ids(matcher.rank(query))
    matcher.add({"id": "battery", "works": ["茶叶"]})
    assert ("battery" in ids(matcher.rank(query)), len(matcher)) == (False, len(POOL) + 1)
    matcher.remove("new")
    assert ("new" in matcher, ids(matcher.rank("液冷极板"))) == (False, [])
    with pytest.raises(KeyError):
        matcher.remove("new")


def crowd(number: int) -> list[dict]:
    """Experts of few words in many combinations, so that every change moves some idf."""
    words = ["电池", "液冷", "茶叶", "大学", "材料", "隧道", "batteries", "CO₂", "检测"]
    pairs = itertools.islice(itertools.permutations(words, 3), number)
    return [{"id": f"n{i}", "works": ["".join(p[:2]), p[2]]} for i, p in enumerate(pairs)]


def lexical(matcher, asked, ids) -> dict:
    """What the blocks give to each expert, without topics and neighbours."""
    found = {}
    for id_ in ids:
        parts = matcher.explain(asked, id_).contributions
        found[id_] = sum(c.contribution for c in parts if c.part not in {"topics", "neighbours"})
    return found


@pytest.mark.parametrize(("size", "least"), [(6, 0.0), (90, 0.25)], ids=["compacted at once", "not yet"])
@settings(max_examples=15, deadline=None)
@given(changes=st.lists(st.tuples(st.booleans(), st.integers(0, 8), st.integers(0, 8)), max_size=4))
def test_changes_equal_a_fresh_fit(size, least, changes):
    """To rounding once compacted, and before within the bound the class states."""
    living = {e["id"]: e for e in [*crowd(size), *POOL]}
    matcher = Matcher().fit(living.values())
    for add, which, text in changes:
        id_ = POOL[which]["id"]
        if add:
            living.pop(id_, None)
            living[id_] = {**POOL[text], "id": id_}
            matcher.add(living[id_])
        elif id_ in living:
            del living[id_]
            matcher.remove(id_)
    fresh = Matcher().fit(living.values())
    for asked in ("动力电池能量密度", "CO2 膜分离 battery", "茶叶加工设备大学"):
        expected = lexical(fresh, asked, living)
        assert lexical(matcher, asked, living) == {
            i: pytest.approx(s, rel=least + 1e-6) for i, s in expected.items()
        }
    matcher.compact()
    assert matcher.rank("电池大学", 999) == [
        (i, pytest.approx(s, rel=1e-6)) for i, s in fresh.rank("电池大学", 999)
    ]


def test_many_changes_compact_by_themselves(query):
    matcher = Matcher().fit(crowd(100))
    for expert in POOL:
        matcher.add(expert)
    loaded, living = Matcher().fit([*crowd(100), *POOL]), [e["id"] for e in POOL]
    expected = lexical(loaded, query, living)
    assert lexical(matcher, query, living) == {i: pytest.approx(s, rel=0.1) for i, s in expected.items()}


def test_readers_see_whole_states_while_others_write(matcher, query):
    stop, seen, failed = threading.Event(), set(), []

    def read():
        while not stop.is_set():
            try:
                seen.add(tuple(sorted(map(str, ids(matcher.rank("茶叶加工设备", 99))))))
                matcher.explain(query, "battery")
            except Exception as reason:  # a thread's failure must reach the test
                failed.append(reason)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(30):
        matcher.remove("twin-a")
        matcher.add(POOL[6])
    stop.set()
    reader.join()
    assert failed == []
    assert seen <= {("twin-a", "twin-b"), ("twin-b",)}


def test_a_million_characters(matcher):
    written = itertools.cycle("电池能量密度液冷极板流道材料，ab 1")
    text = "".join(itertools.islice(written, 1_000_000))
    assert ids(matcher.rank({"title": "", "problem": text}, 1)) == ["battery"]
    assert matcher.explain(text, "battery").score > 0


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["fields", "keywords", "works"]), ODD), ODD)
def test_odd_input_is_answered(expert, asked):
    matcher = Matcher().fit([POOL[0], {**expert, "id": "odd"}])
    for id_, score in matcher.rank(asked, 9):
        assert matcher.explain(asked, id_).score == pytest.approx(score, rel=1e-9)
