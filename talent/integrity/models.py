"""The table of integrity cases; what is alleged, answered and found stands encrypted."""

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, User
from core import clock
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from core.formats import date_zh
from core.sealed import SealedJson
from talent.integrity import levels
from talent.integrity.states import I, Origin, Phase
from talent.models import Profile


def new_code():
    """A code that does not tell how many cases there are."""
    return f"CX{secrets.token_hex(5).upper()}"


class IntegrityCase(db.Model):
    """诚信案件 about one person or one organisation.

    `texts` is ciphertext in the database: facts (what is alleged), answer, finding, appeal, outcome. A finding is in
    force from `since` until `until`; that it has ended is told by the clock alone.
    """

    __tablename__ = "integrity_case"
    __table_args__ = (
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (user_id IS NULL AND profile_id IS NULL)", name="one_subject"
        ),
        sa.CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name="two_people"),
        sa.CheckConstraint("until IS NULL OR until > since", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    state: Mapped[I] = enum_column(I, default=I.CLUE)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    profile_id: Mapped[int | None] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    origin: Mapped[Origin] = enum_column(Origin, name="origin")
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    rules_version: Mapped[str] = mapped_column(sa.String(20), default=levels.CURRENT)
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    handler_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    hearing_due: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    level: Mapped[str] = mapped_column(sa.String(20), default="")
    months: Mapped[int | None]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_public: Mapped[bool] = mapped_column(default=False)
    appeal_due: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    appealed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    appeal_settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    texts_sealed: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=1)
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    profile: Mapped[Profile | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    texts = SealedJson("texts_sealed", "integrity case")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self):
        """The person or the organisation the case is about."""
        if self.organisation is not None:
            return self.organisation.name
        return self.user.display_name if self.user is not None else self.profile.name

    @property
    def grade(self):
        """The `Level` found or proposed, or None."""
        return levels.levels(self.rules_version).get(self.level)

    @property
    def is_in_force(self):
        """Found, and its period has not ended: derived from the clock."""
        return self.state is I.FOUND and self.since <= clock.now() < self.until

    @property
    def shown_state(self):
        """The state as people read it: a finding is in force or 期满解除."""
        if self.state is not I.FOUND:
            return self.state
        return Phase.IN_FORCE if self.is_in_force else Phase.RELEASED

    @property
    def period(self):
        """First and last day of the finding in words, or ''."""
        if self.since is None:
            return ""
        return f"{date_zh(self.since)} 至 {date_zh(self.until - dt.timedelta(seconds=1))}"

    def log_subject(self):
        """For the log."""
        return Subject("integrity_case", self.id)
