"""The index is never stale, survives restarts, and is not taken from another database."""

import contextlib
import json
import threading

import pytest

from core import outbox
from core.database import db, transaction
from core.workflow import apply
from talent import index, recommend
from talent.models import Profile
from tests import world

QUERY = {"title": "液流电池电堆", "problem": "极板流道与漏电流", "indicators": ["能量密度 ≥ 35 Wh/L"]}


@pytest.fixture
def ready(app):
    recommend.warm_up(app, wait=True)
    return index.of_app()


def names():
    return [one.profile.name for one in recommend.experts_for(QUERY)]


def test_before_loading_there_is_no_answer_but_a_reason(app):
    world.profile("甲")
    with pytest.raises(recommend.NotReady):
        recommend.experts_for(QUERY)
    recommend.warm_up(app, wait=True)
    assert names() == ["甲"]


def test_what_is_committed_is_seen_by_the_next_question(ready):
    row, officer = world.profile("甲"), world.user("officer")
    world.profile("乙", keywords=["胡麻"], direction="胡麻籽油加工", works=[])
    assert names() == ["甲"]
    with transaction():
        found = db.session.get(Profile, row.id)
        found.keywords, found.direction, found.works = ["胡麻"], "胡麻籽油加工", []
    assert names() == []
    world.profile("丙")
    assert names() == ["丙"]
    with transaction():
        third = db.session.scalar(db.select(Profile).filter_by(name="丙"))
        apply(officer, third, "stop", reason="重复")
    assert (names(), len(ready.matcher)) == ([], 2)


def test_another_process_sees_the_change_too(app, ready):
    other = index.Index(ready.folder)
    other.load()
    world.profile("甲")
    assert [other.fresh().rank(QUERY, 5)[0][0], len(other.matcher)] == [1, 1]


def test_changes_that_are_taken_back_never_enter(ready):
    world.profile("甲")
    assert names() == ["甲"]
    with contextlib.suppress(KeyError), transaction():
        db.session.scalar(db.select(Profile)).works = []
        db.session.flush()
        assert names() == ["甲"]
        raise KeyError
    assert 0 in {one.work for one in ready.matcher.explain(QUERY, 1).contributions}


def test_a_saved_index_is_loaded_and_catches_up(app, ready):
    world.profile("甲")
    names()
    ready.save()
    world.profile("乙")
    again = index.Index(ready.folder)
    again.load()
    assert (sorted(key for key, _ in again.matcher.rank(QUERY, 5)), again.mark) == (
        [1, 2],
        index.current_mark()[0],
    )


@pytest.mark.parametrize("spoil", ["pool", "newer", "garbage", "snapshot"])
def test_a_foreign_or_damaged_index_is_built_anew(app, ready, spoil):
    world.profile("甲")
    names()
    ready.save()
    mark = ready.folder / "mark.json"
    values = json.loads(mark.read_text())
    if spoil == "snapshot":
        (ready.folder / "pool" / "current").write_text("nowhere")
    elif spoil == "garbage":
        mark.write_text("{")
    else:
        change = {"pool": "another"} if spoil == "pool" else {"number": values["number"] + 5}
        mark.write_text(json.dumps(values | change))
    again = index.Index(ready.folder)
    again.load()
    assert (again.mark, again.pool, len(again.matcher)) == (*index.current_mark(), 1)


def test_many_changes_are_taken_over_beside_the_questions(ready, monkeypatch):
    """Whoever asks meanwhile is answered from the pool as it was."""
    world.profile("甲")
    assert names() == ["甲"]
    monkeypatch.setattr(index, "FEW", 1)
    begun, go_on = threading.Event(), threading.Event()
    take = index.Index._take

    def slowly(*arguments):
        begun.set()
        go_on.wait(20)
        take(*arguments)

    monkeypatch.setattr(index.Index, "_take", slowly)
    world.profile("乙"), world.profile("丙")
    assert names() == ["甲"]
    assert begun.wait(20)
    at_work = ready._beside
    assert names() == ["甲"]
    go_on.set()
    at_work.join(20)
    assert (sorted(names()), ready.mark) == (["丙", "乙", "甲"], index.current_mark()[0])


@pytest.mark.parametrize("few", [0, 500], ids=["built anew", "taken over"])
def test_many_changes_at_once(ready, monkeypatch, few):
    monkeypatch.setattr(index, "FEW", few)
    first, second = world.profile("甲"), world.profile("乙")
    with transaction():
        apply(world.user("officer"), db.session.get(Profile, second.id), "stop", reason="重复")
    ready.refresh(at_once=True)
    assert (names(), first.id in ready.matcher, second.id in ready.matcher) == (["甲"], True, False)


def test_another_database_in_the_place_of_ours_is_read_anew(ready):
    world.profile("甲")
    assert names() == ["甲"]
    with transaction():
        db.session.execute(db.update(index.PoolMark).values(pool="another", number=1))
        db.session.execute(db.update(Profile).values(change=1, name="乙", keywords=["胡麻"]))
    with pytest.raises(recommend.NotReady):
        names()
    ready._beside.join(20)
    assert (names(), ready.pool, ready.phase) == (["乙"], "another", "ready")


def test_what_another_process_has_saved_is_taken(app, ready, monkeypatch):
    """Then only what changed since is read again; its own older index never goes over the newer one."""
    other = index.Index(ready.folder)
    other.load()
    for name in ("甲", "乙"):
        world.profile(name)
    ready.refresh(at_once=True)
    ready.save()
    read = []
    take = index.Index._take
    monkeypatch.setattr(index.Index, "_take", lambda *given: read.append(given) or take(*given))
    older = other.matcher
    assert (len(other.fresh()), other.mark, read) == (2, ready.mark, [])
    assert other.matcher is not older
    kept = other.matcher
    assert other.fresh() is kept
    late = index.Index(ready.folder)
    late.matcher, late.mark, late.pool = older, 1, ready.pool
    late.save()
    assert ready.saved_mark()["number"] == ready.mark


def test_the_job_saves_the_index(app, ready, now):
    world.profile("甲")
    with transaction():
        index.order_saving()
    now.forward(seconds=31)
    assert outbox.run_due() == 1
    assert ready.saved_mark() == {"number": 1, "pool": index.current_mark()[1], "experts": 1}


def test_a_few_changes_of_a_large_pool_are_not_worth_writing_it_anew(ready, monkeypatch):
    monkeypatch.setattr(index, "MOST_BEHIND_SHARE", 1.0)
    world.profile("甲"), world.profile("乙")
    names()
    ready.save()
    assert not ready.is_worth_saving()
    world.profile("丙")
    names()
    assert not ready.is_worth_saving()
    monkeypatch.setattr(index, "MOST_BEHIND", 0)
    assert ready.is_worth_saving()


def test_no_contact_data_and_no_protected_attribute_enter(app):
    row = world.profile(email="a@secret.cn", phone="13800001111")
    assert set(index.expert_of(row)) == {"id", "unit", "title", "fields", "keywords", "works"}
    assert "secret" not in json.dumps(index.expert_of(row), ensure_ascii=False)
