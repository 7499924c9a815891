"""Everything personal that is kept about somebody, section by section (个人信息保护法 第四十五条).

Each floor says it for its own tables; what a table holds that stands in no section is written down in the tests.
"""

import sqlalchemy as sa

from accounts.models import Message, RoleGrant, SignInSession, User
from accounts.queries import messages_of
from core import audit, clock
from core.database import db

_sections = {}
_tables = set()


def section(title, *models):
    """Decorator of `found(user)`: what `models` hold about this person, ready for JSON; a section has one title."""

    def add(found):
        _sections[title] = found
        _tables.update(one.__tablename__ for one in models)
        return found

    return add


def of(user):
    """{title: what is kept} about this person; sections without a row are there too, so that nobody wonders."""
    return {title: found(user) for title, found in _sections.items()}


def tables():
    """Names of the tables that stand in a section."""
    return frozenset(_tables)


def moment(instant):
    """An instant as the file has it, None of none."""
    return clock.beijing(instant).isoformat(timespec="seconds") if instant else None


def rows_of(statement):
    """The rows of a SELECT of one model."""
    return db.session.scalars(statement).unique().all()


@section("账号", User)
def _account(user):
    columns = (one.key for one in User.__table__.columns if one.info.get("personal"))
    personal = {name: getattr(user, name) for name in columns}
    return {"用户名": user.username, **personal, "创建时间": moment(user.created_at)}


@section("单位")
def _unit(user):
    unit = user.organisation
    return {"名称": unit.name, "信用代码": unit.credit_code} if unit else None


@section("角色", RoleGrant)
def _roles(user):
    return sorted(role.label for role in user.roles)


@section("登录", SignInSession)
def _sessions(user):
    mine = sa.select(SignInSession).filter_by(user_id=user.id).order_by(SignInSession.id)
    return [
        {"时间": moment(one.created_at), "地址": one.address, "设备": one.device} for one in rows_of(mine)
    ]


@section("站内信", Message)
def _messages(user):
    mine = messages_of(user).order_by(Message.id)
    return [{"时间": moment(one.created_at), "标题": one.subject, "内容": one.body} for one in rows_of(mine)]


@section("操作记录")
def _acts(user):
    mine = sa.select(audit.AuditEntry).filter_by(actor_id=user.id).order_by(audit.AuditEntry.seq)
    return [{"时间": moment(one.at), "内容": one.what} for one in rows_of(mine)]
