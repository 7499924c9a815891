"""Ties between an expert and the other side, each with its level and its path in words."""

import datetime as dt

import pytest

from core.database import db, transaction
from talent.conflicts import Person, related_to, ties_between, ties_of, unknown
from talent.models import Employment, Profile, Tie, Work
from talent.states import WorkType
from tests import world


def add(row):
    with transaction():
        db.session.add(row)


def ties(profile, *args, **more):
    row = db.session.get(Profile, profile.id)
    return [(tie.level, tie.kind, tie.path) for tie in ties_between(row, *args, **more)]


@pytest.fixture
def expert(app):
    return world.profile("甲", unit="北岭大学", organisation_id=world.organisation("北岭大学").id)


def test_nothing_in_common_is_no_tie(expert):
    other = world.organisation("别的公司")
    assert ties(expert, [other.id], [Person("乙", "别的公司", 77)], ["又一家"]) == []


def test_same_unit_blocks_by_id_by_name_and_by_partner(expert):
    wanted = [("block", "same_unit", "甲 —同单位→ 北岭大学")]
    assert ties(expert, [expert.organisation_id]) == wanted
    assert ties(expert, units=["北岭 大学"]) == wanted
    loose = world.profile("甲", unit="北岭大学")
    assert ties(loose, [expert.organisation_id]) == wanted
    member = [("block", "same_unit", "甲 —同单位→ 北岭大学 ←成员— 乙")]
    assert ties(expert, people=[Person("乙", "北岭大学")]) == member
    both = [Person("乙", "北岭大学"), Person("丙", "北岭大学")]
    assert ties(expert, people=both) == [("block", "same_unit", "甲 —同单位→ 北岭大学 ←成员— 乙等 2 人")]


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("岭表工业大学(演示)", "岭表工业大学（演示）"),
        ("中北大学(朔州校区)", "中北大学（朔州校区）"),
        ("ＡＢＣ 研究院", "abc研究院"),
    ],
)
def test_brackets_width_and_case_do_not_part_a_unit_from_itself(app, typed, registered):
    unit = world.organisation(registered)
    expert = world.profile("甲", unit=typed)
    assert [tie[:2] for tie in ties(expert, [unit.id])] == [("block", "same_unit")]
    assert [tie[:2] for tie in ties(expert, units=[registered])] == [("block", "same_unit")]
    own = [tie[:2] for tie in ties(expert, people=[Person("甲", registered)])]
    assert own == [("block", "team")]
    past = world.profile("乙", unit="别处")
    add(Employment(profile_id=past.id, unit=typed, year_from=2019))
    assert [tie[:2] for tie in ties(past, [unit.id])] == [("block", "same_unit")]


def test_names_of_people_are_compared_without_their_spaces(app):
    expert = world.profile("张　三", unit="甲校")
    assert [tie[1] for tie in ties(expert, people=[Person("张三", "乙厂")])] == ["same_name"]


def test_parent_and_subsidiary_block_and_siblings_declare(app):
    top = world.organisation("集团")
    left, right = world.organisation("左", parent_id=top.id), world.organisation("右", parent_id=top.id)
    below = world.profile("甲", unit="左", organisation_id=left.id)
    above = world.profile("乙", unit="集团", organisation_id=top.id)
    assert ties(below, [top.id]) == [("block", "parent", "甲 —任职→ 左 —上级单位→ 集团")]
    assert ties(above, [left.id]) == [("block", "parent", "乙 —任职→ 集团 —下属单位→ 左")]
    assert ties(below, [right.id]) == [("declare", "sibling", "甲 —任职→ 左 —上级单位→ 集团 —下属单位→ 右")]


@pytest.mark.parametrize(
    ("years", "wanted"),
    [
        ((2019, None), [("block", "same_unit", "甲 —同单位（2019–今）→ 旧单位")]),
        ((2019, 2026), [("block", "same_unit", "甲 —同单位（2019–2026）→ 旧单位")]),
        ((None, 2021), [("declare", "former_unit", "甲 —同单位（不详–2021）→ 旧单位")]),
        ((2015, 2020), []),
    ],
)
def test_posts_count_for_five_years(expert, years, wanted):
    old = world.organisation("旧单位")
    add(Employment(profile_id=expert.id, unit="旧单位", year_from=years[0], year_to=years[1]))
    assert ties(expert, [old.id]) == wanted
    assert ties(expert, units=["旧单位"]) == wanted


def test_the_expert_in_the_team_blocks(app):
    own = world.user("expert")
    expert = world.profile("甲", user_id=own.id, unit="北岭大学")
    assert ties(expert, people=[Person("甲", "某公司", own.id)]) == [
        ("block", "team", "甲 —本人在团队中→ 甲（某公司）")
    ]


def test_the_same_name_is_checked_by_a_person(expert):
    path = "甲 —姓名相同，请核实→ 甲（某公司）"
    assert ties(expert, people=[Person("甲", "某公司")]) == [("declare", "same_name", path)]
    assert ties(expert, people=["甲"]) == [("declare", "same_name", "甲 —姓名相同，请核实→ 甲")]
    assert [tie[:2] for tie in ties(expert, people=[Person("甲", "北岭大学")])] == [("block", "team")]


@pytest.mark.parametrize(("year", "counts"), [(2021, True), (2020, False), (None, False)])
def test_joint_works_of_five_years_are_declared_from_both_sides(expert, year, counts):
    add(Work(profile_id=expert.id, type=WorkType.PAPER, title="合作文", year=year, co_authors=["乙"]))
    own = ties(expert, people=[Person("乙", "某公司")])
    path = f"甲 —合作论文“合作文”（{year}）→ 乙（某公司）"
    assert own == ([("declare", "co_name", path)] if counts else [])


def test_a_joint_work_that_only_the_other_one_lists(expert):
    works = [Work(type=WorkType.PATENT, title="共同专利", year=2024, co_authors=["甲"])]
    world.profile("乙", unit="某公司", works=works)
    path = "甲 —合作专利“共同专利”（2024）→ 乙"
    assert ties(expert, people=[Person("乙", "某公司")]) == [("declare", "co_name", f"{path}（某公司）")]
    asked = ("declare", "relation_name", f"{path} —姓名相同，请核实→ 乙")
    assert ties(expert, people=["乙"]) == [asked]


@pytest.mark.parametrize(
    ("kind", "level", "label"), [("teacher", "block", "师生"), ("adviser", "declare", "担任顾问")]
)
def test_recorded_ties_to_a_unit_in_either_direction(expert, kind, level, label):
    unit = world.organisation("某公司")
    add(Tie(who=f"profile:{expert.id}", whom=f"organisation:{unit.id}", kind=kind))
    add(Tie(who=f"organisation:{unit.id}", whom=f"profile:{expert.id}", kind=kind))
    assert ties(expert, [unit.id]) == [(level, kind, f"甲 —{label}→ 某公司")]


def test_recorded_ties_to_people_lapse_and_unknown_kinds_are_left_out(expert):
    person, me = "user:77", f"profile:{expert.id}"
    add(Tie(who=me, whom=person, kind="relative"))
    add(Tie(who=me, whom=person, kind="lost", until=dt.date(2020, 12, 31)))
    add(Tie(who=me, whom=person, kind="reviewed", until=dt.date(2021, 1, 1)))
    add(Tie(who=me, whom=person, kind="neighbour"))
    found = ties(expert, people=[Person("乙", "某公司", 77)])
    assert [tie[:2] for tie in found] == [("block", "relative"), ("declare", "reviewed")]


def test_many_experts_cost_as_many_queries_as_one(app, queries):
    unit_id = world.organisation("测试大学").id
    rows = [world.profile().id for _ in range(12)]

    def asked(profiles):
        db.session.expunge_all()
        found = [db.session.get(Profile, key) for key in profiles]
        with queries() as seen:
            ties = ties_of(found, [unit_id], [Person("乙", "某公司", 7)])
        return len(seen), {level for each in ties.values() for level in [tie.level for tie in each]}

    assert asked(rows[:1]) == asked(rows)


def test_two_units_whose_legal_persons_merely_share_a_name_are_to_be_verified(app):
    left = world.organisation("左厂", legal_person="张三")
    right = world.organisation("右厂", legal_person="张 三")
    world.organisation("第三厂", legal_person="李四")
    expert = world.profile("甲", unit="左厂", organisation_id=left.id)
    (tie,) = ties_between(expert, [right.id])
    assert (tie.grade, tie.kind) == ("verify", "same_name")
    assert "姓名相同，请核实" in tie.path
    assert {key: tie.grade for key, tie in related_to(left).items()} == {right.id: "verify"}
    # Whoever has posts at both is one person, and then the two units have one legal person.
    both = world.profile("张三", unit="左厂", organisation_id=left.id)
    add(Employment(profile_id=both.id, unit="右厂", organisation_id=right.id, year_from=2020))
    assert ties(both, [right.id])[0][:2] == ("block", "same_unit")
    assert ("block", "legal") in [tie[:2] for tie in ties(both, [right.id])]


@pytest.mark.parametrize("unit", ["", "北岭大学"])
@pytest.mark.parametrize("other", ["", "某公司"])
def test_a_name_without_a_unit_is_never_silent_on_either_side(app, unit, other):
    expert = world.profile("甲", unit=unit)
    (tie,) = ties_between(expert, people=[Person("甲", other)])
    assert tie.grade == "verify"
    said = unknown([Person("甲", other)])
    assert said == (
        ["“某公司”未在本平台登记，无法核对其上级单位、法定代表人和股东。"]
        if other
        else ["甲未写明单位，也没有账号，无法核对身份。"]
    )
