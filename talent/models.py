"""Tables of expert profiles, their works and employments, and the neutral ties between people."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from accounts.models import Organisation, User, spelled
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column
from core.spelling import LONGEST, plain
from talent.states import ExpertKind, P, WorkType


class Profile(db.Model):
    """专家档案: what one person knows; contact data is shown on request only.

    `change` is the number of the newest change of the pool that touched this profile, see talent/changes.py;
    `name_key` and `unit_key` are the spellings under which name and unit are found, see core/spelling.py.
    """

    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), unique=True)
    name: Mapped[str] = mapped_column(sa.String(40), index=True, info={"personal": True})
    name_key: Mapped[str] = mapped_column(sa.String(LONGEST), default=spelled("name"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    unit: Mapped[str] = mapped_column(sa.String(120), default="")
    unit_key: Mapped[str] = mapped_column(sa.String(LONGEST), default=spelled("unit"))
    title: Mapped[str] = mapped_column(sa.String(40), default="")
    position: Mapped[str] = mapped_column(sa.String(60), default="")
    kind: Mapped[ExpertKind] = enum_column(ExpertKind, name="kind", default=ExpertKind.TECHNICAL)
    pools: Mapped[list] = mapped_column(JsonColumn, default=list)
    relation: Mapped[str] = mapped_column(sa.String(20), default="无")
    region: Mapped[str] = mapped_column(sa.String(60), default="", index=True)
    city: Mapped[str] = mapped_column(sa.String(40), default="")
    industries: Mapped[list] = mapped_column(JsonColumn, default=list)
    keywords: Mapped[list] = mapped_column(JsonColumn, default=list)
    direction: Mapped[str] = mapped_column(sa.Text, default="")
    email: Mapped[str] = mapped_column(sa.String(120), default="", info={"personal": True})
    phone: Mapped[str] = mapped_column(sa.String(30), default="", info={"personal": True})
    review_willing: Mapped[bool] = mapped_column(default=False)
    review_cap: Mapped[int] = mapped_column(default=10)
    consents_recommendation: Mapped[bool] = mapped_column(default=False)
    consent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    consent_version: Mapped[str] = mapped_column(sa.String(20), default="")
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[P] = enum_column(P, default=P.DRAFT, index=True)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    change: Mapped[int] = mapped_column(default=0, index=True)
    version: Mapped[int] = mapped_column(default=1)
    user: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    works: Mapped[list["Work"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="Work.position", lazy="selectin"
    )
    employments: Mapped[list["Employment"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="Employment.id"
    )
    relations: Mapped[list["Relation"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="Relation.id"
    )
    __table_args__ = (sa.CheckConstraint("review_cap BETWEEN 0 AND 50", name="review_cap"),)
    __mapper_args__ = {"version_id_col": version}

    @validates("name", "unit")
    def _spell(self, field, text):
        setattr(self, f"{field}_key", plain(text))
        return text

    def log_subject(self):
        """For the log."""
        return Subject("profile", self.id)


class Work(db.Model):
    """代表成果: paper, patent, project, award or standard; at most five of a type."""

    __tablename__ = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    type: Mapped[WorkType] = enum_column(WorkType, name="type")
    title: Mapped[str] = mapped_column(sa.String(200))
    year: Mapped[int | None]
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    role: Mapped[str] = mapped_column(sa.String(40), default="")
    keywords: Mapped[list] = mapped_column(JsonColumn, default=list)
    co_authors: Mapped[list] = mapped_column(JsonColumn, default=list)
    profile: Mapped[Profile] = relationship(back_populates="works")
    __table_args__ = (sa.CheckConstraint("year BETWEEN 1950 AND 2100", name="year"),)


class Employment(db.Model):
    """任职: person and unit with years; the present one has no end."""

    __tablename__ = "employment"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    unit: Mapped[str] = mapped_column(sa.String(120))
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    profile: Mapped[Profile] = relationship(back_populates="employments")
    organisation: Mapped[Organisation | None] = relationship()


class Relation(db.Model):
    """关系申报: a relative, teacher, student or advised unit, as the person says it; `name_key` as in core/spelling.py."""

    __tablename__ = "relation"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('relative','teacher','student','adviser')", name="kind"),
        sa.CheckConstraint("year_to IS NULL OR year_from IS NULL OR year_to >= year_from", name="years"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    name: Mapped[str] = mapped_column(sa.String(40), default="", info={"personal": True})
    name_key: Mapped[str] = mapped_column(sa.String(LONGEST), index=True, default=spelled("name"))
    unit: Mapped[str] = mapped_column(sa.String(120), default="")
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    profile: Mapped[Profile] = relationship(back_populates="relations")


class Consent(db.Model):
    """同意 given or withdrawn: which text, in which version, when, recorded by whom; rows are never changed."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profile.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    text_version: Mapped[str] = mapped_column(sa.String(20))
    given: Mapped[bool]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))


class PoolMark(db.Model):
    """The one row that counts changes of the pool; its lock puts numbers in the order of commits.

    `pool` names this database, so that an index made from another one is not taken for this one's.
    """

    __tablename__ = "pool_mark"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    pool: Mapped[str] = mapped_column(sa.String(32))


class Tie(db.Model):
    """A fact that ties a person to a person or a unit, reported by whoever saw it; consequences stand elsewhere."""

    __tablename__ = "tie"
    __table_args__ = (sa.UniqueConstraint("who", "whom", "kind", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(sa.String(60), index=True)
    whom: Mapped[str] = mapped_column(sa.String(60), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    source: Mapped[str] = mapped_column(sa.String(60), default="")
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]


class ImportRun(db.Model):
    """人才导入: an uploaded spreadsheet, what came of each row; `plan` is the blob of rows still to be written."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    filename: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    dry_run: Mapped[bool] = mapped_column(default=False)
    all_or_none: Mapped[bool] = mapped_column(default=False)
    admits: Mapped[bool] = mapped_column(default=False)
    accepted: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    admitted: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    plan: Mapped[str] = mapped_column(sa.String(64), default="")
    errors: Mapped[list] = mapped_column(JsonColumn, default=list)
    version: Mapped[int] = mapped_column(default=1)
    user: Mapped[User | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def is_running(self):
        """Rows are still being written."""
        return bool(self.plan)

    def log_subject(self):
        """For the log."""
        return Subject("import_run", self.id)
