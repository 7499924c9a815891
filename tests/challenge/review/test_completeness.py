"""What a review lacks."""

from challenge.review.completeness import gaps, is_extreme
from challenge.review.models import Review

CRITERION = {"key": "x", "label": "项", "max": 10, "bands": [[9, "优"], [7, "良"], [5, "中"], [0, "差"]]}
QUESTION = {"key": "sound", "label": "没有风险"}


def test_notes_are_due_at_the_extremes():
    assert [is_extreme(CRITERION, tenths) for tenths in (100, 90, 85, 50, 45, 0)] == [
        *(True, True, False, False, True, True),
    ]
    full = Review(gates={}, scores={"x": 90}, notes={}, recommendation="support", comment_to_bidder="好")
    assert gaps(None, [CRITERION]) == ["尚未评分"]
    assert gaps(full, [CRITERION]) == ["项为最高或最低档，须说明理由"]
    full.notes = {"x": "因为"}
    assert gaps(full, [CRITERION]) == []
    bare = Review(gates={}, scores={}, notes={}, recommendation="", comment_to_bidder="")
    assert gaps(bare, [CRITERION]) == ["项未评分", "总体建议未选择", "给揭榜方的意见未填写"]


def test_gate_questions_are_answered_and_a_no_is_explained():
    row = Review(
        gates={}, scores={}, notes={}, recommendation="support", comment_to_bidder="好", private_comment=""
    )
    assert gaps(row, [], [QUESTION]) == ["底线问题“没有风险”未回答"]
    row.gates = {"sound": "no"}
    assert gaps(row, [], [QUESTION]) == ["底线问题答“否”的，须在给主管部门的意见中说明"]
    row.private_comment = "与一篇论文雷同。"
    assert gaps(row, [], [QUESTION]) == []
    row.gates, row.private_comment = {"sound": "yes"}, ""
    assert gaps(row, [], [QUESTION]) == []
