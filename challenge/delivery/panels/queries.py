"""Panels as rows."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from challenge.delivery.models import Project
from challenge.delivery.panels.models import Panel, PanelMember
from challenge.delivery.panels.states import SITTING, S
from challenge.posting.models import Challenge, Programme
from core.database import db
from talent.models import Profile


def panel_called(code, purpose):
    """The newest panel of this purpose of a project that was not dissolved, else the newest; None without one."""
    rows = sa.select(Panel).join(Panel.project).where(Project.code == code, Panel.purpose == purpose)
    newest = rows.order_by(Panel.state == S.DISSOLVED, Panel.id.desc()).limit(1)
    return db.session.scalar(newest)


def seats_of(user):
    """SELECT of the seats this person has on panels that go on."""
    to_panel = contains_eager(PanelMember.panel)
    return (
        sa.select(PanelMember)
        .join(PanelMember.panel)
        .join(Panel.project)
        .join(Project.challenge)
        .join(Profile, Profile.id == PanelMember.profile_id)
        .options(
            to_panel.contains_eager(Panel.project)
            .contains_eager(Project.challenge)
            .joinedload(Challenge.programme)
            .undefer(Programme.rules)
        )
        .where(Profile.user_id == user.id, PanelMember.state.in_(SITTING), Panel.state != S.DISSOLVED)
        .order_by(PanelMember.id)
    )


def with_members(*conditions):
    """SELECT of panels of any project with their projects and members."""
    to_project = contains_eager(Panel.project)
    return (
        sa.select(Panel)
        .join(Panel.project)
        .join(Project.challenge)
        .options(
            to_project.contains_eager(Project.challenge)
            .joinedload(Challenge.programme)
            .undefer(Programme.rules),
            selectinload(Panel.members).joinedload(PanelMember.profile),
        )
        .where(*conditions)
        .order_by(Panel.id)
    )
