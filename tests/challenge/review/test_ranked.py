"""Which figure decides by the rule pack, and what is kept in the rows of a ranking beside it."""

import pytest

from challenge import rulepack
from challenge.review import ranked
from challenge.review.rules import number_of
from core.database import transaction
from core.workflow import apply
from talent.states import ExpertKind
from tests.challenge.review import scene

# Six reviewers agree, two give everything or nothing: whether these count is what the rule pack says.
GIVEN = (0, 250, 250, 250, 250, 300, 250, 250)
REST = sum(value for key, value in scene.SCORES.items() if key != "indicators")


@pytest.mark.parametrize("reviewers", [5, 6, 7, 8])
def test_the_rule_pack_says_from_how_many_reviewers_the_extremes_are_dropped(app, reviewers):
    kinds = (ExpertKind.FINANCE, ExpertKind.INDUSTRY, *[ExpertKind.TECHNICAL] * (reviewers - 2))
    given = GIVEN[:reviewers]
    _, challenge, _ = scene.scored([(one,) for one in given], kinds=kinds)
    assert rulepack.value(challenge, "score_drop_from") == 7
    (row,) = ranked.frozen_ranking(challenge)
    mean = sum(given) / reviewers + REST
    if reviewers >= 7:
        kept = sorted(given)[1:-1]
        assert (row["dropped"], row["figure"]) == ([1, 6], f"{(sum(kept) / len(kept) + REST) / 10:.2f}")
        assert row["figure"] == "80.00"
    else:
        assert (row["dropped"], row["figure"]) == ([], f"{mean / 10:.2f}")
        assert row["figure"] != "80.00"
    assert row["mean"] == f"{mean / 10:.2f}"


def test_scores_before_a_revision_stand_beside_the_later_ones_criterion_by_criterion(app, client_of):
    officer, challenge, rows = scene.scored()
    again, bid = rows[0], challenge.bids[0]
    number = str(number_of(again))
    with transaction():
        apply(officer, again, "reopen", reason="答辩后请核对。")
    scene.hand_in(again, 220, 240)
    row = next(one for one in ranked.frozen_ranking(challenge) if one["bid"] == bid.id)
    assert row["scores"][number]["indicators"] == "22.0"
    before = {key: f"{value / 10:.1f}" for key, value in (scene.SCORES | {"indicators": 260}).items()}
    assert row["before"] == {number: [{"total": f"{(260 + REST) / 10:.1f}", "scores": before}]}
    browser = client_of(officer)
    browser.get(f"/desk/challenges/{challenge.code}/ranking")
    said = browser.text()
    assert f"退回修改前 {(260 + REST) / 10:.1f}" in said
    assert "22.0修改前 26.0" in said.replace("22.0 ", "22.0")
    for told in ("加权平均", "中位数", "宽严校正", "极差", "去掉任一专家", "不足 3 个时不计算"):
        assert told in said, told


def test_a_proposal_from_before_is_still_shown(app, client_of):
    officer, challenge, _ = scene.proposed()
    proposal = challenge.proposals[-1]
    with transaction():
        proposal.ranking = [
            {
                key: value
                for key, value in row.items()
                if key not in ("scores", "before", "adjusted", "swings")
            }
            for row in proposal.ranking
        ]
    assert client_of(officer).get(f"/desk/challenges/{challenge.code}/decision").status_code == 200
