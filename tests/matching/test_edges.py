"""Odd pools, odd texts, odd moments: everything is answered, quickly, and the same way each time."""

import contextlib
import itertools
import random
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Matcher

from .conftest import POOL, QUERY
from .test_matcher import crowd, ids

ODD_TEXTS = ["", "　", "。，！？……", "≥≤±%", "\ud800", "\ue001\uf8ff", "\x00", "🙂", "龘", None]


@pytest.mark.parametrize("asked", ODD_TEXTS)
@pytest.mark.parametrize("pool", [[], POOL[:1], POOL], ids=["nobody", "one", "some"])
def test_nothing_to_say(asked, pool):
    matcher = Matcher().fit(pool)
    for query in (
        asked,
        {"title": asked, "problem": asked, "indicators": [asked], "keywords": [asked, asked]},
    ):
        assert (matcher.rank(query), matcher.cosine(query)) == ([], [])
        assert set(matcher.scores(query, [e["id"] for e in pool]).values()) <= {0.0}
        for expert in pool:
            told = matcher.explain(query, expert["id"])
            assert (told.score, told.contributions) == (0.0, ())
            assert told.sentence in {
                "没有可以比对的文字。",
                "其档案与所给文字没有相同的词。",
                "其档案中还没有可以比对的文字。",
            }
        with pytest.raises(KeyError):
            matcher.explain(query, "nobody")


def test_one_expert_of_one_character():
    matcher = Matcher().fit([{"id": 1, "works": ["茶"]}])
    ((id_, score),) = matcher.rank("茶")
    assert id_ == 1
    assert matcher.explain("茶", 1).score == pytest.approx(score)
    assert matcher.explain("茶", 1).sentence == "其成果‘茶’与所给文字只有零星用字相同。"


@pytest.mark.parametrize(
    "same",
    [
        ("H₂/CO₂ 膜分离", "h2/co2膜分離", "Ｈ₂／ＣＯ₂　膜分离"),
        ("能量密度≥350Wh/kg", "能量密度 ≥ ３５０Ｗｈ/ｋｇ", "能量密度≥350WH/KG"),
        ("隧道掘进机", "隧道掘進機", "隧道掘進机"),
        ("面积 5㎡", "面积 5m2", "面积　５ｍ²"),
        ("温差≤3℃", "温差 ≤ 3°C", "温差≤３℃"),
        ("PM₂.₅ 在线监测", "pm2.5在线监测", "ＰＭ2.5 在線監測"),
    ],
)
def test_the_same_in_other_writing_ranks_the_same(same):
    """As a query, and as a profile."""
    matcher = Matcher().fit([*POOL, {"id": "gas", "works": ["PM2.5 与面积 5 m2 的监测，温差 3 °C"]}])
    first, *others = (matcher.rank(text, 99) for text in same)
    assert first
    assert others == [first, first]
    pools = [Matcher().fit([*POOL, {"id": "gas", "works": [text]}]) for text in same]
    first, *others = (pool.rank(same[0], 99) for pool in pools)
    assert first[0][0] == "gas"
    assert others == [first, first]


@pytest.mark.parametrize("rare", ["龘", "〇", "㐂", "豈", "𠀀", "𠮷野", "䶮", "ψ", "カ", "한국", "й"])
def test_rare_characters_are_found(rare):
    matcher = Matcher().fit([*crowd(60), {"id": "rare", "works": [f"{rare}的研究"]}])
    assert ids(matcher.rank(f"关于{rare}", 1)) == ["rare"]
    assert matcher.explain(f"关于{rare}", "rare").score > 0


def test_mixed_languages_find_both():
    matcher = Matcher().fit(POOL)
    assert set(ids(matcher.rank("lithium电池batteries热管理", 9))) >= {"english", "battery"}


def test_a_million_characters_take_no_longer_than_their_beginning():
    """What follows the first 50,000 characters of a text is not read."""
    matcher = Matcher().fit([*crowd(60), *POOL])
    drawn = random.Random(5)  # noqa: S311  noise, no secrets
    alphabet = [chr(0x4E00 + n) for n in range(8000)] + ["，", "a", "1", " "]
    text = "".join(drawn.choices(alphabet, k=1_000_000))
    matcher.rank(text[:50_000])
    begun = time.perf_counter()
    found = matcher.rank({"problem": text}, 9)
    spent = time.perf_counter() - begun
    assert found == matcher.rank({"problem": text[:50_000]}, 9)
    assert spent < 2
    begun = time.perf_counter()
    told = matcher.explain({"problem": text}, found[0][0])
    assert time.perf_counter() - begun < 4
    assert told.score == pytest.approx(found[0][1], rel=1e-9)


def test_a_long_profile_is_read_as_far_as_a_query():
    text = "电池" * 25_000
    matcher = Matcher().fit([{"id": 1, "works": [text + "茶叶"]}, {"id": 2, "works": ["茶叶"]}])
    assert ids(matcher.rank("茶叶")) == [2]
    assert matcher.explain("电池", 1).score == pytest.approx(matcher.rank("电池")[0][1], rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_ties_fall_by_id_whatever_the_order_of_the_pool(drawn):
    twins = [{"id": n, "works": ["茶叶加工设备"]} for n in (3, "3", "b", "a", 20)]
    empty = [{"id": f"e{n}", "works": [None, ""]} for n in range(3)]
    pool = [*POOL, *twins, *empty]
    expected = Matcher().fit(pool).rank("茶叶设备", 99)
    drawn.shuffle(pool)
    found = Matcher().fit(pool).rank("茶叶设备", 99)
    assert ids(found) == ids(expected) == [20, 3, "3", "a", "b", "twin-a", "twin-b"]
    assert len({score for _, score in found}) == 1


def test_duplicates_in_a_large_pool_are_all_found():
    """More of them than are looked at exactly."""
    matcher = Matcher().fit([*crowd(100), *({"id": f"d{n:03}", "works": ["极板流道"]} for n in range(700))])
    assert ids(matcher.rank("极板流道", 12)) == [f"d{n:03}" for n in range(12)]
    assert ids(matcher.rank("极板流道", 999)[:700]) == [f"d{n:03}" for n in range(700)]


def test_deleted_while_it_is_ranked():
    """A reader sees the pool before or after, and an expert who is gone is unknown, never a wrong one."""
    pool = [*crowd(400), *({"id": f"t{n}", "works": ["茶叶加工设备"]} for n in range(40))]
    matcher, failed, stop = Matcher().fit(pool), [], threading.Event()

    def read():
        while not stop.is_set():
            try:
                assert _all_told(matcher)
            except Exception as reason:  # a thread's failure must reach the test
                failed.append(reason)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n, _ in itertools.product(range(40), range(2)):
        if f"t{n}" in matcher:
            matcher.remove(f"t{n}")
            matcher.add({"id": f"n{n}", "works": ["茶叶"]})
    matcher.compact()
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert not any(str(id_).startswith("t") for id_ in ids(matcher.rank("茶叶加工设备", 999)))


def _all_told(matcher):
    for id_, score in matcher.rank("茶叶加工设备", 50):
        with contextlib.suppress(KeyError):  # gone since
            assert matcher.explain("茶叶加工设备", id_).contributions
        assert score > 0
    return True


ANY = st.text(max_size=30) | st.text(
    st.sampled_from("能量密度电池a1.≥ ，₂\ud800\ue000〇𠀀e\u0301"), max_size=30
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(ANY, max_size=3), max_size=6), st.lists(ANY, min_size=4, max_size=4))
def test_any_text_is_answered(works, asked):
    """Scores are those of `scores`, sums of `explain`, none negative; the same again after a snapshot's way of writing."""
    pool = [{"id": n, "works": texts, "keywords": texts[:1]} for n, texts in enumerate(works)]
    query = dict(zip(QUERY, asked, strict=True))
    matcher = Matcher().fit(pool)
    found = matcher.rank(query, 99)
    assert found == sorted(found, key=lambda pair: (-pair[1], str(pair[0])))
    every = matcher.scores(query, range(len(pool)))
    assert {id_: score for id_, score in every.items() if score > 0} == pytest.approx(dict(found))
    for id_, score in every.items():
        assert matcher.explain(query, id_).score == pytest.approx(score, rel=1e-9, abs=1e-12)
        assert score >= 0
