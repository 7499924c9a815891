"""Tables of the ledger: payments (拨付) as they are due, transfers that only grow, what the team has spent."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, column_property, mapped_column, relationship

from accounts.models import User
from challenge import rulepack
from challenge.delivery.contracts.models import Contract
from challenge.delivery.models import Project
from challenge.delivery.states import Account, Payer, Shown, Support, Y
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column


class Payment(db.Model):
    """拨付: `amount_fen` of one payer at milestone `milestone` (0: at signing) of the newest version of the contract that plans it."""

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
    # What a lane of a race got at this gate, beside what its contract plans.
    gate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("race_gate.id"), index=True)
    payer: Mapped[Payer] = enum_column(Payer, name="payer")
    kind: Mapped[Support] = enum_column(Support, name="kind")
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    state: Mapped[Y] = enum_column(Y, default=Y.LOCKED, index=True)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    passed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    dunned_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # How often who approves or pays has sent it back.
    returned_times: Mapped[int] = mapped_column(default=0)
    requested_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    # For work that was done when the project ended: what the settlement has valued, beside what the contract plans.
    is_valued: Mapped[bool] = mapped_column(default=False)
    # Paid before the accounts were drawn up, and not there yet: once it arrives it has to come back.
    comes_back: Mapped[bool] = mapped_column(default=False)
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
    def shown_state(self):
        """Its state, or that it has to come back."""
        return Shown.TO_RETURN if self.is_to_return else self.state

    @property
    def payer_text(self):
        """Where the money comes from, in the words of the list's mode."""
        words = rulepack.mode_of(self.project.challenge).words
        return words.get(f"payer_{self.payer.value}", self.payer.label)

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


class RefundOwed(db.Model):
    """应退回: after the end of a project `amount_fen` of this payer's money has to stand under 已退回, by `due_at`."""

    __tablename__ = "refund_owed"
    __table_args__ = (
        sa.UniqueConstraint("project_id", "payer"),
        sa.CheckConstraint("amount_fen > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    payer: Mapped[Payer] = enum_column(Payer, name="payer")
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    # Since when a list no longer waits for it: all of it is back, or a leader has said why not (`pursued`).
    over_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    pursued: Mapped[str] = mapped_column(sa.Text, default="")
    project: Mapped[Project] = relationship(backref=backref("claims", order_by="RefundOwed.id"))


def _returned(*conditions):
    came = sa.case(
        (Transfer.to_account == Account.RETURNED, Transfer.amount_fen),
        (Transfer.from_account == Account.RETURNED, -Transfer.amount_fen),  # booked wrongly and taken back
        else_=0,
    )
    rows = sa.select(sa.func.sum(came)).where(*conditions)
    # PostgreSQL adds whole numbers up to a decimal.
    return sa.cast(sa.func.coalesce(rows.scalar_subquery(), 0), sa.BigInteger)


RefundOwed.left_fen = column_property(
    RefundOwed.amount_fen
    - _returned(Transfer.project_id == RefundOwed.project_id, Transfer.payer == RefundOwed.payer)
)
# Said by the database alone, for one payment and for a list: it has arrived, is not back whole, and its payer's money is owed.
Payment.is_to_return = column_property(
    sa.and_(
        Payment.state == Y.CONFIRMED,
        Payment.amount_fen > _returned(Transfer.payment_id == Payment.id),
        sa.exists().where(
            RefundOwed.project_id == Payment.project_id,
            RefundOwed.payer == Payment.payer,
            RefundOwed.left_fen > 0,
        ),
    ),
    deferred=True,
)


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


class Proof(db.Model):
    """凭证: what a payment against proof rests on, e.g. interest that was paid, and its sum; kept encrypted."""

    __tablename__ = "payment_proof"
    __table_args__ = (sa.CheckConstraint("amount_fen >= 0", name="amount"), sa.UniqueConstraint("blob"))

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(sa.ForeignKey("payment.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    file_name: Mapped[str] = mapped_column(sa.String(120))
    file_mime: Mapped[str] = mapped_column(sa.String(100))
    file_sha256: Mapped[str] = mapped_column(sa.String(64))
    blob: Mapped[str] = mapped_column(sa.String(64))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    payment: Mapped[Payment] = relationship(backref=backref("proofs", order_by="Proof.id"))
