"""The transition tables of a reviewer's assignment (评审任务) and of a notice (公示)."""

from challenge import effects, messages
from challenge.notice.models import Notice
from challenge.posting.rules import list_not_suspended
from challenge.review import recusal, rules, standing
from challenge.review.batches.seating import replace_from_batch
from challenge.review.draw.rules import must_leave
from challenge.review.draw.seating import replace_who_left
from challenge.review.models import Assignment
from challenge.review.no_shows import order_lapse_on_invitation
from challenge.states import A, N
from core.workflow import machine, nobody, step

_handler = [messages.tell_reviews_handler]
_reviewer = [messages.tell_reviewer]
_replace = [replace_who_left, replace_from_batch]
_may_ask = [
    rules.list_in_review,
    rules.has_account,
    rules.not_in_charge,
    recusal.no_blocking_fact,
    recusal.nothing_to_verify,
    rules.below_yearly_cap,
    standing.expert_clear,
]

# A table is read as a table: one transition, one row.
# A submitted review cannot be removed: whoever knows the scores must not choose among them.
# fmt: off
machine(
    "assignment",
    Assignment,
    A,
    [
        step("invite", "发出邀请", A.PROPOSED, A.INVITED, rules.handles_list, _may_ask,
             [effects.note_invitation, order_lapse_on_invitation, standing.record_expert, *_reviewer]),
        step("accept", "承诺并接受", A.INVITED, A.ACCEPTED, rules.is_reviewer,
             [rules.list_in_review, rules.not_in_charge, rules.answered_in_time, rules.every_tie_declared], _handler),
        step("decline", "谢绝", A.INVITED, A.DECLINED, rules.is_reviewer, [list_not_suspended], [effects.keep_reason, *_replace, *_handler],
             asks=("reason",)),
        step("recuse", "回避", (A.INVITED, A.ACCEPTED, A.SUBMITTED), A.RECUSED, rules.is_reviewer, [list_not_suspended],
             [effects.keep_reason, *_replace, *_handler], asks=("reason",), danger=True),
        step("submit", "提交评审意见", A.ACCEPTED, A.SUBMITTED, rules.is_reviewer,
             [rules.list_in_review, rules.every_score_given], [effects.note_submission, *_handler]),
        step("reopen", "退回修改评审意见", A.SUBMITTED, A.ACCEPTED, rules.handles_list, [rules.list_in_review],
             [effects.keep_reason, *_reviewer], asks=("reason",)),
        # Nobody decides about a no-show: the clock does. The officer's button is for a review that is late, and in reserve.
        step("lapse", "逾期未复", A.INVITED, A.EXPIRED, rules.is_the_clock, [list_not_suspended, rules.is_overdue],
             [*_replace, *_handler, *_reviewer]),
        step("expire", "逾期处理", (A.INVITED, A.ACCEPTED), A.EXPIRED, rules.handles_list, [list_not_suspended, rules.is_overdue],
             [*_replace, *_reviewer],
             danger=True),
        step("remove", "取消任务", (A.PROPOSED, A.INVITED, A.ACCEPTED), A.REMOVED, rules.handles_list, [list_not_suspended, must_leave],
             [effects.keep_reason, *_replace, *_reviewer], asks=("reason",), danger=True),
        step("release", "榜单终止，任务结束", (A.PROPOSED, A.INVITED, A.ACCEPTED, A.SUBMITTED), A.REMOVED, nobody, [],
             [effects.keep_reason, *_reviewer]),
        step("lock", "锁定", A.SUBMITTED, A.LOCKED, nobody),
        step("unlock", "解除锁定", A.LOCKED, A.SUBMITTED, nobody),
    ],
)

machine(
    "notice",
    Notice,
    N,
    [
        step("publish", "发布公示文本", N.DRAFT, N.PUBLISHED, nobody, [], [effects.start_notice_period]),
        step("close", "公示期结束", N.PUBLISHED, N.CLOSED, nobody),
        step("revoke", "撤销公示文本", (N.DRAFT, N.PUBLISHED), N.REVOKED, nobody, [], [effects.keep_reason]),
    ],
)
