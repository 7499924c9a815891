"""What may follow a failure: a lead in the register of integrity; money that is owed back is registered in the ledger."""

from challenge.delivery.acceptance import rules
from challenge.delivery.states import P
from challenge.posting import turns
from core.workflow import Refusal, Refused
from talent.integrity import actions as register_of_cases
from talent.integrity.states import Origin


def report(officer, acceptance, facts):
    """A case about the team's organisation; once for each project. Returns the case."""
    project = acceptance.project
    turns.wait(project.challenge, "projects")
    if not rules.handles(officer, acceptance):
        raise Refused(Refusal("who", "诚信线索由经办人登记。"))
    if project.state is not P.FAILED:
        raise Refused(Refusal("state", "验收不通过以后才能登记。"))
    known = register_of_cases.case_about(project.organisation, Origin.CHECK, project.code)
    if known is not None:
        raise Refused(Refusal("needs", f"已就本项目登记诚信案件 {known.code}。"))
    return register_of_cases.open_case(officer, project.organisation, facts, Origin.CHECK, project.code)
