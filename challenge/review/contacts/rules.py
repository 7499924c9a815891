"""Questions about contact reports: who may report, who reads, who concludes, what holds an award back."""

from accounts.rules import is_officer, is_supervisor
from challenge import rulepack
from challenge.review.contacts.models import named_mark, reporter_mark
from challenge.review.contacts.states import BLOCK, OPEN, WARN, K


def was_asked_to_review(user, challenge):
    """The expert was invited to this list, whatever came of it."""
    return user.is_authenticated and any(
        one.profile.user_id == user.id and one.invited_at is not None for one in challenge.assignments
    )


def reported_it(user, report):
    """Who made the report: reads its state and what was told."""
    return user.is_authenticated and report.reporter_mark == reporter_mark(user.id)


def is_concerned(user, report):
    """Made the report or bears the name it tells of: never handles it."""
    return reported_it(user, report) or report.named_mark == named_mark(user.display_name)


def supervises_report(user, report):
    """A supervisor whom the report does not concern."""
    return is_supervisor(user) and not is_concerned(user, report)


def investigates_report(user, report):
    """The named investigator."""
    return report.investigator_id == user.id and not is_concerned(user, report)


def looks_into_report(user, report):
    """Supervisor or named investigator."""
    return supervises_report(user, report) or investigates_report(user, report)


def outcome_written(report):
    """What was found was written down."""
    return None if report.outcome.get("text") else "请先写明核查情况和理由。"


def case_opened(report):
    """A case in the integrity register stands behind the report."""
    return None if report.case_code else "请先写明被核查人，立为诚信案件。"


def may_investigate(user, report):
    """Bureau staff whom the report does not concern and who does not handle the list."""
    apart = (
        user.id != report.challenge.handler_id and user.organisation_id != report.challenge.organisation_id
    )
    return apart and (is_supervisor(user) or is_officer(user)) and not is_concerned(user, report)


def open_reports(challenge):
    """How many reports about this list are not concluded."""
    return sum(one.state in OPEN for one in challenge.contact_reports)


def in_words(challenge):
    """All that a leader is told."""
    number = open_reports(challenge)
    return f"{number} 份接触报告在核查" if number else ""


def acknowledgement_due(challenge):
    """An award needs a word about open reports (the rule pack decides)."""
    return bool(open_reports(challenge)) and rulepack.value(challenge, "contact_report_award") == WARN


def contacts_weighed(challenge):
    """No open report stands in the way of an award, or the leader has said why it is made all the same."""
    if not open_reports(challenge):
        return None
    rule, clause = (
        rulepack.value(challenge, "contact_report_award"),
        rulepack.cite(challenge, "contact_report_award"),
    )
    if rule == BLOCK:
        return f"本榜单有 {in_words(challenge)}，核查结束前不能定榜{clause}。"
    pending = next((one for one in reversed(challenge.proposals) if not one.decision), None)
    if rule == WARN and not (pending and pending.contact_note):
        return f"本榜单有 {in_words(challenge)}，定榜须写明已知悉及理由{clause}。"
    return None


def is_concluded(report):
    """Nothing more is looked into."""
    return report.state not in OPEN


CONCLUSIONS = {"open_case": K.CASE, "dismiss": K.UNFOUNDED, "settle": K.HANDLED}
