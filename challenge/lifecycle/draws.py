"""The transition table of one round of the expert draw (专家抽取)."""

from challenge.review.draw import messages, rules, seating
from challenge.review.draw.keeping import (
    keep_commitment,
    keep_conditions,
    keep_list,
    keep_reason,
    keep_transcript,
)
from challenge.review.draw.models import Draw
from challenge.review.draw.states import D
from core.workflow import machine, nobody, step


def same(draw):
    """状态不变"""
    return draw.state


_two_seeds = [rules.both_committed, rules.two_people]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "draw",
    Draw,
    D,
    what=lambda draw: f"第 {draw.number} 轮",
    steps=[
        step("commit", "提交种子承诺", (D.GATHERING, D.FIXED), same, rules.commits_seed,
             [rules.list_waits_for_draw, rules.list_not_in_batch, rules.is_current_round], [keep_commitment],
             asks=("side", "digest", "manner"), public="专家抽取：提交种子承诺"),
        step("set_conditions", "固定抽取条件", D.GATHERING, same, rules.handles_draw,
             [rules.deadline_is_ahead, rules.list_not_in_batch, rules.is_current_round], [keep_conditions],
             asks=("conditions", "wanted"), public="专家抽取：揭榜截止前固定抽取条件"),
        step("fix", "固定条件和名单", D.GATHERING, D.FIXED, rules.handles_draw,
             [rules.list_in_review, *_two_seeds, rules.is_current_round], [keep_list, messages.tell_decided],
             asks=("conditions", "candidates", "manner"), public="专家抽取：固定抽取条件和候选名单"),
        step("draw", "抽取", D.FIXED, D.DRAWN, rules.handles_draw, [rules.list_in_review, *_two_seeds],
             [keep_transcript, seating.seat_the_drawn, messages.tell_decided],
             asks=("transcript",), public="专家抽取：两份种子公开，抽取完成"),
        step("ask_again", "申请重新抽取", D.DRAWN, D.ASKED, rules.handles_draw,
             [rules.list_in_review, rules.nobody_has_submitted, rules.is_current_round],
             [keep_reason, messages.tell_consent_wanted], asks=("reason",), public="专家抽取：申请重新抽取", danger=True),
        step("refuse_again", "不同意重新抽取", D.ASKED, D.DRAWN, rules.consents_to_draw, [],
             [messages.tell_decided], asks=("reason",), public="专家抽取：不同意重新抽取"),
        step("consent", "同意重新抽取", D.ASKED, D.VOID, rules.consents_to_draw,
             [rules.list_in_review, rules.nobody_has_submitted], [seating.draw_again],
             public="专家抽取：同意重新抽取，原记录保留", danger=True),
        step("void", "作废", (D.GATHERING, D.FIXED, D.DRAWN, D.ASKED), D.VOID, nobody),
    ],
)
