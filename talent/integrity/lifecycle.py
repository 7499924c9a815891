"""The transition table of an integrity case (诚信案件): who may do what when, with what consequence."""

from core.workflow import machine, step
from talent.integrity import effects, rules
from talent.integrity.models import IntegrityCase
from talent.integrity.states import I

_subject = [effects.tell_subject]

# A table is read as a table: one transition, one row. Words of a case are no facts of a step: facts stand in the log.
# 期满解除 is no step: the clock alone ends a finding.
# fmt: off
machine(
    "integrity_case",
    IntegrityCase,
    I,
    [
        # action, button, from, to, who, [needs], [then]
        step("check", "开始核查", I.CLUE, I.CHECKING, rules.handles_case, [], [effects.take_case]),
        step("hear", "告知并听取申辩", I.CHECKING, I.HEARING, rules.handles_case, [],
             [effects.begin_hearing, *_subject]),
        step("answer", "提交申辩", I.HEARING, I.HEARING, rules.is_subject, [rules.hearing_in_time],
             [effects.note_answer, effects.tell_handler]),
        step("find", "提出认定", I.HEARING, I.PENDING, rules.handles_case, [rules.hearing_over, rules.finding_written],
             [effects.note_proposer, effects.tell_second_people]),
        step("confirm", "复核同意认定", I.PENDING, I.FOUND, rules.confirms_case, [rules.finding_written],
             [effects.begin_period, effects.tell_handler, *_subject]),
        step("return", "退回重新核查", I.PENDING, I.CHECKING, rules.confirms_case, [],
             [effects.drop_proposal, effects.tell_handler], danger=True),
        step("dismiss", "认定不成立", (I.CLUE, I.CHECKING, I.HEARING), I.UNFOUNDED, rules.handles_case, [], _subject,
             danger=True),
        step("appeal", "提出申诉", I.FOUND, I.FOUND, rules.is_subject, [rules.appeal_in_time],
             [effects.note_appeal, effects.tell_second_people]),
        step("uphold", "维持认定", I.FOUND, I.FOUND, rules.settles_appeal, [rules.appeal_waits],
             [effects.settle_appeal, *_subject]),
        step("revoke", "撤销认定", I.FOUND, I.REVOKED, rules.settles_appeal, [rules.appeal_waits],
             [effects.settle_appeal, *_subject], danger=True),
    ],
    what=lambda case: case.code,
)
# fmt: on


def register(app):
    """The table registers itself when it is imported."""
