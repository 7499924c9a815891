"""Findings of integrity in force for tests, made by the real steps: told, heard, proposed, confirmed."""

from core import workdays
from core.database import db, transaction
from talent.integrity import actions
from tests import world


def found(subject, level="medium", months=24):
    """The case of a finding about this User, Profile or Organisation, in force from today."""
    proposer, second = world.user("supervisor"), world.user("supervisor")
    with transaction():
        workdays.seed(2026, 2026)
        case = actions.open_case(proposer, db.session.merge(subject), "代表成果不实。")
        actions.step(proposer, case, "check")
        actions.step(proposer, case, "hear")
        case.answered_at = case.state_since
        actions.propose_finding(proposer, case, level, months, "事实清楚。")
        actions.step(second, case, "confirm")
    return case
