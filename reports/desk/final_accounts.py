"""Duties about final accounts: the team hands in after the last payment, finance checks."""

import sqlalchemy as sa

from accounts.rules import is_enterprise, is_expert, is_finance, is_researcher
from challenge.delivery.final_accounts import clocks, queries, rules
from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.models import Payment
from challenge.delivery.models import Project
from challenge.delivery.queries import acts_for
from core.database import db
from reports.desk.duty import Duty


def _duty(one, what, due, since):
    path = f"/desk/projects/{one.project.code}/final-account"
    return Duty(what, one.project.challenge.title, path, due, since, one.project.code)


def _rows(user, *conditions):
    return db.session.scalars(queries.listed_accounts(user).where(*conditions)).unique()


def team_duties(user):
    """Every payment is over: the final account can be handed in."""
    waiting = sa.exists().where(Payment.project_id == Project.id, Payment.state.not_in(rules.OVER))
    for one in _rows(user, FinalAccount.state == F.OPEN, ~waiting, acts_for(user)):
        yield _duty(one, "提交决算", clocks.hand_in_by(one), clocks.since(one))


def finance_duties(user):
    """What was handed in waits to be checked."""
    for one in _rows(user, FinalAccount.state == F.HANDED):
        if rules.checks(user, one):
            yield _duty(one, "核对决算", clocks.check_by(one), one.state_since)


SOURCES = (
    (lambda user: is_researcher(user) or is_enterprise(user) or is_expert(user), team_duties),
    (is_finance, finance_duties),
)
