"""The transition table of a milestone (里程碑) of a project."""

from challenge.delivery.ledger.effects import unlock_payments
from challenge.delivery.milestones import effects, messages, rules
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.states import M
from core.workflow import machine, nobody, step

UNFINISHED = (M.PLANNED, M.SUBMITTED, M.COMMENTED, M.RECTIFYING)


def as_it_was(milestone):
    """状态不变"""
    return milestone.state


_ready = [rules.project_is_active, rules.evidence_was_given, rules.gates_before_passed, rules.retested]

# A table is read as a table: one transition, one row. Payments hang on `pass` (they unlock) and on `fail` and `cancel`.
# fmt: off
machine(
    "milestone",
    ProjectMilestone,
    M,
    what=lambda milestone: f"{milestone.project.code} 里程碑 {milestone.number}",
    steps=[
        step("submit", "提交证据", rules.TO_SUBMIT, M.SUBMITTED, rules.submits, [rules.not_a_gate, rules.project_is_active, rules.evidence_is_there, rules.evidence_is_readable],
             [effects.give_evidence, messages.tell_poster_to_comment]),
        step("comment", "提交意见", M.SUBMITTED, M.COMMENTED, rules.comments, [rules.project_is_active],
             [messages.tell_officer_to_conclude]),
        step("go_on", "发榜方逾期未评价，转入判定", M.SUBMITTED, M.COMMENTED, rules.concludes, [rules.project_is_active, rules.poster_is_late]),
        step("pass", "判定通过", M.COMMENTED, M.PASSED, rules.concludes, [*_ready, rules.nothing_departs],
             [effects.note_conclusion, unlock_payments, messages.tell_concluded], asks=("reason",)),
        step("propose_pass", "提请复核后判定通过", M.COMMENTED, M.COMMENTED, rules.concludes, [*_ready, rules.something_departs],
             [effects.note_departure, messages.tell_to_second], asks=("reason",)),
        step("second_pass", "复核同意，判定通过", M.COMMENTED, M.PASSED, rules.seconds, _ready,
             [effects.note_second, unlock_payments, messages.tell_concluded], asks=("reason",)),
        step("refuse_pass", "复核不同意，退回", M.COMMENTED, M.COMMENTED, rules.seconds, [rules.project_is_active],
             [messages.tell_not_seconded, effects.forget_departure], asks=("reason",), danger=True),
        step("rectify", "要求整改", M.COMMENTED, M.RECTIFYING, rules.concludes, [rules.project_is_active, rules.rectification_is_left],
             [effects.begin_rectification, messages.tell_concluded], asks=("reason", "until")),
        step("fail", "判定不通过", M.COMMENTED, M.FAILED, rules.concludes, [rules.project_is_active],
             [effects.note_conclusion, messages.tell_concluded], asks=("reason",), danger=True),
        step("dun", "催促提交", rules.TO_SUBMIT, as_it_was, rules.concludes, [rules.not_a_gate, rules.project_is_active, rules.submission_is_late, rules.may_dun_again],
             [effects.note_dunning, messages.tell_to_submit]),
        step("fail_late", "逾期未提交，判定不通过", rules.TO_SUBMIT, M.FAILED, rules.concludes, [rules.not_a_gate, rules.project_is_active, rules.team_is_late],
             [effects.note_conclusion, messages.tell_concluded], asks=("reason",), danger=True),
        step("pass_gate", "关口晋级", M.PLANNED, M.PASSED, nobody, [], [effects.note_conclusion, unlock_payments], asks=("reason",)),
        step("leave_gate", "关口未晋级", M.PLANNED, M.ELIMINATED, nobody, [], [effects.note_conclusion], asks=("reason",)),
        step("cancel", "取消", UNFINISHED, M.CANCELLED, nobody, [], [effects.end_with_project]),
    ],
)
