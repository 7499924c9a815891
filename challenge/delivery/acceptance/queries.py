"""Acceptances as rows, with what their pages and duties read."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import User
from accounts.queries import organisations_called
from accounts.rules import is_auditor, is_bureau
from challenge.bidding.models import Bid
from challenge.delivery.acceptance.models import Acceptance
from challenge.delivery.acceptance.states import PUBLIC, Conclusion, V
from challenge.delivery.models import Project
from challenge.delivery.panels.models import Panel, PanelMember
from challenge.delivery.panels.states import SEATED, Purpose, S
from challenge.delivery.queries import on_team
from challenge.posting.models import Challenge, Programme
from challenge.posting.queries.lists import posted_by
from core import clock, formats, history
from core.database import db
from core.listing import Filter, equals
from talent.models import Profile

# Between the votes and the notice: proposed, seconded, sent back, approved.
WEIGHED = tuple(
    f"acceptance.{one}" for one in ("proposal", "second", "return_override", "send_back", "approve")
)


def with_projects(*conditions):
    """SELECT of acceptances of any project with their lists, teams and panels."""
    to_project = contains_eager(Acceptance.project)
    return (
        sa.select(Acceptance)
        .join(Acceptance.project)
        .join(Project.challenge)
        .options(
            to_project.contains_eager(Project.challenge)
            .joinedload(Challenge.programme)
            .undefer(Programme.rules),
            to_project.selectinload(Project.bid).selectinload(Bid.members),
            to_project.selectinload(Project.panels)
            .selectinload(Panel.members)
            .joinedload(PanelMember.profile),
            selectinload(Acceptance.notice),
        )
        .where(*conditions)
        .order_by(Acceptance.id)
    )


def visible_acceptances(user):
    """SELECT of the acceptances this person may read; twin of `permissions.READ_ACCEPTANCE`."""
    joined = sa.select(Acceptance).join(Project, Acceptance.project_id == Project.id)
    joined = joined.join(Challenge, Project.challenge_id == Challenge.id)
    if not user.is_authenticated:
        return joined.where(sa.false())
    handed_in = sa.or_(
        Acceptance.submitted_at.is_not(None), Acceptance.round > 1, Acceptance.due_on < clock.today()
    )
    if is_bureau(user) or is_auditor(user):
        return joined.where(sa.or_(handed_in, *on_team(user)))
    sits = sa.exists().where(
        Panel.project_id == Project.id,
        Panel.purpose == Purpose.ACCEPTANCE,
        Panel.state != S.DISSOLVED,
        PanelMember.panel_id == Panel.id,
        PanelMember.state.in_(SEATED),
        PanelMember.profile_id == Profile.id,
        Profile.user_id == user.id,
    )
    return joined.where(sa.or_(*on_team(user), sa.and_(handed_in, sa.or_(posted_by(user), sits))))


def listed_acceptances(user):
    """`visible_acceptances` with what a list page shows; the newest round of each project and those before it."""
    project = contains_eager(Acceptance.project)
    return visible_acceptances(user).options(
        project.contains_eager(Project.challenge).joinedload(Challenge.organisation),
        project.contains_eager(Project.challenge).lazyload(Challenge.programme),
        project.joinedload(Project.leader).lazyload(User.grants),
        joinedload(Acceptance.notice),
    )


def _found(statement, words):
    named = [one.icontains(words, autoescape=True) for one in (Project.code, Challenge.code, Challenge.title)]
    called = organisations_called(words)
    units = [Project.organisation_id.in_(called), Challenge.organisation_id.in_(called)]
    return statement.where(sa.or_(*named, *units))


def _late(statement, _value):
    """What should have been handed in or checked by now."""
    writing = sa.and_(Acceptance.state.in_((V.DRAFT, V.RETURNED)), Acceptance.due_on < clock.today())
    return statement.where(writing)


SORTS = {
    "-created": ("建立时间", (Acceptance.created_at, Acceptance.id)),
    "due": ("申请期限", (Acceptance.due_on, Acceptance.id)),
    "-submitted": ("申请时间", (Acceptance.submitted_at, Acceptance.id)),
    "code": ("项目编号", (Project.code, Acceptance.round)),
}


def filters(user):
    """Filters of the list; nobody finds out by the conclusion what is not shown."""

    def concluded(statement, value):
        found = equals(Acceptance.conclusion)(statement, value)
        return found if _oversees(user) else found.where(Acceptance.state.in_(PUBLIC))

    return (
        Filter("q", "编号、题目或单位", _found, kind="text"),
        Filter("state", "状态", equals(Acceptance.state), tuple((one.value, one.label) for one in V)),
        Filter("conclusion", "结论", concluded, tuple((one.value, one.label) for one in Conclusion)),
        Filter("late", "期限", _late, (("late", "逾期未申请"),)),
    )


def _oversees(user):
    return is_bureau(user) or is_auditor(user)


def shown_conclusion(row, user):
    """The conclusion as far as this reader may know: what is only proposed, for the bureau and the auditor."""
    return row.conclusion_label if row.is_public or _oversees(user) else ""


def columns(user):
    """Of the table and of its export."""
    return (
        ("项目编号", lambda row: row.project.code),
        ("榜单编号", lambda row: row.project.challenge.code),
        ("题目", lambda row: row.project.challenge.title),
        ("发榜单位", lambda row: row.project.challenge.organisation.name),
        ("揭榜单位", lambda row: row.project.organisation.name),
        ("项目负责人", lambda row: row.project.leader.display_name),
        ("轮次", lambda row: row.round),
        ("状态", lambda row: row.state.label),
        ("申请期限", lambda row: formats.date_zh(row.due_on)),
        ("申请时间", lambda row: formats.moment(row.submitted_at) if row.submitted_at else ""),
        ("结论", lambda row: shown_conclusion(row, user)),
        ("公示编号", lambda row: row.notice.code if row.notice else ""),
    )


def project_called(code):
    """The project of this code, or None; whoever reads it is asked by the caller."""
    return db.session.scalar(sa.select(Project).filter_by(code=code))


def events(project, *, inside):
    """Timeline of the acceptances of a project; without `inside` what the bureau weighs before it publishes is left out."""
    entries = history.about(*(one.log_subject() for one in project.acceptances))
    return history.shown([one for one in entries if inside or one.action not in WEIGHED])
