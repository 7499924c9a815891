"""Scores kept in memory: the same as the matcher's, read once, new after the own profile has changed."""

import pytest

from core.database import db, transaction
from talent import index, lists_for, recommend
from talent.models import Profile
from talent.states import P
from tests import world

QUERIES = [{"title": "液流电池极板流道"}, {"title": "亚麻籽木酚素提取"}]


@pytest.fixture
def pool(app):
    made = [world.profile(name, user_id=world.user("researcher").id) for name in ("甲", "乙")]
    recommend.warm_up(app, wait=True)
    return made


class Counting:
    """An index that counts how often its matcher is asked."""

    def __init__(self, inner):
        self.inner, self.asked = inner, 0
        self.matcher = self

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def scores(self, query, ids):
        """As the matcher."""
        self.asked += 1
        return self.inner.matcher.scores(query, ids)


def test_scores_equal_the_matchers(pool):
    inner = index.of_app()
    profile = db.session.get(Profile, pool[0].id)
    kept = lists_for.scores(inner, profile, QUERIES)
    assert kept == [inner.matcher.scores(one, [profile.id])[profile.id] for one in QUERIES]
    assert kept[0] > kept[1]


def test_a_list_is_read_once_for_everybody(pool):
    counting = Counting(index.of_app())
    for one in (*pool, *pool):
        lists_for.scores(counting, db.session.get(Profile, one.id), QUERIES)
    assert counting.asked == 2


def test_ahead_of_the_first_visitor(pool):
    counting = Counting(index.of_app())
    lists_for.prepare(counting, QUERIES)
    lists_for.scores(counting, db.session.get(Profile, pool[1].id), QUERIES)
    assert counting.asked == 2


def test_the_own_change_counts_at_once_and_those_of_others_later(pool, monkeypatch):
    found = index.of_app()
    profile = db.session.get(Profile, pool[0].id)
    before = lists_for.scores(found, profile, QUERIES)
    with transaction():
        row = db.session.get(Profile, pool[0].id)
        row.direction, row.keywords, row.works = "亚麻籽木酚素提取", ["亚麻籽"], []
    found.refresh()
    after = lists_for.scores(found, db.session.get(Profile, pool[0].id), QUERIES)
    assert (after[1] > after[0], before[0] > before[1]) == (True, True)
    counting = Counting(found)
    other = db.session.get(Profile, pool[1].id)
    lists_for.scores(counting, other, QUERIES)
    monkeypatch.setattr(lists_for, "MOST_CHANGES", -1)
    lists_for.scores(counting, other, QUERIES)
    assert counting.asked == 4


def test_with_many_accounts_only_the_visitor_is_scored(pool, monkeypatch):
    monkeypatch.setattr(lists_for, "MOST_PEOPLE", 1)
    counting = Counting(index.of_app())
    lists_for.prepare(counting, QUERIES)
    assert counting.asked == 0
    for one in pool:
        lists_for.scores(counting, db.session.get(Profile, one.id), QUERIES)
    assert counting.asked == 4


def test_who_has_left_scores_nothing_and_old_lists_are_forgotten(pool, monkeypatch):
    monkeypatch.setattr(lists_for, "MOST_LISTS", 1)
    gone = world.profile(state=P.STOPPED)
    found = Counting(index.of_app())
    assert lists_for.scores(found, gone, QUERIES) == [0.0, 0.0]
    profile = db.session.get(Profile, pool[0].id)
    lists_for.scores(found, profile, QUERIES)
    assert found.asked == 3


def test_a_sentence_is_made_once_until_the_own_profile_changes(pool, monkeypatch):
    found, made = index.of_app(), []

    def make():
        made.append(1)
        return f"理由{len(made)}"

    profile = db.session.get(Profile, pool[0].id)
    told = [lists_for.sentence(found, profile, QUERIES[0], make) for _ in range(2)]
    with transaction():
        db.session.get(Profile, pool[0].id).direction = "亚麻籽"
    found.refresh()
    told.append(lists_for.sentence(found, db.session.get(Profile, pool[0].id), QUERIES[0], make))
    assert told == ["理由1", "理由1", "理由2"]
    monkeypatch.setattr(lists_for, "MOST_SENTENCES", 1)
    other = db.session.get(Profile, pool[1].id)
    told = [lists_for.sentence(found, other, one, make) for one in (*QUERIES, QUERIES[0])]
    assert told == ["理由3", "理由4", "理由5"]
