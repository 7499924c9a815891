"""What moves with an assessment: clocks, words, figures that are frozen."""

from challenge import rulepack
from core import clock
from core.canonical import digest


def _due(assessment, move, rule):
    assessment.due_at = clock.after_days(move.at, rulepack.value(assessment, rule))


def note_report(assessment, move):
    """The envoy's own words, or none in time; the county's clock begins."""
    assessment.report, assessment.reported_at = move.facts.get("text", ""), move.at
    _due(assessment, move, "envoy_opinion_days")


def note_opinion(assessment, move):
    """What the county says, or that it said nothing."""
    if move.facts.get("text"):
        assessment.opinion, assessment.opinion_grade = move.facts["text"], move.facts["grade"]
        assessment.opined_at, assessment.opined_by_id = move.at, move.actor.id
    assessment.due_at = None


def note_grade(assessment, move):
    """Who graded, when; the envoy's clock begins. The figures were frozen with it."""
    assessment.graded_at, assessment.graded_by_id = move.at, move.actor.id
    assessment.sent_back = ""
    _due(assessment, move, "envoy_reply_days")


def note_answer(assessment, move):
    """What the envoy says of the grade, or nothing in time."""
    assessment.answer, assessment.answered_at = move.facts.get("text", ""), move.at
    assessment.due_at = None


def note_return(assessment, move):
    """Why it is graded anew."""
    assessment.sent_back = move.facts["reason"]
    assessment.answer, assessment.answered_at = "", None


def seal(assessment, move):
    """All that was said and decided, under one digest."""
    assessment.final_at, assessment.final_by_id = move.at, move.actor.id
    assessment.final_digest = digest(whole(assessment))


def whole(assessment):
    """What the final digest is taken of."""
    return {
        "envoy": assessment.envoy.code,
        "year": assessment.year,
        "figures": assessment.digest,
        "report": assessment.report,
        "opinion": assessment.opinion,
        "opinion_grade": assessment.opinion_grade.value if assessment.opinion_grade else None,
        "grade": assessment.grade.value,
        "grade_reason": assessment.grade_reason,
        "answer": assessment.answer,
        "final_at": assessment.final_at,
    }


def is_sound(assessment):
    """Figures and words are those of the digests."""
    figures = not assessment.digest or digest(assessment.body) == assessment.digest
    return figures and (not assessment.final_digest or digest(whole(assessment)) == assessment.final_digest)
