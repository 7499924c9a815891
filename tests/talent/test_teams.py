"""The door to teams: numbers are those of the matcher, only those who agreed, no tied ones, who closes which gap."""

import numpy as np
import pytest

from core import clock
from core.database import db
from matching import cover
from talent import consents, index, recommend, teams
from talent.conflicts import Person
from talent.models import Consent, Profile, Work
from talent.recommend import Parties, Purpose
from talent.states import P, WorkType
from talent.teams import Need
from tests import world

LEAK = Need("i1", "指标", "漏电流 ≤ 2 %", "漏电流 ≤ 2 %")
PLATE = Need("d0", "难点", "极板流道堵塞", "极板流道堵塞")
FLAX = Need("d1", "难点", "亚麻籽木酚素提取率低", "亚麻籽木酚素提取率低")
NEEDS = [LEAK, PLATE, FLAX]


def expert(name, work, *, version=consents.VERSION, **facts):
    row = world.profile(
        name, direction="", keywords=[], works=[Work(type=WorkType.PATENT, title=work, year=2023)], **facts
    )
    given = {"kind": "recommendation", "text_version": version, "given": True, "at": clock.now()}
    db.session.add(Consent(profile_id=row.id, **given))
    db.session.commit()
    return row


@pytest.fixture
def pool(app):
    made = {
        "leader": expert("带头人", "一种漏电流抑制方法", user_id=world.user("researcher").id),
        "plate": expert("极板人", "一种极板流道堵塞的清理装置"),
        "flax": expert("亚麻人", "一种提高亚麻籽木酚素提取率的方法"),
        "other": expert("旁人", "一种露天煤矿边坡监测雷达"),
    }
    recommend.warm_up(app, wait=True)
    return made


def looked_at(members=(), candidates=None, needs=NEEDS, **facts):
    statement = teams.agreed_to_teams() if candidates is None else candidates
    return teams.survey(needs, list(members), statement, **({"most": 4} | facts))


def names(rows):
    return [one.profile.name for one in rows]


def test_the_numbers_are_those_of_the_matcher(pool):
    found = looked_at([pool["leader"]])
    texts = {need.key: need.text for need in NEEDS}
    for table in (found.present, found.proposed):
        people = [one.id for one in table.members]
        expected = cover.coverage(index.of_app().fresh(), texts, people)
        assert np.array_equal(np.array([row.shares for row in table.rows]).T, expected)
        assert [row.best for row in table.rows] == expected.max(axis=0).tolist()
        assert table.value == pytest.approx(expected.max(axis=0).mean())
        assert [row.is_closed for row in table.rows] == (expected.max(axis=0) >= cover.COVERED).tolist()
        assert sum(table.gains) == pytest.approx(table.value)
        assert table.open == tuple(row.need for row in table.rows if not row.is_closed)


def test_who_closes_which_gap_and_why(pool):
    found = looked_at([pool["leader"]])
    assert found.present.open == (PLATE, FLAX)
    assert {row.profile.name: row.closes for row in found.candidates} == {
        "极板人": (PLATE,),
        "亚麻人": (FLAX,),
    }
    assert found.closers == {"d0": (pool["plate"],), "d1": (pool["flax"],)}
    assert sorted(names(found.joining)) == ["亚麻人", "极板人"]
    assert found.proposed.members[0] is pool["leader"]
    assert found.proposed.open == ()
    ((need, share, reason),) = next(one for one in found.candidates if one.profile is pool["flax"]).reasons
    assert (need, reason.type, reason.title) == (FLAX, "专利", "一种提高亚麻籽木酚素提取率的方法")
    assert "亚麻" in "".join(reason.words)
    assert share == found.proposed.rows[2].best


def test_the_gain_of_one_alone_is_what_the_whole_rises_by(pool):
    found = looked_at([pool["leader"]])
    for one in found.candidates:
        both = looked_at([pool["leader"], one.profile]).present
        assert both.value == pytest.approx(found.present.value + one.gain)


def test_without_members_a_team_is_made_of_the_pool_within_the_size(pool):
    found = looked_at()
    assert (found.present.members, found.present.value, found.present.open) == ((), 0.0, tuple(NEEDS))
    assert sorted(names(found.joining)) == ["亚麻人", "带头人", "极板人"]
    assert len(looked_at(most=2).joining) == 2


def test_who_closes_nothing_is_not_asked(pool):
    found = looked_at([pool["plate"]], needs=[PLATE])
    assert (found.candidates, found.closers, found.joining) == ((), {}, ())
    assert found.proposed.members == (pool["plate"],)


@pytest.mark.parametrize(
    ("facts", "is_named"),
    [
        ({}, True),
        ({"version": "2026-1"}, False),
        ({"consents_recommendation": False}, False),
        ({"state": P.STOPPED}, False),
    ],
)
def test_only_who_agreed_to_be_named_to_teams(pool, facts, is_named):
    one = expert("新人", "一种极板流道堵塞的预警方法", **facts)
    assert (one.id in set(db.session.scalars(teams.agreed_to_teams()))) is is_named
    assert ("新人" in names(looked_at().candidates)) is is_named
    for_posters = looked_at(candidates=recommend.eligible(Purpose.SOLVERS)).candidates
    assert ("新人" in names(for_posters)) is (is_named or facts == {"version": "2026-1"})


def test_who_is_tied_to_the_other_side_is_left_out(pool):
    poster = world.organisation("测试电气")
    own = expert("自己人", "一种极板流道堵塞的疏通方法", organisation_id=poster.id, unit="测试电气")
    assert "自己人" in names(looked_at().candidates)
    sides = Parties(organisation_ids=(poster.id,))
    assert "自己人" not in names(looked_at(parties=sides).candidates)
    assert teams.untied([own, pool["flax"]], sides) == [pool["flax"]]
    assert teams.untied([own], None) == [own]


def test_members_are_found_by_account_or_if_they_agreed_by_name_and_unit(pool):
    account = pool["leader"].user_id
    asked = [
        Person("不同的名字", "", account),
        Person("极板人", "测试大学"),
        Person("极板人", "别的大学"),
        Person("查无此人", "测试大学"),
    ]
    assert teams.profiles_of(asked) == [pool["leader"], pool["plate"], None, None]
    assert teams.profiles_of([Person(" 极板 人", "测试 大学（演示）")]) == [pool["plate"]]
    expert("未同意", "某成果", version="2026-1")
    assert teams.profiles_of([Person("未同意", "测试大学")]) == [None]
    expert("极板人", "又一项成果")
    assert teams.profiles_of([Person("极板人", "测试大学")]) == [None]
    assert teams.profiles_of([Person("带头人", "测试大学")]) == [None]
    assert teams.profiles_of([]) == []


def test_a_profile_outside_the_pool_covers_nothing(pool):
    user = world.user("researcher")
    world.profile("草稿", state=P.DRAFT, user_id=user.id)
    assert teams.profiles_of([Person("草稿", "", user.id)]) == [None]


def test_before_the_index_is_loaded_it_says_so(app):
    with pytest.raises(teams.NotReady):
        looked_at()


def test_the_number_of_queries_does_not_grow_with_the_pool(pool, queries):
    def count():
        db.session.expire_all()
        with queries() as seen:
            looked_at([db.session.get(Profile, pool["leader"].id)], parties=Parties(organisation_ids=(1,)))
        return len(seen)

    looked_at()
    before = count()
    for n in range(12):
        expert(f"增员{n}", f"一种极板流道堵塞的处理方法之{n}")
    looked_at()
    assert count() == before
