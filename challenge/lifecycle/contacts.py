"""The transition table of a contact report (接触报告)."""

from challenge.review.contacts import effects, rules
from challenge.review.contacts.models import ContactReport
from challenge.review.contacts.states import K
from core.workflow import machine, step

_told = [effects.tell_reporter]

# A table is read as a table: one transition, one row. What was found is no fact of a step: facts stand in the log.
# fmt: off
machine(
    "contact_report",
    ContactReport,
    K,
    [
        step("check", "开始核查", K.REPORTED, K.CHECKING, rules.supervises_report, [],
             [effects.name_investigator, effects.tell_investigator, *_told]),
        step("hand_to", "改由他人核查", K.CHECKING, K.CHECKING, rules.supervises_report, [],
             [effects.name_investigator, effects.tell_investigator]),
        step("open_case", "转诚信案件", K.CHECKING, K.CASE, rules.supervises_report,
             [rules.outcome_written, rules.case_opened], _told),
        step("dismiss", "查无实据", K.CHECKING, K.UNFOUNDED, rules.looks_into_report, [rules.outcome_written], _told),
        step("settle", "已处置", K.CHECKING, K.HANDLED, rules.looks_into_report, [rules.outcome_written], _told),
    ],
)
