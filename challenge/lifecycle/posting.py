"""The transition tables of programmes (项目批次) and questions (提问)."""

from accounts.rules import is_leader, is_officer
from challenge import messages
from challenge.posting import rules
from challenge.posting.models import Programme, Question
from challenge.states import G, Q
from core.workflow import machine, step


def is_an_officer(user, programme):
    """Any officer."""
    return is_officer(user)


def is_a_leader(user, programme):
    """Any leader."""
    return is_leader(user)


machine(
    "programme",
    Programme,
    G,
    [
        step("start", "启动批次", G.DRAFT, G.ACTIVE, is_a_leader),
        step("close", "结束批次", G.ACTIVE, G.CLOSED, is_an_officer, danger=True),
    ],
)
machine(
    "question",
    Question,
    Q,
    [
        step(
            "answer",
            "公开答复",
            Q.ASKED,
            Q.ANSWERED,
            rules.answers_question,
            [rules.answer_in_time],
            [messages.tell_question_answered],
            asks=("answer",),
        ),
        step("decline", "不予公开答复", Q.ASKED, Q.DECLINED, rules.answers_question, asks=("reason",)),
    ],
)
