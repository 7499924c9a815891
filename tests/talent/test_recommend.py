"""The one door: the right person first, for the right purpose, with reasons, factors and ties."""

import pytest

from core.database import db
from talent import recommend
from talent.models import Profile, Work
from talent.reasons import PARTS
from talent.recommend import Counts, Parties, Purpose, Reason
from talent.states import P, WorkType
from tests import world

QUERY = {
    "title": "高密度液流电池电堆设计",
    "problem": "极板流道与电极压缩率耦合，漏电流难以抑制。",
    "indicators": ["能量密度 ≥ 35 Wh/L", "漏电流 ≤ 2 %"],
    "keywords": ["液流电池"],
}
FLAX = {
    "title": "亚麻籽生物活性物质营养功效研究",
    "problem": "木酚素提取率低，粗提物纯度不足。",
    "keywords": ["亚麻籽"],
}


def work(title, abstract="", kind=WorkType.PATENT):
    return Work(type=kind, title=title, abstract=abstract, year=2023)


@pytest.fixture
def pool(app):
    made = {
        "flow": world.profile(
            "流电池", direction="液流电池电堆", keywords=["液流电池"],
            works=[work("一种抑制漏电流的液流电池极板", "长支管抑制漏电流，能量密度提高。")],
        ),
        "capacitor": world.profile(
            "电容器", direction="锂离子电容器电极", keywords=["电容器"],
            works=[work("预嵌锂工艺", "提高能量密度。", WorkType.PAPER)],
        ),
        "flax": world.profile(
            "亚麻籽", direction="亚麻籽木酚素提取", keywords=["亚麻籽"], works=[work("木酚素的纯化方法")],
        ),
    }  # fmt: skip
    recommend.warm_up(app, wait=True)
    return made


def names(query, **options):
    return [one.profile.name for one in recommend.experts_for(query, **options)]


def test_the_right_person_comes_first(pool):
    assert names(QUERY)[0] == "流电池"
    assert names(FLAX)[0] == "亚麻籽"


def test_reasons_name_the_work_and_the_matched_words(pool):
    best = recommend.experts_for(QUERY, k=1)[0]
    assert "其专利‘一种抑制漏电流的液流电池极板’" in best.sentence
    reason = next(one for one in best.reasons if one.type == "专利")
    assert reason.title == "一种抑制漏电流的液流电池极板"
    assert any("液流电池" in word for word in reason.words)
    assert best.percent == 100


def test_matched_words_are_marked_in_the_title():
    reason = Reason("专利", "一种抑制漏电流的极板", ("漏电流", "能量密度"), "难点")
    assert reason.marked_title == (("一种抑制", False), ("漏电流", True), ("的极板", False))
    assert reason.other_words == ("能量密度",)
    assert Reason("专利", "无", (), "难点").marked_title == (("无", False),)


@pytest.mark.parametrize(
    ("facts", "purpose"),
    [
        ({"consents_recommendation": False}, Purpose.SOLVERS),
        ({"review_willing": False}, Purpose.REVIEWERS),
        ({"state": P.STOPPED}, Purpose.SOLVERS),
        ({"state": P.APPLIED}, Purpose.REVIEWERS),
    ],
)
def test_only_who_agreed_and_is_in_the_pool(pool, facts, purpose):
    works = [work("一种抑制漏电流的液流电池极板流道", "漏电流抑制，能量密度提高。")]
    world.profile("未同意", direction=QUERY["problem"], works=works, **facts)
    other = Purpose.REVIEWERS if purpose is Purpose.SOLVERS else Purpose.SOLVERS
    assert "未同意" not in names(QUERY, purpose=purpose)
    assert ("未同意" in names(QUERY, purpose=other)) is ("state" not in facts)


def test_candidates_can_be_narrowed_beyond_the_first_look(pool, monkeypatch):
    monkeypatch.setattr(recommend, "FIRST_LOOK", 1)

    def narrow(statement):
        return statement.where(Profile.name == "电容器")

    assert names(QUERY, k=1, narrow=narrow) == ["电容器"]


def test_ties_are_shown_and_rank_is_untouched(pool):
    unit = world.organisation("测试大学")
    found = recommend.experts_for(QUERY, parties=Parties(organisation_ids=(unit.id,)))
    assert found[0].profile.name == "流电池"
    assert [(tie.level, tie.path) for tie in found[0].conflicts] == [("block", "流电池 —同单位→ 测试大学")]
    assert found[0].is_blocked is True


def test_factors_move_people_and_leave_the_text_score(pool):
    works = [work("一种抑制漏电流的液流电池极板", "长支管抑制漏电流，能量密度提高。")]
    near = world.profile(
        "近处人", direction="液流电池电堆", keywords=["液流电池"], works=works, region="外地", city="太原市"
    )
    by_text = {one.profile.name: one for one in recommend.experts_for(QUERY)}
    fused = {one.profile.name: one for one in recommend.experts_for(QUERY, fused=True)}
    assert by_text["近处人"].total == by_text["近处人"].score == fused["近处人"].score
    assert fused["近处人"].total == pytest.approx(fused["近处人"].score + 0.04)
    assert [one.text for one in fused["近处人"].factors] == ["外地（太原市）", "未确认过", "0 项"]
    order = recommend.ranking(QUERY, purpose=Purpose.SOLVERS)
    assert order[0].profile_id == near.id
    busy = Counts(projects={near.id: 2})
    assert recommend.ranking(QUERY, purpose=Purpose.SOLVERS, counts=busy)[0].total < order[0].total


def test_the_shares_sum_to_the_text_score(pool):
    for one in recommend.experts_for(QUERY):
        assert sum(points for _, points in one.shares) == pytest.approx(one.score, abs=1e-6)
        assert {label for label, _ in one.shares} <= set(PARTS.values())


def test_plain_order_needs_no_index(app):
    world.profile("乙"), world.profile("甲"), world.profile("丙", consents_recommendation=False)
    found = recommend.experts_in_order(k=5)
    assert [(one.profile.name, one.score, one.percent) for one in found] == [("乙", None, 0), ("甲", None, 0)]


def test_lists_are_ranked_for_a_person_with_the_reason_in_words(pool):
    mine = db.session.get(Profile, pool["flow"].id)
    ranked = recommend.challenges_for(mine, [("flax", FLAX), ("flow", QUERY)])
    assert [key for key, _ in ranked] == ["flow", "flax"]
    told = recommend.sentences_for(mine, [(QUERY, ranked[0][1]), (FLAX, ranked[1][1]), (FLAX, 1.0)])
    assert told[0].startswith("您的专利‘一种抑制漏电流的液流电池极板’与")
    assert told[1:] == ["", ""]
    assert recommend.sentences_for(world.profile(state=P.DRAFT), [(QUERY, 1.0)]) == [""]
    assert recommend.sentences_for(mine, []) == []


def test_who_is_not_in_the_pool_gets_no_ranking(pool):
    outside = world.profile(state=P.DRAFT)
    assert recommend.challenges_for(outside, [("flow", QUERY)]) == []


def test_look_alikes_have_a_threshold(app):
    copy = QUERY | {"title": "高密度液流电池电堆的设计及研发"}
    found = recommend.similar_to(copy, [("flax", FLAX), ("flow", QUERY)])
    assert [key for key, _ in found] == ["flow"]
    assert recommend.similar_to(copy, []) == []
    assert recommend.similar_to(copy, [("flax", FLAX)]) == []


def test_scores_of_named_people(pool):
    ids = [one.id for one in pool.values()]
    scores = recommend.scores_of(QUERY, [*ids, 999])
    assert (sorted(scores), max(scores, key=scores.get)) == (sorted(ids), pool["flow"].id)


def test_questions_cost_the_same_however_large_the_pool(pool, queries):
    unit = world.organisation()
    with queries() as few:
        recommend.experts_for(QUERY, parties=Parties((unit.id,), people=("甲",)))
    for _ in range(30):
        world.profile()
    recommend.experts_for(QUERY)
    with queries() as many:
        found = recommend.experts_for(QUERY, parties=Parties((unit.id,), people=("甲",)))
    assert (len(found), len(few)) == (20, len(many))
