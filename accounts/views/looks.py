"""/desk/looks: who looked at names that are kept back, contact data and identities, for supervisors and auditors."""

import datetime as dt
from types import SimpleNamespace

import sqlalchemy as sa
from flask import Blueprint, render_template

from accounts.models import User
from accounts.rules import is_auditor, is_supervisor
from core import audit, clock, looks, naming
from core.audit import AuditEntry
from core.gates import requires
from core.listing import Filter, Listing, called, equals
from core.looks import Look

bp = Blueprint("looks", __name__)
DAY = dt.timedelta(days=1)


def _is_about(statement, text):
    mark = Look.object_type + ":" + sa.cast(Look.object_id, sa.String)
    return statement.where(naming.about(mark, mark, text))


def _by(statement, name):
    return statement.where(called(User.display_name, User.name_key, name))


def _since(statement, day):
    return _in_days(statement, day, lambda midnight: Look.at >= midnight)


def _until(statement, day):
    return _in_days(statement, day, lambda midnight: Look.at < midnight + DAY)


def _in_days(statement, day, condition):
    """A day in Beijing; a text that is none matches nothing."""
    try:
        return statement.where(condition(clock.beijing_instant(dt.date.fromisoformat(day))))
    except (ValueError, OverflowError):
        return statement.where(sa.false())


def _filters():
    return [
        Filter("person", "查阅人", _by, kind="text"),
        Filter("kind", "查阅内容", equals(Look.kind), looks.labels()),
        Filter("about", "对象（编号或名称）", _is_about, kind="text"),
        Filter("since", "从（日期）", _since, kind="date"),
        Filter("until", "到（日期）", _until, kind="date"),
    ]


def _columns(names):
    return (
        ("时间", lambda row: clock.beijing(row.Look.at).strftime("%Y-%m-%d %H:%M:%S")),
        ("查阅人", lambda row: row.display_name),
        ("查阅内容", lambda row: looks.label(row.Look.kind)),
        ("对象类别", lambda row: names[row.Look.id].affair),
        ("对象", lambda row: names[row.Look.id].affair_name),
        ("用途", lambda row: row.Look.purpose),
        ("日志序号", lambda row: row.Look.entry or ""),
    )


def _listing():
    """The list and what its objects are called; looks at sealed affairs wait until these are unsealed."""
    names = {}
    seen = sa.select(Look, User.display_name).join(User, User.id == Look.user_id)
    seen = seen.outerjoin(AuditEntry, AuditEntry.seq == Look.entry)
    listing = Listing(
        seen.where(sa.or_(Look.entry.is_(None), audit.readable())),
        sorts={"-at": ("时间", (Look.at, Look.id)), "person": ("查阅人", (User.display_name, Look.id))},
        filters=_filters(),
        columns=_columns(names),
        name="查阅记录",
        per_page=50,
        scalars=False,
    )
    names.update(naming.of([_as_entry(row.Look) for row in listing.rows]))
    return listing, names


def _as_entry(look):
    mark = f"{look.object_type}:{look.object_id}"
    return SimpleNamespace(
        seq=look.id, thread=mark, object_type=look.object_type, object_id=str(look.object_id)
    )


@bp.get("/desk/looks")
@requires(is_supervisor, is_auditor)
def index():
    """Search, filter, sort, page and export."""
    listing, names = _listing()
    if listing.is_export:
        return listing.download()
    return render_template("accounts/looks.html", listing=listing, names=names, label=looks.label)
