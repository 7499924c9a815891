"""Tables of panels (评议组) and of those who sit on them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.models import Project
from challenge.delivery.panels.states import Origin, Purpose, S, Seat, Vote
from challenge.review.states import DeclaredTie
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from talent.models import Profile

_STANDING = sa.text("state <> 'dissolved'")
_CHAIR = sa.text("is_chair")


class Panel(db.Model):
    """评议组 of a project for a purpose and a round.

    `strata` are the seats wanted of each kind of expert. With a draw: `candidates` are marks, `people` pairs
    [profile id, salt] in the same order, `fixed_seq` the entry of the log that fixed both, `transcript` what the draw
    came from and came to. `result` is counted when the votes are closed: {vote: number}.
    """

    __tablename__ = "panel"
    __table_args__ = (
        sa.Index(
            "uq_panel_standing",
            "project_id",
            "purpose",
            "round",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.CheckConstraint("round > 0", name="round"),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="is_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    purpose: Mapped[Purpose] = enum_column(Purpose, name="purpose")
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[S] = enum_column(S, default=S.FORMING)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    unit_salt: Mapped[str] = mapped_column(sa.String(64))
    strata: Mapped[list] = mapped_column(JsonColumn, default=list)
    candidates: Mapped[list | None] = mapped_column(JsonColumn)
    people: Mapped[list | None] = mapped_column(JsonColumn)
    fixed_seq: Mapped[int | None]
    fixed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    transcript: Mapped[dict | None] = mapped_column(JsonColumn)
    vote_due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict | None] = mapped_column(JsonColumn)
    opinion: Mapped[str] = mapped_column(sa.Text, default="")
    opinion_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    opinion_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("panels", order_by="Panel.id"))
    opinion_by: Mapped[User | None] = relationship(foreign_keys=[opinion_by_id])
    members: Mapped[list["PanelMember"]] = relationship(back_populates="panel", order_by="PanelMember.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.project.challenge

    @property
    def thread(self):
        """Of its members' entries in the log, which stay sealed until the conclusion is published."""
        return f"panel:{self.id}"

    def log_subject(self):
        """For the log."""
        return Subject("panel", self.id, f"challenge:{self.project.challenge_id}")


class PanelMember(db.Model):
    """评议专家: what was declared, what was voted; `salt` keeps the digest of the vote in the log from being guessed."""

    __tablename__ = "panel_member"
    __table_args__ = (
        sa.UniqueConstraint("panel_id", "profile_id"),
        sa.Index(
            "uq_panel_member_chair", "panel_id", unique=True, sqlite_where=_CHAIR, postgresql_where=_CHAIR
        ),
        sa.CheckConstraint("state <> 'voted' OR vote IS NOT NULL", name="has_voted"),
        sa.CheckConstraint(
            "state NOT IN ('declared', 'voted') OR declared_at IS NOT NULL", name="has_declared"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(sa.ForeignKey("panel.id"), index=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    state: Mapped[Seat] = enum_column(Seat, default=Seat.INVITED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    origin: Mapped[Origin] = enum_column(Origin, name="origin")
    is_chair: Mapped[bool] = mapped_column(default=False)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    invited_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reply_due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    declared_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    tie: Mapped[DeclaredTie | None] = enum_column(DeclaredTie, name="tie", nullable=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    vote: Mapped[Vote | None] = enum_column(Vote, name="vote", nullable=True)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    voted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    salt: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column(default=1)
    panel: Mapped[Panel] = relationship(back_populates="members")
    profile: Mapped[Profile] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}

    @property
    def challenge(self):
        """The list, whose rule pack is in force."""
        return self.panel.project.challenge

    def log_subject(self):
        """For the log: who sits on a panel stays sealed until the conclusion is published."""
        return Subject("panel_member", self.id, f"panel:{self.panel_id}", True)
