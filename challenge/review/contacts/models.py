"""Tables of contact reports and their evidence: what was told, and by whom, stands encrypted."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User
from challenge.posting.models import Challenge
from challenge.review.contacts.states import Channel, K
from core.audit import Subject
from core.database import UtcDateTime, db, enum_column
from core.sealed import SealedJson, mark
from core.spelling import plain


def reporter_mark(user_id):
    """By this the reporter finds the own reports; without the server's key it names nobody."""
    return mark("contact-reporter", user_id)


def named_mark(name):
    """By this a report is kept from whoever it names."""
    return mark("contact-named", plain(name))


class ContactReport(db.Model):
    """接触报告: one report about one list.

    `told` holds reporter (id), number (how the reporter is called), who, unit, when, asked and text; `outcome` holds
    text (what was found). Both are ciphertext in the database.
    """

    __tablename__ = "contact_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), index=True)
    state: Mapped[K] = enum_column(K, default=K.REPORTED)
    state_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[Channel] = enum_column(Channel, name="channel")
    reported_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reporter_mark: Mapped[str] = mapped_column(sa.String(64), index=True)
    named_mark: Mapped[str] = mapped_column(sa.String(64))
    told_sealed: Mapped[bytes]
    outcome_sealed: Mapped[bytes | None]
    investigator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    case_code: Mapped[str] = mapped_column(sa.String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(
        backref=backref("contact_reports", order_by="ContactReport.id")
    )
    investigator: Mapped[User | None] = relationship()
    evidence: Mapped[list["ContactEvidence"]] = relationship(order_by="ContactEvidence.id")
    told = SealedJson("told_sealed", "contact report")
    outcome = SealedJson("outcome_sealed", "contact report outcome")
    __mapper_args__ = {"version_id_col": version}

    def log_subject(self):
        """For the log: the thread is the report's own, so no reader learns which list it is about."""
        return Subject("contact_report", self.id)


class ContactEvidence(db.Model):
    """A file that goes with a report; its bytes and its name stand encrypted."""

    __tablename__ = "contact_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_report.id"), index=True)
    mime: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    label_sealed: Mapped[bytes]
    label = SealedJson("label_sealed", "contact evidence")
