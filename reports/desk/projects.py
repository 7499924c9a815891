"""Duties about projects: contracts to draft, to confirm, and lists whose projects have ended."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accounts.rules import is_enterprise, is_leader, is_officer, is_researcher
from challenge import rulepack
from challenge.delivery import archives, queries
from challenge.delivery.closing.models import Closure
from challenge.delivery.closing.queries import puts_to_rest
from challenge.delivery.closing.states import OPEN
from challenge.delivery.contracts.leaders import leader_flags, profiles_of
from challenge.delivery.contracts.models import Contract
from challenge.delivery.contracts.rules import awaited, confirms_contract, open_contract
from challenge.delivery.final_accounts.clocks import over_since
from challenge.delivery.final_accounts.models import FinalAccount
from challenge.delivery.final_accounts.states import F
from challenge.delivery.ledger.models import RefundOwed
from challenge.delivery.models import Project
from challenge.delivery.rules import decides_on_project
from challenge.delivery.states import ENDED, K, P, Party
from challenge.posting.models import Challenge
from challenge.states import C
from core.database import db
from reports.desk.duty import Duty


def _duty(project, what, tail="", since=None, rule="answer_days"):
    path, since = f"/desk/projects/{project.code}{tail}", since or project.state_since
    due = rulepack.until(rule, since) if rule else None
    return Duty(what, project.challenge.title, path, due, since, project.code)


def _waiting(user):
    """Projects of this reader that wait for a contract, with its versions."""
    rows = queries.listed_projects(user).where(Project.state.in_((P.SIGNING, P.ACTIVE, P.SUSPENDED)))
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
            yield _duty(one, what, "/contract", found.drafted_at if found else None, "fill_days")
    yield from _changes(user, mine)
    yield from _archives(user, mine)
    running = sa.exists().where(Project.challenge_id == Challenge.id, Project.state.not_in(ENDED))
    ended = sa.exists().where(Project.challenge_id == Challenge.id)
    unsettled = sa.exists().where(
        Project.challenge_id == Challenge.id,
        FinalAccount.project_id == Project.id,
        FinalAccount.state != F.CONFIRMED,
    )
    owing = sa.exists().where(
        Project.challenge_id == Challenge.id,
        RefundOwed.project_id == Project.id,
        RefundOwed.over_at.is_(None),
    )
    closing = sa.exists().where(
        Project.challenge_id == Challenge.id, Closure.project_id == Project.id, Closure.state.in_(OPEN)
    )
    over = sa.and_(ended, ~running, ~unsettled, ~owing, ~closing)
    lists = sa.select(Challenge).where(
        mine, over, Challenge.state.in_((C.ANNOUNCED, C.CONTRACTED, C.ACCEPTING))
    )
    of_projects = selectinload(Challenge.projects)
    lists = lists.options(
        of_projects.selectinload(Project.final_account), of_projects.selectinload(Project.claims)
    )
    for one in db.session.scalars(lists).unique():
        since = max(over_since(each) for each in one.projects)
        path, due = f"/desk/challenges/{one.code}", rulepack.until("fill_days", since)
        yield Duty("项目已结束，办结榜单", one.title, path, due, since, one.code)


def _archives(user, mine):
    """Ended projects of which no archive was made yet."""
    loads = (Project.archives, Project.closures, Project.final_account, Project.claims, Project.payments)
    rows = queries.listed_projects(user).where(mine, archives.without_archive())
    for one in db.session.scalars(rows.options(*map(selectinload, loads))).unique():
        since, title = archives.settled_at(one), one.challenge.title
        path = f"/desk/projects/{one.code}{archives.PATH}"
        yield Duty(archives.what(one), title, path, archives.due(one), since, one.code)


def _changes(user, mine):
    """Changes that were asked for, and leaders who have left the lead unit."""
    asked = queries.listed_projects(user).where(mine, Project.state.in_((P.ACTIVE, P.SUSPENDED)))
    loads = (selectinload(Project.contracts), joinedload(Project.leader))
    rows = db.session.scalars(asked.options(*loads)).unique().all()
    profiles = profiles_of([one.leader for one in rows])
    for one in rows:
        found = open_contract(one)
        if found is not None and found.state is K.REQUESTED:
            yield _duty(one, f"核对任务书{found.kind.label}申请", "/contract", found.state_since)
        if leader_flags(one, profiles.get(one.leader_id)):
            yield _duty(one, "项目负责人有变动，请核实", "/changes")


def signer_duties(user):
    """Contracts that wait for the confirmation of this person's side."""
    for project in _waiting(user):
        found = open_contract(project)
        if found is None or found.state is not K.OFFERED or not confirms_contract(user, found):
            continue
        if not is_leader(user) or awaited(found) == [Party.BUREAU]:
            yield _duty(project, "确认任务书", "/contract", found.state_since)


def leader_duties(user):
    """Projects that a leader has put to rest: whether they go on. What rests for a closure goes on with its decision."""
    at_rest = queries.listed_projects(user).where(Project.state == P.SUSPENDED, ~puts_to_rest())
    for one in db.session.scalars(at_rest).unique():
        if decides_on_project(user, one):
            yield _duty(one, "决定是否恢复项目", rule=None)


SOURCES = (
    (is_officer, officer_duties),
    (is_leader, leader_duties),
    (lambda user: is_leader(user) or is_enterprise(user) or is_researcher(user), signer_duties),
)
