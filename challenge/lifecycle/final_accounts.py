"""The transition table of a final account (决算): the team hands it in, finance finds it right or sends it back."""

from challenge.delivery.final_accounts import effects, messages, rules
from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.final_accounts.states import F
from core.workflow import machine, step

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "final_account",
    FinalAccount,
    F,
    what=lambda account: account.project.code,
    steps=[
        step("hand_in", "提交决算", F.OPEN, F.HANDED, rules.hands_in, [rules.payments_over], [effects.close_accounts, messages.tell_finance, messages.tell_officer]),
        step("confirm", "核对无误", F.HANDED, F.CONFIRMED, rules.checks, [], [messages.tell_team, messages.tell_officer]),
        step("return", "退回决算", F.HANDED, F.OPEN, rules.checks, [rules.nothing_came_back],
             [effects.reopen, messages.tell_team], asks=("reason",), danger=True),
    ],
)
