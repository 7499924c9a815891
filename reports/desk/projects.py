"""Duties about projects: contracts to draft, to confirm, and lists whose projects have ended."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accounts.rules import is_enterprise, is_leader, is_officer, is_researcher
from challenge.delivery import queries
from challenge.delivery.contracts.models import Contract
from challenge.delivery.contracts.rules import awaited, confirms_contract, open_contract
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, K, P, Party
from challenge.posting.models import Challenge
from challenge.states import C
from core.database import db
from reports.desk.duty import Duty


def _duty(project, what, tail="", since=None):
    path = f"/desk/projects/{project.code}{tail}"
    return Duty(what, project.challenge.title, path, None, since or project.state_since, project.code)


def _waiting(user):
    """Projects of this reader that wait for a contract, with its versions."""
    rows = queries.listed_projects(user).where(Project.state.in_((P.SIGNING, P.ACTIVE)))
    versions = selectinload(Project.contracts).selectinload(Contract.signatures)
    return db.session.scalars(rows.options(versions, selectinload(Project.bid))).unique()


def officer_duties(user):
    """Contracts to draft or to send, and lists that can be finished."""
    mine = sa.or_(Challenge.handler_id == user.id, Challenge.handler_id.is_(None))
    rows = queries.listed_projects(user).where(mine, Project.state == P.SIGNING)
    for one in db.session.scalars(rows.options(selectinload(Project.contracts))).unique():
        found = open_contract(one)
        if found is None or found.state is K.DRAFT:
            what = "生成任务书" if found is None else "核对任务书并发给各方"
            yield _duty(one, what, "/contract", found.drafted_at if found else None)
    running = sa.exists().where(Project.challenge_id == Challenge.id, Project.state.not_in(ENDED))
    ended = sa.exists().where(Project.challenge_id == Challenge.id)
    settled = sa.and_(Challenge.state.in_((C.ANNOUNCED, C.CONTRACTED)), ended, ~running)
    for one in db.session.scalars(sa.select(Challenge).where(mine, settled)).unique():
        yield Duty(
            "项目已结束，办结榜单", one.title, f"/desk/challenges/{one.code}", None, one.state_since, one.code
        )


def signer_duties(user):
    """Contracts that wait for the confirmation of this person's side."""
    for project in _waiting(user):
        found = open_contract(project)
        if found is None or found.state is not K.OFFERED or not confirms_contract(user, found):
            continue
        if not is_leader(user) or awaited(found) == [Party.BUREAU]:
            yield _duty(project, "确认任务书", "/contract", found.state_since)


SOURCES = (
    (is_officer, officer_duties),
    (lambda user: is_leader(user) or is_enterprise(user) or is_researcher(user), signer_duties),
)
