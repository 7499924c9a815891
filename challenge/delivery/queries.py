"""Projects as rows, already filtered for a reader."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import User
from accounts.queries import organisations_called
from accounts.rules import is_auditor, is_bureau, is_officer, leads_organisation
from accounts.states import UserState
from challenge.bidding.models import Bid, BidMember
from challenge.delivery import overview, whose_turn
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.contracts.models import Contract, Signature
from challenge.delivery.ledger import balances
from challenge.delivery.ledger.models import Payment
from challenge.delivery.milestones.models import ProjectMilestone
from challenge.delivery.models import Project
from challenge.delivery.states import ENDED, M, P
from challenge.posting.models import Challenge, Programme
from challenge.posting.queries.lists import posted_by
from core import clock, formats, history
from core.database import db
from core.listing import Filter, equals


def visible_projects(user):
    """SELECT of the projects this person may read; twin of `permissions.READ_PROJECT`."""
    joined = sa.select(Project).join(Challenge, Project.challenge_id == Challenge.id)
    if not user.is_authenticated:
        return joined.where(sa.false())
    if is_bureau(user) or is_auditor(user):
        return joined
    # The first account of the lead unit acts when the leader cannot.
    own_unit = [Project.organisation_id == user.organisation_id] if leads_organisation(user) else []
    return joined.where(sa.or_(*on_team(user), *own_unit, posted_by(user)))


def on_team(user):
    """Conditions on projects, any of which is enough to be in the team; twin of `rules.is_on_team`."""
    member = sa.exists().where(
        BidMember.bid_id == Project.bid_id,
        BidMember.user_id == user.id,
        BidMember.confirmed_at.is_not(None),
        # A leader who was replaced is no longer in the team.
        sa.exists().where(Bid.id == Project.bid_id, Bid.leader_id != user.id),
    )
    found: tuple[sa.ColumnElement[bool], ...] = (Project.leader_id == user.id, member)
    return found


def acts_for(user):
    """Condition on projects: leads it, or stands in while the leader's account is stopped; twin of `rules.acts_for_team`."""
    leads, member = on_team(user)
    gone = sa.exists().where(User.id == Project.leader_id, User.state != UserState.ACTIVE)
    own_unit = sa.and_(Project.organisation_id == user.organisation_id, gone)
    return sa.or_(leads, own_unit if leads_organisation(user) else sa.and_(own_unit, member))


def listed_projects(user):
    """`visible_projects` with what a list page shows."""
    list_and_poster = contains_eager(Project.challenge).joinedload(Challenge.organisation)
    return visible_projects(user).options(
        list_and_poster,
        contains_eager(Project.challenge).lazyload(Challenge.programme),
        joinedload(Project.leader).lazyload(User.grants),
    )


def shown_projects(user):
    """The same with milestones, payments and rule packs: what the list says of deadlines and money."""
    return _with_days(visible_projects(user))


def _with_days(statement):
    of_list = contains_eager(Project.challenge)
    return statement.options(
        of_list.joinedload(Challenge.organisation),
        of_list.joinedload(Challenge.programme).undefer(Programme.rules),
        of_list.selectinload(Challenge.gates),
        joinedload(Project.leader).lazyload(User.grants),
        selectinload(Project.milestones),
        selectinload(Project.payments),
        selectinload(Project.closures),
        selectinload(Project.final_account),
        selectinload(Project.acceptances).joinedload(Acceptance.notice),
        selectinload(Project.contracts).selectinload(Contract.signatures),
    )


def _found(statement, words):
    named = [
        column.icontains(words, autoescape=True) for column in (Project.code, Challenge.code, Challenge.title)
    ]
    called = organisations_called(words)
    units = [Project.organisation_id.in_(called), Challenge.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


# The day on which it has ended, or is to end by the contract.
_ENDED_ON = sa.case(
    (Project.state.in_(ENDED), sa.func.date(Project.state_since, type_=sa.Date)), else_=Project.ends_on
)
SORTS = {
    "-created": ("建立时间", (Project.created_at, Project.id)),
    "code": ("编号", Project.code),
    "ends": ("结束日期", (_ENDED_ON, Project.id)),
}
FILTERS = (
    Filter("q", "编号、题目或单位", _found, kind="text"),
    Filter("state", "状态", equals(Project.state), tuple((one.value, one.label) for one in P)),
)


def filters_for(user):
    """Filters of the list: an officer may keep to the projects in the own charge."""
    stand = Filter("stand", "进展", _standing, (("late", "有逾期事项"), ("rectifying", "里程碑整改中")))
    mine = Filter(
        "mine",
        "经办",
        lambda statement, value: statement.where(Challenge.handler_id == user.id),
        (("yes", "我经办"),),
    )
    return (*FILTERS, stand, *([mine] if is_officer(user) else []))


def _standing(statement, value):
    """Projects at work of which a milestone is rectified, or of which something is past its day."""
    if value == "rectifying":
        of_it = ProjectMilestone.project_id == Project.id, ProjectMilestone.state == M.RECTIFYING
        return statement.where(Project.state == P.ACTIVE, sa.exists().where(*of_it))
    paying = Payment.project_id == Project.id, Payment.due_at < clock.now(), Payment.state.in_(balances.OPEN)
    open_ones = sa.or_(Project.state.not_in(ENDED), sa.exists().where(*paying))
    # The days come from the rule pack of each list: the rows themselves know them, not the database.
    rows = db.session.scalars(_with_days(statement.where(open_ones))).unique()
    return statement.where(Project.id.in_([one.id for one in rows if whose_turn.is_late(one)]))


COLUMNS = (
    ("项目编号", lambda row: row.code),
    ("榜单编号", lambda row: row.challenge.code),
    ("题目", lambda row: row.challenge.title),
    ("发榜单位", lambda row: row.challenge.organisation.name),
    ("揭榜单位", lambda row: row.organisation.name),
    ("项目负责人", lambda row: row.leader.display_name),
    ("状态", lambda row: row.state.label),
    ("开始日期", lambda row: formats.date_zh(row.starts_on)),
    ("结束日期", lambda row: formats.date_zh(overview.ended_on(row))),
    ("下一期限", overview.next_text),
    ("里程碑（已通过/全部）", lambda row: "/".join(map(str, overview.milestones(row)))),
    ("已到账（元）", lambda row: balances.sums(row)[2] / 100),
    ("合同额（元）", lambda row: balances.sums(row)[0] / 100),
)


# How a pass is weighed between officers is not told to the sides; how it was judged is.
BY_EXPERTS = ("milestone.answer", "milestone.opinion")
WEIGHED = ("milestone.propose_pass", "milestone.refuse_pass")


def events(project):
    """What has happened to the project, its contracts, milestones, closures and tolerance, as `core.history` shows it."""
    own = (project, *project.closures, *project.contracts, *project.milestones, *project.tolerances)
    own += (project.final_account,) if project.final_account else ()
    entries = history.about(*(one.log_subject() for one in own))
    rows = [one for one in entries if one.action not in WEIGHED]
    signed = _sides_that_signed(project)

    def who(entry):
        if entry.action in BY_EXPERTS:
            return "评估专家"
        side = signed.get((entry.object_id, entry.actor_id)) if entry.action == "contract.confirm" else None
        return f"{side.label}　{entry.actor_name}" if side else entry.actor_name

    return history.shown(rows, who=who)


def _sides_that_signed(project):
    """{(id of the contract, id of who confirmed): side}: each side confirms the same version once."""
    ids = [one.id for one in project.contracts]
    rows = db.session.scalars(sa.select(Signature).where(Signature.contract_id.in_(ids)))
    return {(str(one.contract_id), one.user_id): one.party for one in rows}
