"""On what the verdict on an indicator rests: a test, an expert, the team's own word; and whether the work was changed since."""

from typing import NamedTuple

from challenge.delivery.milestones.measuring import verdict_now
from challenge.delivery.milestones.models import Measurement
from challenge.delivery.states import Source, Verdict

TESTS = (Source.THIRD_PARTY, Source.ACCEPTANCE)
PROOFS = (*TESTS, Source.EXPERT)
# Each with the words where a rectification came after it and nothing of its kind since.
WORDS = (
    (TESTS, "按检测结果", "按整改前的检测结果，整改后尚未复测"),
    ((Source.EXPERT,), "按专家判定", "按整改前的专家判定，整改后尚未重新评估"),
    ((Source.SELF,), "按团队自测", "按整改前的团队自测，整改后尚未重测"),
)


class Conclusion(NamedTuple):
    """`verdict` is None where nothing was measured; `is_before`: it rests on the work as it was before a rectification."""

    verdict: Verdict | None = None
    basis: str = ""
    measurement: Measurement | None = None
    is_before: bool = False


def conclusion(measured):
    """The `Conclusion` on the measurements of one indicator, oldest first.

    A test counts more than an expert, both more than the team's own word; what was found after the last rectification
    counts more than what was found before it.
    """
    aged = [(one, is_before_rectification(one)) for one in measured]
    for is_before in (False, True):
        for kinds, *said in WORDS[:2]:
            found = [one for one, old in aged if one.source in kinds and old is is_before]
            if found:
                return Conclusion(verdict_now(found[-1]), said[is_before], found[-1], is_before)
    if not aged:
        return Conclusion()
    (last, is_before), (_kinds, *said) = aged[-1], WORDS[2]
    return Conclusion(verdict_now(last), said[is_before], last, is_before)


def is_before_rectification(measurement):
    """A rectification that concerns its indicator was asked for after it was measured."""
    place = measurement.report
    if place is not None and place.round < place.milestone.round:
        return True
    project, round_ = measurement.project, measurement.acceptance.round if measurement.acceptance else 0
    # Milestones are judged before the acceptance begins: its second round comes after all of them.
    if any(one.round > max(round_, 1) for one in project.acceptances):
        return True
    if measurement.acceptance is not None:
        return False
    return any(
        measurement.measured_at < one.rectified_at
        for one in project.milestones
        if one.rectified_at is not None and concerns(one, measurement.indicator)
    )


def concerns(milestone, indicator):
    """The rectification of a milestone concerns what was measured in its first round, and what is to be tested again."""
    measured = (one.report for one in indicator.measurements if one.report is not None)
    found = any(one.milestone_id == milestone.id and one.round == 1 for one in measured)
    return found or indicator.id in (milestone.retest or ())


def untested_since(milestone):
    """Indicators of the project on which there is neither test nor expert's verdict since this milestone was rectified."""
    since = {
        each.indicator_id
        for one in milestone.reports
        if one.round == milestone.round and one.given_at and one.source in PROOFS
        for each in one.measurements
    }
    return [one for one in milestone.project.indicators if one.id not in since]


def to_retest(milestone):
    """Indicators whose new test the officer has asked for and that is not there yet."""
    return [one for one in untested_since(milestone) if one.id in (milestone.retest or ())]
