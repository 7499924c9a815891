"""Every change of a profile is numbered and findable, whoever made it."""

import contextlib

import pytest

from core.database import db, transaction
from talent import index, queries
from talent.models import Employment, Profile, Work
from talent.states import WorkType
from tests import world


def number_of(row):
    return db.session.get(Profile, row.id).change


def found(words):
    return [one.name for one in db.session.scalars(queries.found_by(db.select(Profile), words)).unique()]


def test_numbers_rise_with_each_transaction(app):
    first, second = world.profile(), world.profile()
    before = number_of(second)
    assert number_of(first) < before == index.current_mark()[0]
    with transaction():
        db.session.get(Profile, first.id).title = "研究员"
    assert number_of(first) == before + 1 == index.current_mark()[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.works.append(Work(type=WorkType.PAPER, title="新论文")),
        lambda row: setattr(row.works[0], "abstract", "改写的摘要"),
        lambda row: row.works.clear(),
        lambda row: row.employments.append(Employment(unit="旧单位")),
    ],
)
def test_what_belongs_to_a_profile_counts_as_its_change(app, change):
    row = world.profile()
    before = number_of(row)
    with transaction():
        change(db.session.get(Profile, row.id))
    assert number_of(row) > before


def test_a_change_that_was_taken_back_leaves_no_number(app):
    row = world.profile()
    before = index.current_mark()
    with contextlib.suppress(KeyError), transaction():
        db.session.get(Profile, row.id).title = "研究员"
        db.session.flush()
        raise KeyError
    assert index.current_mark() == before


def test_profiles_are_found_by_name_unit_keyword_and_work_but_not_by_contact(app):
    world.profile(
        "赵找到", unit="北岭研究所", keywords=["虚拟电厂"], phone="13877776666", email="zhao@secret.cn"
    )
    world.profile("钱旁人", keywords=["胡麻"], works=[])
    for words in ("赵找", "北岭", "虚拟电厂", "极板流道结构"):
        assert found(words) == ["赵找到"], words
    assert (found("13877776666"), found("secret")) == ([], [])
    with transaction():
        row = db.session.scalar(db.select(Profile).filter_by(name="赵找到"))
        row.keywords = ["陶瓷"]
    assert (found("虚拟电厂"), found("陶瓷")) == ([], ["赵找到"])
