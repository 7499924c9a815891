"""Tables of registrations: the technology contract (技术合同登记) and the result (成果登记) of a project."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from challenge.delivery.models import Project
from challenge.delivery.outcomes.states import R
from core.audit import Subject
from core.database import JsonColumn, UtcDateTime, db, enum_column

_NUMBERED = sa.text("number <> ''")
_HAS_NUMBER = "state <> 'registered' OR (number <> '' AND registered_on IS NOT NULL)"


class Registration:
    """Mixin of what is registered somewhere: its way there, the registry's number and day, why it went back."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    state: Mapped[R] = enum_column(R, default=R.DRAFT)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(sa.String(200))
    number: Mapped[str] = mapped_column(sa.String(40), default="")
    registered_on: Mapped[dt.date | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


def _number_once(table):
    """What is registered has a number, and the registry gives one number once."""
    name, number = f"uq_{table}_number", _NUMBERED
    once = sa.Index(name, "number", unique=True, sqlite_where=number, postgresql_where=number)
    return sa.CheckConstraint(_HAS_NUMBER, name="registered_has_number"), once


class TechContract(Registration, db.Model):
    """技术合同登记: the fields of the national form; prefilled from the 任务书 of `contract_number`, amounts in 分."""

    __tablename__ = "tech_contract"
    __table_args__ = (
        sa.CheckConstraint("technical_fen BETWEEN 0 AND total_fen", name="technical_part"),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on > starts_on", name="period"),
        *_number_once("tech_contract"),
    )

    contract_number: Mapped[int]
    category: Mapped[str] = mapped_column(sa.String(40), default="")
    buyer: Mapped[str] = mapped_column(sa.String(120), default="")
    buyer_code: Mapped[str] = mapped_column(sa.String(18), default="")
    buyer_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    buyer_place: Mapped[str] = mapped_column(sa.String(60), default="")
    seller: Mapped[str] = mapped_column(sa.String(120), default="")
    seller_code: Mapped[str] = mapped_column(sa.String(18), default="")
    seller_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    seller_place: Mapped[str] = mapped_column(sa.String(60), default="")
    field: Mapped[str] = mapped_column(sa.String(40), default="")
    goal: Mapped[str] = mapped_column(sa.String(40), default="")
    total_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    technical_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    payment: Mapped[str] = mapped_column(sa.String(20), default="")
    signed_on: Mapped[dt.date | None]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    rights: Mapped[str] = mapped_column(sa.String(40), default="")
    source: Mapped[str] = mapped_column(sa.String(40), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("tech_contract", uselist=False))
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("tech_contract", self.id, f"challenge:{self.project.challenge_id}")


class Achievement(Registration, db.Model):
    """成果登记 of a project; `chains` are its indicators with what was due, measured and judged when it was made."""

    __tablename__ = "achievement"
    __table_args__ = _number_once("achievement")

    units: Mapped[str] = mapped_column(sa.Text, default="")
    people: Mapped[str] = mapped_column(sa.Text, default="", info={"personal": True})
    kind: Mapped[str] = mapped_column(sa.String(40), default="")
    industry: Mapped[str] = mapped_column(sa.String(40), default="", index=True)
    rights: Mapped[str] = mapped_column(sa.Text, default="")
    evaluation: Mapped[str] = mapped_column(sa.String(40), default="")
    evaluated_on: Mapped[dt.date | None]
    maturity: Mapped[str] = mapped_column(sa.String(40), default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    prospects: Mapped[str] = mapped_column(sa.Text, default="")
    chains: Mapped[list] = mapped_column(JsonColumn, default=list)
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("achievement", uselist=False))
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log."""
        return Subject("achievement", self.id, f"challenge:{self.project.challenge_id}")


class CityTurnover(db.Model):
    """全市技术合同成交额 of a year as an official source states it, entered by an officer; the newest row of a year counts."""

    __tablename__ = "city_turnover"
    __table_args__ = (
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("source <> ''", name="has_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    source: Mapped[str] = mapped_column(sa.String(200))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    def log_subject(self):
        """For the log."""
        return Subject("city_turnover", self.id, "city_turnover")
