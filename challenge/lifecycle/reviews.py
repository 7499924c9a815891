"""The transition tables of a reviewer's assignment (评审任务) and of a notice (公示)."""

from accounts.rules import is_officer
from challenge import effects, messages
from challenge.notice.models import Notice
from challenge.posting import rules as posting
from challenge.review import rules
from challenge.review.models import Assignment
from challenge.states import A, N
from core.workflow import machine, nobody, step


def handles_list(user, assignment):
    """The officer in charge of the list."""
    return is_officer(user) and posting.handles_challenge(user, assignment.challenge)


_handler = [messages.tell_reviews_handler]
_reviewer = [messages.tell_reviewer]

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "assignment",
    Assignment,
    A,
    [
        step("invite", "发出邀请", A.PROPOSED, A.INVITED, handles_list, [], _reviewer),
        step("accept", "承诺并接受", A.INVITED, A.ACCEPTED, rules.is_reviewer, [rules.every_tie_declared], _handler),
        step("decline", "谢绝", A.INVITED, A.DECLINED, rules.is_reviewer, [], [effects.keep_reason, *_handler],
             asks=("reason",)),
        step("recuse", "回避", (A.INVITED, A.ACCEPTED, A.SUBMITTED), A.RECUSED, rules.is_reviewer, [],
             [effects.recuse_from_list, *_handler], asks=("reason",), danger=True),
        step("submit", "提交评审意见", A.ACCEPTED, A.SUBMITTED, rules.is_reviewer, [rules.every_score_given], _handler),
        step("reopen", "退回修改评审意见", A.SUBMITTED, A.ACCEPTED, handles_list, [], _reviewer, asks=("reason",)),
        step("lock", "锁定", A.SUBMITTED, A.LOCKED, nobody),
        step("unlock", "解除锁定", A.LOCKED, A.SUBMITTED, nobody),
        step("expire", "逾期未复", A.INVITED, A.EXPIRED, handles_list, [], [*_reviewer], danger=True),
        step("remove", "取消任务", (A.PROPOSED, A.INVITED, A.ACCEPTED, A.SUBMITTED), A.REMOVED, handles_list, [],
             [effects.keep_reason, *_reviewer], asks=("reason",), danger=True),
    ],
)

machine(
    "notice",
    Notice,
    N,
    [
        step("publish", "发布", N.DRAFT, N.PUBLISHED, nobody),
        step("close", "结束", N.PUBLISHED, N.CLOSED, nobody),
        step("revoke", "撤销", (N.DRAFT, N.PUBLISHED), N.REVOKED, nobody),
    ],
)
