"""Each proposal comes of its own fact and of nothing else."""

import dataclasses
from types import SimpleNamespace

import pytest

from challenge.lapsed.comparing import Comparison, Line
from challenge.lapsed.proposals import Known, proposals
from challenge.lapsed.queries import Fate
from challenge.lapsed.reach import Reach, Reached
from challenge.states import Mode

ENVOY = "转科技特派员跟进"


def line(**facts):
    defaults = {"reward_fen": 30_000_000, "cycle_months": 18, "must": 2, "days": 45}
    return Line(code="JB", title="题", near="内容相近", **(defaults | facts))


def known(own=None, beside=3, **facts):
    listed = SimpleNamespace(mode=Mode.GOVERNMENT, programme=None)
    compared = Comparison(line(**(own or {})), (line(),) * beside)
    return Known(listed, compared, **facts)


def reached(key, share, closers=()):
    return Reached(key, f"指标{key} ≥ 1", f"指标{key}", True, share, closers)


def other_modes(facts):
    return [one.title for one in proposals(facts) if one.title.startswith("改用")]


def titles(facts):
    """All others: another mode, and an envoy, are always possible."""
    always = [*other_modes(facts), ENVOY]
    return [one.title for one in proposals(facts) if one.title not in always]


def fate(**facts):
    return Fate(
        **(
            dict.fromkeys(("begun", "unsent", "withdrawn", "submitted", "unreadable", "unqualified"), 0)
            | facts
        )
    )


def test_nothing_known_nothing_proposed():
    assert titles(known()) == []
    assert titles(known(reach=Reach((reached(1, 0.9, ("人",)),), (), "25%"), fate=fate())) == []


@pytest.mark.parametrize(
    ("own", "title"),
    [
        ({"reward_fen": 29_000_000}, "提高悬赏"),
        ({"cycle_months": 17}, "放宽攻关周期"),
        ({"must": 3}, "减少必达指标"),
        ({"days": 44}, "延期重新张榜"),
    ],
)
def test_a_figure_beside_its_median(own, title):
    assert titles(known(own)) == [title]


def test_what_opened_bids_could_not_promise_is_named_to_the_poster_without_them():
    disputed = dataclasses.replace(reached(2, 0.8, ("人",)), deviations=2)
    facts = known(reach=Reach((reached(1, 0.9, ("人",)), disputed), (), "25%"), fate=fate())
    (one,) = [row for row in proposals(facts) if row.title.startswith("调低")]
    assert (one.title, one.action) == ("调低或改写偏离最多的指标", "revise")
    assert "“指标2 ≥ 1”有 2 份已开启的方案提出偏离" in one.why
    assert "方案" not in one.reason


def test_two_lists_are_no_median():
    assert titles(known({"reward_fen": 1, "must": 9}, beside=2)) == []


def test_the_hardest_indicators_and_the_split():
    pair = ((SimpleNamespace(name="甲"), (1,)), (SimpleNamespace(name="乙"), (2, 3)))
    rows = (reached(1, 0.2), reached(2, 0.1), reached(3, 0.9, ("人",)))
    split, lower, *_modes = proposals(known(reach=Reach(rows, pair, "25%")))
    assert (split.action, "乙能承担“指标2”“指标3”" in split.why) == ("split", True)
    assert lower.action == "revise"
    assert lower.why.index("指标2") < lower.why.index("指标1")  # the hardest first
    assert ("指标3" in lower.why, "10%" in lower.why) == (False, True)


@pytest.mark.parametrize(
    "facts", [{"fate": fate(unsent=2)}, {"fate": fate(unqualified=2)}, {"absent": (1, 2)}]
)
def test_more_time_for_those_who_were_near(facts):
    (one,) = [each for each in proposals(known(**facts)) if each.title in titles(known(**facts))]
    assert (one.action, "2" in one.why) == ("relist", True)


def test_a_refusal_because_of_ties_looks_for_others_and_blames_no_indicator():
    facts = known(fate=fate(unqualified=1), grounds={"related": ("与发榜方不存在关联关系", 1)})
    assert titles(facts) == ["另找没有关联关系的揭榜方"]
    first = proposals(facts)[0]
    assert (first.action, "1 份方案因与发榜方存在关联关系" in first.why) == ("relist", True)
    assert "方案因" not in first.reason  # it is published
    other = known(fate=fate(unqualified=2), grounds={"complete": ("材料齐全，必填内容完整", 2)})
    (again,) = [one for one in proposals(other) if one.action == "relist"]
    assert "“材料齐全，必填内容完整” 2 份" in again.why


def test_every_button_says_what_it_is_for():
    rows = (reached(1, 0.2), reached(2, 0.1))
    pair = ((SimpleNamespace(name="甲"), (1,)), (SimpleNamespace(name="乙"), (2,)))
    own = {"reward_fen": 1, "cycle_months": 1, "must": 9, "days": 1}
    related = {"related": ("与发榜方不存在关联关系", 1)}
    every = proposals(known(own, reach=Reach(rows, pair, "25%"), valid=2, grounds=related))
    buttons = [one.button or one.action for one in every]
    assert (len(set(buttons)), len(every)) == (len(every), 10)


def test_an_envoy_is_always_possible_and_told_of_what_nobody_covers():
    *_, plain = proposals(known())
    assert (plain.title, plain.action, "“题”" in plain.reason) == (ENVOY, "entrust", True)
    rows = (reached(1, 0.2), reached(2, 0.1))
    *_, told = proposals(known(reach=Reach(rows, (), "25%")))
    assert "“指标2 ≥ 1”" in told.why


def test_other_modes_of_the_same_subject_are_offered():
    assert other_modes(known(valid=1)) == ["改用“企业出题”"]  # a race begins with two
    owners = known(valid=2)
    assert other_modes(owners) == ["改用“企业出题”", "改用“赛马”"]
    owners.challenge.mode = Mode.TRANSFER
    assert other_modes(owners) == []
