"""Tables of organisations, people, roles, sign-in and mailbox."""

import datetime as dt
import secrets

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from accounts.states import Nature, OrganisationState, Role, UserState
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from core.spelling import LONGEST, plain


def spelled(field):
    """Default of a column that holds the spelling of the name in `field`, see core/spelling.py."""
    return lambda context: plain(context.get_current_parameters().get(field))


_spelled = spelled("name")


class Organisation(db.Model):
    """单位: enterprise, university, institute or office; one row per 信用代码.

    `name_key` is the spelling of the name under which it is compared, see core/spelling.py.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), index=True)
    name_key: Mapped[str] = mapped_column(sa.String(LONGEST), index=True, default=_spelled)
    credit_code: Mapped[str] = mapped_column(sa.String(18), unique=True)
    nature: Mapped[Nature] = enum_column(Nature, name="nature")
    county: Mapped[str] = mapped_column(sa.String(40), default="")
    region: Mapped[str] = mapped_column(sa.String(60), default="")
    industry: Mapped[str] = mapped_column(sa.String(40), default="")
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    legal_person: Mapped[str] = mapped_column(sa.String(40), default="", info={"personal": True})
    mail_domain: Mapped[str] = mapped_column(sa.String(80), default="")
    state: Mapped[OrganisationState] = enum_column(OrganisationState, default=OrganisationState.PENDING)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    parent: Mapped["Organisation | None"] = relationship(remote_side=[id])
    former_names: Mapped[list["FormerName"]] = relationship(
        cascade="all, delete-orphan", order_by="FormerName.id"
    )
    shareholders: Mapped[list["Shareholder"]] = relationship(
        cascade="all, delete-orphan", order_by="Shareholder.id", foreign_keys="Shareholder.organisation_id"
    )
    __mapper_args__ = {"version_id_col": version}

    @validates("name")
    def _spell(self, _field, name):
        self.name_key = plain(name)
        return name

    def log_subject(self):
        """For the log."""
        return Subject("organisation", self.id)


class FormerName(db.Model):
    """曾用名: experts and bids may still name an organisation so. `name_key` is the spelling that is compared."""

    __tablename__ = "former_name"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(sa.String(120), index=True)
    name_key: Mapped[str] = mapped_column(sa.String(LONGEST), index=True, default=_spelled)
    until: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Shareholder(db.Model):
    """股东: a person by name or a unit, and the share in per cent."""

    __tablename__ = "shareholder"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "name"),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name="percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(sa.String(120), info={"personal": True})
    percent: Mapped[float]


class User(UserMixin, db.Model):
    """账号: one person, one account, any number of roles."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(40), unique=True)
    display_name: Mapped[str] = mapped_column(sa.String(40), info={"personal": True})
    name_key: Mapped[str] = mapped_column(sa.String(LONGEST), default=spelled("display_name"))
    email: Mapped[str] = mapped_column(sa.String(120), default="", info={"personal": True})
    phone: Mapped[str] = mapped_column(sa.String(30), default="", info={"personal": True})
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    county: Mapped[str] = mapped_column(sa.String(40), default="")
    is_first_account: Mapped[bool] = mapped_column(default=False)
    state: Mapped[UserState] = enum_column(UserState, default=UserState.PENDING)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    password_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[bytes | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )
    __mapper_args__ = {"version_id_col": version}

    @validates("display_name")
    def _spell(self, _field, name):
        self.name_key = plain(name)
        return name

    @property
    def is_active(self):
        """May sign in: neither the account nor its organisation is stopped."""
        stopped = self.organisation is not None and self.organisation.state is OrganisationState.STOPPED
        return self.state is UserState.ACTIVE and not stopped

    @property
    def roles(self):
        """Set of `Role`."""
        return {grant.role for grant in self.grants}

    def log_subject(self):
        """For the log."""
        return Subject("user", self.id)


class RoleGrant(db.Model):
    """角色授予."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.UniqueConstraint("user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    role: Mapped[Role] = enum_column(Role, name="role")
    user: Mapped[User] = relationship(back_populates="grants")


class PasswordHistory(db.Model):
    """Former password hashes: the last five may not return."""

    __tablename__ = "password_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


# The first match of each kind counts: browsers name their ancestors in the same line.
DEVICE_MARKS = (
    (("MicroMessenger",), "微信"),
    (("Edg/", "Edge/"), "Edge 浏览器"),
    (("Firefox/",), "火狐浏览器"),
    (("Chrome/",), "Chrome 浏览器"),
    (("Safari/",), "Safari 浏览器"),
    (("HarmonyOS",), "鸿蒙手机"),
    (("Android",), "安卓手机"),
    (("iPhone", "iPad"), "苹果手机或平板"),
    (("Windows",), "Windows 电脑"),
    (("Macintosh",), "苹果电脑"),
    (("Linux",), "Linux 电脑"),
)
BROWSERS = 5


class SignInSession(db.Model):
    """A signed-in browser; the cookie holds a token of which only the hash stands here."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    second_factor_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    stepped_up_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(sa.String(45), default="")
    device: Mapped[str] = mapped_column(sa.String(200), default="")
    user: Mapped[User] = relationship(lazy="joined")

    @property
    def device_text(self):
        """Browser and system in words."""
        groups = DEVICE_MARKS[:BROWSERS], DEVICE_MARKS[BROWSERS:]
        found = [
            next((label for marks, label in group if any(mark in self.device for mark in marks)), "")
            for group in groups
        ]
        return " · ".join(filter(None, found)) or "未知设备"


class SignInAttempt(db.Model):
    """An attempt to sign in, counted per account name and address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (sa.Index("ix_sign_in_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    succeeded: Mapped[bool]


class OneTimeToken(db.Model):
    """A one-time secret stored as hash: password reset, hand-over code, invitation by link."""

    __tablename__ = "one_time_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(30))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    subject_id: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))


class RecoveryCode(db.Model):
    """A hashed recovery code for a lost second factor."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(200))
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class Message(db.Model):
    """站内信."""

    __tablename__ = "message"
    __table_args__ = (sa.Index("ix_message_user_id_read_at", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Addresses use this: a number that counts up would tell a stranger how many letters bidders got.
    key: Mapped[str] = mapped_column(sa.String(16), unique=True, default=lambda: secrets.token_hex(8))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    subject: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text, default="")
    path: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
