"""The transition tables of what comes of a project: 技术合同登记, 成果登记, 跟踪表, 人才引进."""

from operator import attrgetter

from challenge.delivery.outcomes import rules as whole
from challenge.delivery.outcomes.following import effects as following
from challenge.delivery.outcomes.following import messages as reminding
from challenge.delivery.outcomes.following import rules as follow
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.recruiting import effects as recruiting
from challenge.delivery.outcomes.recruiting import messages as inviting
from challenge.delivery.outcomes.recruiting import rules as recruit
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.registering import effects, messages, rules
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.outcomes.states import R, T, U
from core.workflow import machine, step

# A table is read as a table: one transition, one row.
# fmt: off
machine(
    "tech_contract",
    TechContract,
    R,
    what=attrgetter("code"),
    steps=[
        step("submit", "提交核对", R.DRAFT, R.SUBMITTED, whole.stands_for_a_side, [rules.contract_complete], [effects.forget_reason, messages.tell_checker]),
        step("take_back", "撤回修改", R.SUBMITTED, R.DRAFT, whole.stands_for_a_side),
        step("register", "核对无误，登记", R.SUBMITTED, R.REGISTERED, whole.checks, [rules.contract_complete, rules.number_given],
             [effects.forget_reason, messages.tell_fillers]),
        step("return", "退回补正", R.SUBMITTED, R.DRAFT, whole.checks, [], [effects.note_reason, messages.tell_fillers], asks=("reason",)),
        step("correct", "更正登记内容", R.REGISTERED, R.REGISTERED, whole.checks, [rules.contract_complete, rules.number_given],
             [messages.tell_fillers], asks=("reason",)),
        step("drop", "不办理登记", (R.DRAFT, R.SUBMITTED), R.DROPPED, whole.checks, [], [effects.note_reason, messages.tell_fillers],
             asks=("reason",), danger=True),
        step("reopen", "恢复办理", R.DROPPED, R.DRAFT, whole.checks, [], [effects.note_reason, messages.tell_fillers], asks=("reason",)),
    ],
)
machine(
    "achievement",
    Achievement,
    R,
    what=attrgetter("code"),
    steps=[
        step("submit", "提交核对", R.DRAFT, R.SUBMITTED, rules.fills_result, [rules.result_complete], [effects.forget_reason, messages.tell_checker]),
        step("take_back", "撤回修改", R.SUBMITTED, R.DRAFT, rules.fills_result),
        step("register", "核对无误，登记", R.SUBMITTED, R.REGISTERED, whole.checks, [rules.result_complete, rules.number_given],
             [effects.forget_reason, messages.tell_fillers], public="成果已登记"),
        step("return", "退回补正", R.SUBMITTED, R.DRAFT, whole.checks, [], [effects.note_reason, messages.tell_fillers], asks=("reason",)),
        step("correct", "更正登记内容", R.REGISTERED, R.REGISTERED, whole.checks, [rules.result_complete, rules.number_given],
             [messages.tell_fillers], asks=("reason",)),
        step("drop", "不办理登记", (R.DRAFT, R.SUBMITTED), R.DROPPED, whole.checks, [], [effects.note_reason, messages.tell_fillers],
             asks=("reason",), danger=True),
        step("reopen", "恢复办理", R.DROPPED, R.DRAFT, whole.checks, [], [effects.note_reason, messages.tell_fillers], asks=("reason",)),
    ],
)
machine(
    "follow_up",
    FollowUp,
    U,
    what=attrgetter("code"),
    steps=[
        step("submit", "提交核对", U.PLANNED, U.SUBMITTED, whole.stands_for_a_side, [follow.year_is_over, follow.figures_given],
             [following.note_filler, reminding.tell_checker]),
        step("check", "核对无误", U.SUBMITTED, U.CHECKED, whole.checks, [follow.figures_given], [following.note_checker, reminding.tell_fillers]),
        step("return", "退回补正", U.SUBMITTED, U.PLANNED, whole.checks, [], [following.resume_reminders, reminding.tell_fillers], asks=("reason",)),
        step("reopen", "退回重新填报", U.CHECKED, U.PLANNED, whole.checks, [], [following.resume_reminders, reminding.tell_fillers], asks=("reason",)),
        step("waive", "免于填报", U.PLANNED, U.WAIVED, whole.checks, [], [following.stop_clock, reminding.tell_fillers], asks=("reason",), danger=True),
        step("resume", "恢复填报", U.WAIVED, U.PLANNED, whole.checks, [], [following.resume_reminders, reminding.tell_fillers], asks=("reason",)),
    ],
)
machine(
    "talent_record",
    Talent,
    T,
    what=attrgetter("code"),
    steps=[
        step("agree", "同意进入人才引进计划", (T.ASKED, T.DECLINED), T.AGREED, recruit.is_person, [], [inviting.tell_handler]),
        step("decline", "不同意", T.ASKED, T.DECLINED, recruit.is_person, [], [inviting.tell_handler]),
        step("withdraw", "撤回同意，删除意向", recruit.KEPT, T.DECLINED, recruit.is_person, [], [recruiting.forget_person, inviting.tell_handler], danger=True),
        step("match", "匹配单位", (T.AGREED, T.MATCHED), T.MATCHED, recruit.handles, [recruit.unit_named],
             [recruiting.keep_note, inviting.tell_person, inviting.tell_unit]),
        step("meet", "登记对接", T.MATCHED, T.MET, recruit.handles, [], [recruiting.keep_note, inviting.tell_person]),
        step("settle", "登记引进", T.MET, T.SETTLED, recruit.handles, [], [recruiting.keep_note, inviting.tell_person]),
        step("close", "未引进，结束", recruit.UNDER_WAY, T.CLOSED, recruit.handles, [], [recruiting.keep_note, inviting.tell_person], danger=True),
        step("resume", "恢复对接", T.CLOSED, T.AGREED, recruit.handles, [recruit.still_agreed], [recruiting.keep_note, inviting.tell_person]),
    ],
)
