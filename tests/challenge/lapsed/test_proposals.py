"""Each proposal comes of its own fact and of nothing else."""

from types import SimpleNamespace

import pytest

from challenge import rulepack
from challenge.lapsed.comparing import Comparison, Line
from challenge.lapsed.proposals import Known, proposals
from challenge.lapsed.queries import Fate
from challenge.lapsed.reach import Reach, Reached
from challenge.states import Mode


def line(**facts):
    defaults = {"reward_fen": 30_000_000, "cycle_months": 18, "must": 2, "days": 45}
    return Line(code="JB", title="题", near="内容相近", **(defaults | facts))


def known(own=None, beside=3, **facts):
    listed = SimpleNamespace(mode=Mode.GOVERNMENT, programme=None)
    compared = Comparison(line(**(own or {})), (line(),) * beside)
    return Known(listed, compared, **facts)


def reached(key, share, closers=()):
    return Reached(key, f"指标{key} ≥ 1", f"指标{key}", True, share, closers)


def titles(facts):
    return [one.title for one in proposals(facts)]


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


def test_two_lists_are_no_median():
    assert titles(known({"reward_fen": 1, "must": 9}, beside=2)) == []


def test_the_hardest_indicators_and_the_split():
    pair = ((SimpleNamespace(name="甲"), (1,)), (SimpleNamespace(name="乙"), (2, 3)))
    rows = (reached(1, 0.2), reached(2, 0.1), reached(3, 0.9, ("人",)))
    split, lower = proposals(known(reach=Reach(rows, pair, "25%")))
    assert (split.action, "乙更接近“指标2”“指标3”" in split.why) == ("split", True)
    assert lower.action == "revise"
    assert lower.why.index("指标2") < lower.why.index("指标1")  # the hardest first
    assert ("指标3" in lower.why, "10%" in lower.why) == (False, True)


@pytest.mark.parametrize(
    "facts", [{"fate": fate(unsent=2)}, {"fate": fate(unqualified=2)}, {"absent": (1, 2)}]
)
def test_more_time_for_those_who_were_near(facts):
    (one,) = proposals(known(**facts))
    assert (one.action, "2" in one.why) == ("relist", True)


def test_other_modes_only_as_offered(monkeypatch):
    monkeypatch.setattr(rulepack, "OFFERED_MODES", ("government", "race"))
    assert titles(known()) == ["改用“赛马”"]
