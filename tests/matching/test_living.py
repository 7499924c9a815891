"""The index while it lives: any changes compacted equal a fresh fit; readers never wait; profiles alike score alike."""

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Matcher
from matching import matcher as home

from .conftest import POOL
from .test_matcher import crowd
from .test_oracle import ASKED, EXPERT

CHANGE = st.tuples(st.sampled_from(["add", "remove", "compact", "save"]), st.integers(0, 11), EXPERT)


def in_order(living):
    return Matcher().fit(living.values())


@settings(max_examples=60, deadline=None)
@given(
    first=st.lists(EXPERT, max_size=6), changes=st.lists(CHANGE, max_size=8), asked=ASKED, small=st.booleans()
)
def test_any_changes_compacted_equal_a_fresh_fit(tmp_path_factory, first, changes, asked, small):
    """Exactly, topics and neighbours too; also where nothing was compacted in between (`small` is False)."""
    living = {n: {**one, "id": n} for n, one in enumerate(first)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home, "MOST_CHANGED", home.MOST_CHANGED if small else 1e9)
        matcher = Matcher().fit(living.values())
        for what, id_, expert in changes:
            if what == "add":
                living.pop(id_, None)
                living[id_] = {**expert, "id": id_}
                matcher.add(living[id_])
            elif what == "remove" and id_ in living:
                del living[id_]
                matcher.remove(id_)
            elif what == "compact":
                matcher.compact()
            elif what == "save":
                folder = tmp_path_factory.mktemp("saved")
                matcher.save(folder)
                matcher = Matcher.load(folder)
        matcher.compact()
    assert (matcher.changes, len(matcher)) == (0, len(living))
    fresh = in_order(living)
    assert matcher.rank(asked, 99) == fresh.rank(asked, 99)
    for id_ in living:
        assert matcher.explain(asked, id_) == fresh.explain(asked, id_)


def test_many_changes_at_once_are_one_step():
    matcher, other = Matcher().fit(crowd(150)), Matcher().fit(crowd(150))
    matcher.change([POOL[0], POOL[1], {"id": "n3", "works": ["茶叶"]}], ["n1", "nobody"])
    for expert in (POOL[0], POOL[1], {"id": "n3", "works": ["茶叶"]}):
        other.add(expert)
    other.remove("n1")
    assert matcher.rank("动力电池 CO2 茶叶", 99) == other.rank("动力电池 CO2 茶叶", 99)
    assert (len(matcher), matcher.changes, "n1" in matcher) == (151, 5, False)
    with pytest.raises(ValueError, match="needs an id"):
        matcher.change([POOL[4], {}], ["n2"])
    assert ("n2" in matcher, len(matcher)) == (True, 151)


@pytest.mark.parametrize("what", ["added", "replaced", "removed", "taken out again", "fitted"])
def test_what_changes_during_a_compaction_is_kept(monkeypatch, what):
    """The compaction is held in its middle, as a large pool would hold it, while another thread changes the pool."""
    matcher, begun, go_on = Matcher().fit(crowd(150)), threading.Event(), threading.Event()
    slow = home.compacted

    def held(state):
        begun.set()
        go_on.wait(20)
        return slow(state)

    matcher.change([POOL[0], POOL[1]], ["n5"])
    monkeypatch.setattr(home, "compacted", held)
    at_work = threading.Thread(target=matcher.compact)
    at_work.start()
    assert begun.wait(20)
    living = {e["id"]: e for e in [*crowd(150), POOL[0], POOL[1]] if e["id"] != "n5"}
    asked = "动力电池能量密度 CO2 茶叶"
    if what == "added":
        living["n5"] = {"id": "n5", "works": ["茶叶"]}
        matcher.add(living["n5"])
    elif what == "replaced":
        for id_ in ("battery", "n7"):
            del living[id_]
            living[id_] = {"id": id_, "works": ["茶叶"]}
            matcher.add(living[id_])
    elif what == "removed":
        for id_ in ("capture", "n7"):
            del living[id_]
            matcher.remove(id_)
    elif what == "taken out again":
        matcher.add({"id": "new", "works": ["茶叶"]})
        matcher.remove("new")
    else:
        living = {e["id"]: e for e in POOL}
        matcher.fit(POOL)
    seen = matcher.rank(asked, 999)
    go_on.set()
    at_work.join(20)
    assert {id_ for id_, _ in matcher.rank(asked, 999)} == {id_ for id_, _ in seen}
    assert len(matcher) == len(living)
    monkeypatch.setattr(home, "compacted", slow)
    matcher.compact()
    assert matcher.rank(asked, 999) == in_order(living).rank(asked, 999)


def test_many_changes_of_a_large_pool_are_compacted_by_a_thread(monkeypatch):
    """Neither the writer nor a reader waits for it."""
    matcher, begun, go_on = Matcher().fit(crowd(300)), threading.Event(), threading.Event()
    slow = home.compacted

    def held(state):
        begun.set()
        go_on.wait(20)
        return slow(state)

    monkeypatch.setattr(home, "compacted", held)
    for n in range(40):
        matcher.add({"id": f"new{n}", "works": ["茶叶加工"]})
        assert matcher.rank("茶叶加工", 99)
    assert begun.wait(20)
    assert matcher.changes == 40
    go_on.set()
    matcher._thread.join(20)
    assert matcher.changes < 40
    assert {f"new{n}" for n in range(40)} <= {id_ for id_, _ in matcher.rank("茶叶加工", 99)}


def test_readers_are_answered_while_a_pool_is_compacted():
    """The longest wait of a reader is a fraction of what the compaction takes."""
    matcher = Matcher().fit(
        {"id": n, "works": [f"{a['works'][0]}{n % 97}，{b['works'][0]}"]}
        for n, (a, b) in enumerate(zip(crowd(500) * 6, crowd(499) * 7, strict=False))
    )
    matcher.rank("动力电池能量密度")
    matcher.change([{"id": -1, "works": ["电池"]}])
    spans: list[float] = []
    begun = time.perf_counter()
    at_work = threading.Thread(target=matcher.compact)
    at_work.start()
    while at_work.is_alive():
        asked = time.perf_counter()
        assert matcher.rank("动力电池茶叶", 5)
        spans.append(time.perf_counter() - asked)
    assert matcher.changes == 0
    assert len(spans) > 20
    assert sorted(spans)[len(spans) // 2] < (time.perf_counter() - begun) / 10


def test_profiles_alike_score_alike_whatever_the_order():
    """More doubles than there are seeds: who of them is one must change nothing, nor must the order of the pool."""
    twins = [{"id": f"t{n}", "works": ["动力电池液冷极板", "能量密度"]} for n in range(14)]
    pool = [*crowd(40), *twins, *POOL]
    found = [
        Matcher().fit(order).rank("电池液冷极板检测", 99)
        for order in (pool, pool[::-1], pool[20:] + pool[:20])
    ]
    scores = [
        {id_: score for id_, score in one if str(id_).startswith("t") and id_[1:].isdigit()} for one in found
    ]
    for one, ranked in zip(scores, found, strict=True):
        assert len(one) == 14
        assert len(set(one.values())) == 1
        assert [id_ for id_, _ in ranked if id_ in one] == sorted(one)
    assert dict(found[0]) == pytest.approx(dict(found[1]), rel=2e-3)
    assert dict(found[0]) == pytest.approx(dict(found[2]), rel=2e-3)
