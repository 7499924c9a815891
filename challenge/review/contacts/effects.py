"""The *then* column of contact reports: who is told. No message says who reported what about whom."""

from accounts.mailbox import tell
from accounts.states import PRIVATE


def desk_path(report):
    """Where supervisors and the investigator read it."""
    return f"/desk/contact-reports/{report.code}"


def name_investigator(report, move):
    """Who looks into it from now on."""
    report.investigator_id = move.facts["investigator"].id


def tell_investigator(report, move):
    """The investigator."""
    if report.investigator_id != move.actor.id:
        tell([report.investigator_id], f"请核查接触报告 {report.code}", "", desk_path(report), thread=PRIVATE)


def tell_reporter(report, move):
    """The reporter hears of the state, never of what was found about others."""
    subject = f"您的接触报告 {report.code}：{report.state.label}"
    thanks = "感谢您的报告。您的身份不会告知他人。"
    tell([report.told["reporter"]], subject, thanks, desk_path(report), thread=PRIVATE)
