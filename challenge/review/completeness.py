"""What one review still lacks before it can be handed in."""


def is_extreme(criterion, tenths):
    """The score lies in the top or the bottom band, where a note is required."""
    bands = criterion["bands"]
    return tenths >= bands[0][0] * 10 or tenths < bands[-2][0] * 10


def gaps(review, criteria, questions=()):
    """What is missing before this review can be submitted, as short texts; the whole list when there is none."""
    if review is None:
        return ["尚未评分"]
    missing = [f"底线问题“{one['label']}”未回答" for one in questions if one["key"] not in review.gates]
    if "no" in review.gates.values() and not review.private_comment:
        missing.append("底线问题答“否”的，须在给主管部门的意见中说明")
    missing += [f"{one['label']}未评分" for one in criteria if one["key"] not in review.scores]
    missing += [
        f"{one['label']}为最高或最低档，须说明理由"
        for one in criteria
        if one["key"] in review.scores
        and is_extreme(one, review.scores[one["key"]])
        and not review.notes.get(one["key"])
    ]
    if not review.recommendation:
        missing.append("总体建议未选择")
    if not review.comment_to_bidder:
        missing.append("给揭榜方的意见未填写")
    return missing
