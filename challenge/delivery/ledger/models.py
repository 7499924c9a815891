"""Tables of the ledger: payments (拨付) as they are due, transfers that only grow, what the team has spent."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.delivery.contracts.models import Contract
from challenge.delivery.models import Project
from challenge.delivery.states import Account, Payer, Support, Y
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column


class Payment(db.Model):
    """拨付: `amount_fen` of one payer at milestone `milestone` (0: at signing) of the contract that planned it."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("requested_by_id <> approved_by_id", name="two_people"),
        sa.CheckConstraint("state IN ('locked', 'cancelled') OR passed_at IS NOT NULL", name="has_passed"),
        sa.CheckConstraint("state <> 'approved' OR approved_by_id IS NOT NULL", name="is_approved"),
        sa.CheckConstraint(
            "state NOT IN ('registered', 'confirmed') OR "
            "(paid_on IS NOT NULL AND voucher <> '' AND (payer = 'own' OR approved_by_id IS NOT NULL))",
            name="is_paid",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    number: Mapped[int]
    milestone: Mapped[int]
    payer: Mapped[Payer] = enum_column(Payer, name="payer")
    kind: Mapped[Support] = enum_column(Support, name="kind")
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    state: Mapped[Y] = enum_column(Y, default=Y.LOCKED, index=True)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    passed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    dunned_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    requested_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    paid_on: Mapped[dt.date | None]
    voucher: Mapped[str] = mapped_column(sa.String(60), default="")
    file_name: Mapped[str] = mapped_column(sa.String(120), default="")
    file_mime: Mapped[str] = mapped_column(sa.String(100), default="")
    file_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    project: Mapped[Project] = relationship(backref=backref("payments", order_by="Payment.number"))
    contract: Mapped[Contract] = relationship()
    requested_by: Mapped[User | None] = relationship(foreign_keys=[requested_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    registered_by: Mapped[User | None] = relationship(foreign_keys=[registered_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    __mapper_args__ = {"version_id_col": version}

    @property
    def code(self):
        """How people call it: code of the project and number."""
        return f"{self.project.code}-{self.number:02d}"

    @property
    def milestone_text(self):
        """The milestone in words."""
        return f"里程碑 {self.milestone}" if self.milestone else "签约"

    def log_subject(self):
        """For the log."""
        return Subject("payment", self.id, f"challenge:{self.project.challenge_id}")


class Transfer(db.Model):
    """转账: `amount_fen` from one account of a payer to another; only grows, and the database keeps accounts from going below zero."""

    __tablename__ = "transfer"
    __table_args__ = (
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("from_account <> to_account", name="two_accounts"),
        sa.Index("ix_transfer_project_id_payer", "project_id", "payer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    payment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payment.id"), index=True)
    expense_id: Mapped[int | None] = mapped_column(sa.ForeignKey("expense.id"), index=True)
    payer: Mapped[Payer] = enum_column(Payer, name="payer")
    from_account: Mapped[Account] = enum_column(Account, name="from_account")
    to_account: Mapped[Account] = enum_column(Account, name="to_account")
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(sa.String(200), default="")
    project: Mapped[Project] = relationship()
    payment: Mapped[Payment | None] = relationship()
    by: Mapped[User | None] = relationship()


class Expense(db.Model):
    """支出: what the team has spent of the money of one payer; a wrong entry is struck out, never changed."""

    __tablename__ = "expense"
    __table_args__ = (
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("struck_at IS NULL OR struck_reason <> ''", name="struck_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    payer: Mapped[Payer] = enum_column(Payer, name="payer")
    line: Mapped[str] = mapped_column(sa.String(80), default="")
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    spent_on: Mapped[dt.date]
    text: Mapped[str] = mapped_column(sa.String(200))
    voucher: Mapped[str] = mapped_column(sa.String(60))
    file_name: Mapped[str] = mapped_column(sa.String(120), default="")
    file_mime: Mapped[str] = mapped_column(sa.String(100), default="")
    file_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    blob: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    struck_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    project: Mapped[Project] = relationship(backref=backref("expenses", order_by="Expense.id"))
    by: Mapped[User] = relationship()

    def log_subject(self):
        """For the log."""
        return Subject("expense", self.id, f"challenge:{self.project.challenge_id}")
