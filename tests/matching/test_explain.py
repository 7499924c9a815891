"""Explanations: they sum to the score, name whole words, and read like a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Contribution, Matcher
from matching.sentence import sentence_for

from .conftest import POOL

PHRASES = st.lists(
    st.sampled_from(
        [
            "高能量密度",
            "动力电池",
            "液冷極板流道",
            "CO₂",
            "大学",
            "生活",
            "batteries",
            "350 Wh/kg",
            "，",
            "的",
        ]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=40, deadline=None)
@given(PHRASES, PHRASES, PHRASES, st.lists(PHRASES, max_size=3))
def test_contributions_sum_to_the_score(title, problem, indicators, keywords):
    matcher = Matcher().fit(POOL[:5])
    matcher.remove("campus")
    matcher.add(POOL[5] | {"works": [*POOL[5]["works"], "动力电池的生活"]})
    asked = {"title": title, "problem": problem, "indicators": indicators, "keywords": keywords}
    for id_, score in matcher.scores(asked, [e["id"] for e in POOL[:3]] + ["twin-b"]).items():
        found = matcher.explain(asked, id_)
        assert found.score == pytest.approx(score, rel=1e-9, abs=1e-12)
        assert sum(c.contribution for c in found.contributions) == pytest.approx(found.score, abs=1e-12)


def test_names_work_part_and_whole_words(matcher, query):
    found = matcher.explain(query, "battery").contributions
    told = {(c.work, c.part): c.words for c in found}
    assert told[0, "problem"] == ("液冷極板流道",)
    assert told[1, "indicators"] == ("电芯能量密度", "350 Wh/kg")
    assert told[None, "title"] == ("动力电池",)
    assert [c.contribution for c in found] == sorted((c.contribution for c in found), reverse=True)
    assert {c.title for c in found if c.work == 0} == {"一种液冷极板流道"}


def test_sentence(matcher):
    asked = {"problem": "液冷极板流道设计", "indicators": "电池温差 ≤ 3 ℃"}
    assert (
        matcher.explain(asked, "battery").sentence
        == "其专利‘一种液冷极板流道’与难点‘液冷极板流道’、指标‘电池温差’相符。"
    )


def test_half_words_are_not_shown(matcher):
    found = matcher.explain("学生", "campus")
    assert found.score > 0
    assert {c.words for c in found.contributions} == {()}
    assert found.sentence == "其成果‘大学生活与心理健康’与所给文字只有零星用字相同。"


def test_a_word_is_said_to_stand_where_it_stands(matcher):
    sections = {"难点": "动力电池的回收", "背景": "极板流道堵塞", "研究内容": ""}
    whole = matcher.explain({"problem": "\n".join(sections.values())}, "battery")
    found = matcher.explain({"problem": sections}, "battery")
    assert found.score == whole.score
    told = {word: label for c in found.contributions for word, label in zip(c.words, c.labels, strict=True)}
    assert (told["动力电池"], {label for word, label in told.items() if word in "极板流道"}) == (
        "难点",
        {"背景"},
    )
    assert "与背景‘极板流道’相符" in found.sentence
    assert "与难点‘极板流道’相符" in whole.sentence


@pytest.mark.parametrize(
    ("asked", "expert", "sentence"),
    [
        ("", "battery", "没有可以比对的文字。"),
        ("电池", "empty", "其档案中还没有可以比对的文字。"),
        ("茶叶", "capture", "其档案与所给文字没有相同的词。"),
        ("co2捕集", "capture", "其研究方向与题目‘co2捕集’相符。"),
    ],
)
def test_odd_cases_are_said_plainly(matcher, asked, expert, sentence):
    assert matcher.explain(asked, expert).sentence == sentence


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("topics", "其研究主题与所给文字相近，但没有相同的词语。"),
        ("neighbours", "其研究方向与最相符的几位专家相近，但与所给文字没有相同的词语。"),
        ("title", "其专利‘甲’与所给文字只有零星用字相同。"),
    ],
)
def test_a_score_without_common_words_is_told_by_what_made_it(part, sentence):
    work, kind, title = (0, "patent", "甲") if part == "title" else (None, "", "")
    strongest = Contribution(work, kind, title, part, (), 0.2)
    weaker = Contribution(0, "paper", "乙", "problem", (), 0.1)
    assert sentence_for([strongest, weaker], True, True) == sentence


def test_characters_of_many_works_outweigh_the_subject_together():
    found = [Contribution(n, "paper", f"题{n}", "title", (), 0.1) for n in range(3)]
    subject = Contribution(None, "", "", "topics", (), 0.2)
    assert sentence_for([subject, *found], True, True) == "其论文‘题0’与所给文字只有零星用字相同。"


def test_unknown_expert(matcher):
    with pytest.raises(KeyError):
        matcher.explain("电池", "nobody")


def test_removed_expert_has_no_explanation(matcher):
    matcher.remove("battery")
    with pytest.raises(KeyError):
        matcher.explain("电池", "battery")


def test_words_that_say_nothing_are_not_shown_but_count():
    matcher = Matcher().fit([{"id": 1, "works": ["关于茶叶加工的研究方法"]}])
    (only,) = (c for c in matcher.explain("茶叶加工研究", 1).contributions if c.part == "title")
    assert only.words == ("茶叶加工",)
    assert only.contribution > matcher.explain("茶叶加工", 1).contributions[0].contribution * 0.5


def test_a_character_cut_off_by_the_segmenter_stays_with_its_word():
    """西咪替|丁, 木酚|素, 吸|油量: unknown names fall apart alike in both texts; 与 and 的 belong to no word."""
    works = ["西咪替丁与木酚素的测定", "吸油量的控制"]
    matcher = Matcher().fit([{"id": 1, "works": works}])
    found = matcher.explain("西咪替丁与木酚素的吸油量", 1).contributions
    assert {word for one in found for word in one.words} == {"西咪替丁", "木酚素", "吸油量"}
    (only,) = Matcher().fit([{"id": 1, "works": ["西咪替片"]}]).explain("西咪替丁", 1).contributions
    assert only.words == ("西咪替",)
