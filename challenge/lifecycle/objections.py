"""The transition table of an objection (异议): what it asks, who answers, and who looks at it a second time."""

from operator import attrgetter

from challenge.notice.objections import effects, messages, rules
from challenge.notice.objections.models import Objection
from challenge.states import O
from core.workflow import machine, nobody, step


def same(objection):
    """状态不变"""
    return objection.state


_both = [messages.tell_objector, messages.tell_officer]
_first = [rules.list_goes_on, rules.has_handler]
_second = [rules.list_goes_on, rules.has_second]

# A table is read as a table: one transition, one row. What people write is in no `asks`: that would put it into the log.
# fmt: off
machine(
    "objection",
    Objection,
    O,
    [
        step("submit", "提交异议", O.DRAFT, O.SUBMITTED, rules.is_objector, [rules.period_running, rules.everything_written],
             [effects.note_submitted, messages.tell_handler, messages.tell_officer], public="收到异议"),
        step("register", "登记书面异议", O.DRAFT, O.SUBMITTED, rules.enters_paper, [rules.notice_stands, rules.everything_written],
             [effects.note_submitted, messages.tell_handler, messages.tell_officer], public="收到异议"),
        step("accept", "受理", O.SUBMITTED, O.INVESTIGATING, rules.handles_objection, _first,
             [effects.start_investigation, *_both], public="异议已受理"),
        step("refuse", "不予受理", O.SUBMITTED, O.REFUSED, rules.handles_objection, _first,
             [effects.keep_refusal, *_both], asks=("code",), public="异议不予受理", danger=True),
        step("answer", "答复", O.INVESTIGATING, O.ANSWERED, rules.handles_objection, [*_first, rules.investigated],
             [effects.keep_answer, effects.report_complaint, *_both, messages.tell_leaders_if_upheld],
             asks=("outcome",), public="异议已答复"),
        step("extend", "延长答复期限（仅一次）", O.INVESTIGATING, same, rules.handles_objection, [*_first, rules.extension_unused],
             [effects.keep_extension, messages.tell_objector]),
        step("settle", "接受答复", (O.REFUSED, O.ANSWERED), O.FINAL, rules.speaks, [],
             [effects.stop_clock, messages.tell_officer], public="异议办结"),
        step("ask_review", "申请复核", (O.REFUSED, O.ANSWERED), O.REVIEWING, rules.speaks,
             [rules.list_goes_on, rules.appeal_in_time],
             [effects.keep_appeal, messages.tell_handler, messages.tell_officer], public="异议进入复核"),
        step("readmit", "应予受理，发回调查", O.REVIEWING, O.INVESTIGATING, rules.reviews_objection, [*_second, rules.was_refused],
             [effects.admit_after_all, messages.tell_handler, *_both], public="异议经复核予以受理"),
        step("keep_refused", "维持不予受理", O.REVIEWING, O.FINAL, rules.reviews_objection, [*_second, rules.was_refused],
             [effects.keep_second, *_both], public="异议复核办结"),
        step("decide", "作出复核结论", O.REVIEWING, O.FINAL, rules.reviews_objection, [*_second, rules.was_answered],
             [effects.keep_second, effects.keep_second_outcome, *_both, messages.tell_leaders_if_upheld], asks=("outcome",), public="异议复核办结"),
        step("assign", "指定承办人", rules.AT_WORK, same, rules.assigns_objection, [], [effects.give_to, messages.tell_handler]),
        step("withdraw", "撤回异议", rules.AT_WORK, O.WITHDRAWN, rules.speaks, [],
             [effects.stop_clock, messages.tell_handler, messages.tell_officer], public="异议撤回", danger=True),
        step("end", "榜单已撤，终止办理", (*rules.AT_WORK, *rules.APPEALABLE), O.ENDED, nobody, [],
             [effects.stop_clock, messages.tell_objector], public="榜单撤销，异议终止办理"),
    ],
    what=attrgetter("code"),
)
