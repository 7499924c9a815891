"""Settings that live in the database: demonstration mode, shift of the demonstration clock."""

import datetime as dt

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import JsonColumn, db

DEMO_CITY = "示范市科学技术局（演示）"


class Setting(db.Model):
    """One named value."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[dict | list | str | int | bool | None] = mapped_column(JsonColumn)


def get(key, default=None):
    """The stored value of `key`, or `default`."""
    row = db.session.get(Setting, key)
    return default if row is None else row.value


def put(key, value):
    """Store `value` (anything JSON can hold) under `key`."""
    row = db.session.get(Setting, key)
    if row is None:
        db.session.add(Setting(key=key, value=value))
    else:
        row.value = value
    db.session.flush()


def is_demo():
    """True in a demonstration database; False too while there is no database yet."""
    if not sa.inspect(db.session.connection()).has_table("setting"):
        return False
    return bool(get("demo", False))


def refresh_demo_clock():
    """Take over the stored shift of the demonstration clock (other processes may have moved it)."""
    clock.shift_by(dt.timedelta(days=get("demo_clock_days", 0)))


def city():
    """Who runs the platform; a demonstration is run by nobody real."""
    return DEMO_CITY if current_app.config["DEMO"] else current_app.config["SITE_CITY"]


def issuer():
    """Who issues a document: what the templates of `core.documents` ask for besides their own data."""
    return {"site": current_app.config["SITE_NAME"], "owner": city(), "demo": current_app.config["DEMO"]}
