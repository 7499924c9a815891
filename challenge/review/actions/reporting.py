"""“我被打招呼”: a reviewer reports pressure; supervisors are told, the entry in the log is sealed."""

from accounts.mailbox import holders, tell
from accounts.states import Role
from challenge.review.rules import number_of
from core import audit


def report_pressure(reviewer, assignment, text):
    """Tell every supervisor; the reviewer stands there as a number, as everywhere before the notice."""
    challenge = assignment.challenge
    title = f"评审专家报告被打招呼：{challenge.title}"
    body = f"榜单 {challenge.code}，专家 {number_of(assignment)} 号报告：\n{text}"
    path, thread = f"/desk/challenges/{challenge.code}/ranking", f"review:{challenge.id}"
    tell(holders(Role.SUPERVISOR), title, body, path, thread=thread)
    audit.record(reviewer, "assignment.report", assignment, "报告被打招呼")
