"""The table of readings."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import db


class Reading(db.Model):
    """浏览次数 of one public list on one day (北京时间); nobody is named and nothing but the number is kept."""

    __tablename__ = "list_reading"
    __table_args__ = (sa.CheckConstraint("times > 0", name="times"),)

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenge.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    times: Mapped[int]
