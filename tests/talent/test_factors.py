"""Factors: every fact within −1 … 1, in words, with the weight of the rules; nothing about sex or age."""

import datetime as dt
from types import SimpleNamespace

import pytest

from talent import factors
from talent.factors import Counts
from tests.conftest import NOW


def person(**facts):
    known = {"id": 1, "region": "", "city": "", "user_id": None, "confirmed_at": None, "review_cap": 10}
    return SimpleNamespace(**(known | facts))


def told(purpose, key, counts=None, **facts):
    found = {one.key: one for one in factors.factors_of(person(**facts), purpose, counts or Counts())}
    return found[key].value, found[key].text


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, (0.0, "未填写")),
        ({"region": "应县"}, (0.0, "应县")),
        ({"region": "外地"}, (1.0, "外地")),
        ({"region": "外地", "city": "太原市"}, (1.0, "外地（太原市）")),
    ],
)
def test_outside(facts, answer):
    assert told("solvers", "outside", **facts) == answer


def test_confirmed(now):
    recent, old = NOW - dt.timedelta(days=365), NOW - dt.timedelta(days=366)
    assert told("solvers", "confirmed") == (0.0, "未确认过")
    assert told("solvers", "confirmed", confirmed_at=recent) == (1.0, "2025年9月16日确认")
    assert told("solvers", "confirmed", confirmed_at=old) == (0.0, "2025年9月15日确认")


def test_account():
    assert told("reviewers", "account") == (0.0, "无账号")
    assert told("reviewers", "account", user_id=7) == (1.0, "有账号")


@pytest.mark.parametrize(("number", "value"), [(0, 0.0), (1, -0.5), (2, -1.0), (3, -1.0)])
def test_projects(number, value):
    counts = Counts(projects={1: number} if number else {})
    assert told("solvers", "projects", counts) == (value, f"{number} 项")


@pytest.mark.parametrize(
    ("reviews", "cap", "limit", "answer"),
    [
        (0, 10, None, (0.0, "0 / 10 次")),
        (3, 10, None, (-0.3, "3 / 10 次")),
        (3, 10, 6, (-0.5, "3 / 6 次")),
        (9, 8, 10, (-1.0, "9 / 8 次")),
        (0, 0, 10, (-1.0, "0 / 0 次")),
    ],
)
def test_load_counts_against_the_smaller_cap(reviews, cap, limit, answer):
    counts = Counts(reviews={1: reviews}, limit=limit)
    assert told("reviewers", "load", counts, review_cap=cap) == answer


def test_service_and_declines():
    counts = Counts(served={1: 2}, declined={1: 4})
    assert told("reviewers", "served", counts) == (0.4, "2 次")
    assert told("reviewers", "declined", counts) == (-1.0, "4 次")
    assert told("reviewers", "declined") == (0.0, "0 次")


def test_points_are_weight_times_value_and_rules_say_where_they_come_from():
    rules = factors.rules()
    assert "不是从数据中学习得到" in rules["provenance"]
    for purpose in ("solvers", "reviewers"):
        made = factors.factors_of(person(region="外地"), purpose, Counts())
        assert [(one.key, one.weight) for one in made] == [(r["key"], r["weight"]) for r in rules[purpose]]
        assert {one.key: one.points for one in made}["outside"] == made[
            0
        ].weight * 1.0 or purpose == "reviewers"
        assert all(rule["label"] and rule["meaning"] for rule in rules[purpose])


def test_protected_attributes_have_no_way_in():
    text = factors.FILE.read_text("utf-8")
    assert [word for word in ("性别", "年龄", "出生") if word in text] == []
    assert set(factors.FACTS) == {
        *("outside", "confirmed", "account", "projects", "load", "served", "declined"),
    }
