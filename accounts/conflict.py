"""What others changed in 单位资料 since a form was opened: the form carries what it was opened with, sealed."""

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from accounts.models import Organisation
from accounts.shareholding import text_of
from accounts.states import OUTSIDE, Nature
from core.database import db

LABELS = {
    "name": "名称",
    "nature": "性质",
    "county": "所在地",
    "industry": "产业领域",
    "parent_code": "上级单位",
    "legal_person": "法定代表人",
    "shareholders": "股东",
    "mail_domain": "单位邮箱域名",
}


def stored(organisation):
    """The values of the form as they stand now."""
    return {
        "name": organisation.name,
        "nature": organisation.nature.value,
        "county": organisation.county or OUTSIDE,
        "industry": organisation.industry,
        "parent_code": organisation.parent.credit_code if organisation.parent else "",
        "legal_person": organisation.legal_person,
        "shareholders": text_of(organisation),
        "mail_domain": organisation.mail_domain,
    }


def opened_with(organisation):
    """`stored` as the text that the form carries."""
    return _sealer(organisation).dumps(stored(organisation))


def changes_since(organisation, opened):
    """[(label, then, now)] of what differs from what the form was opened with; a broken text differs in all."""
    try:
        then = _sealer(organisation).loads(opened or "")
    except BadData:
        then = {}
    now = stored(organisation)
    return [
        (label, shown(name, then[name]) if name in then else "不详", shown(name, now[name]))
        for name, label in LABELS.items()
        if then.get(name) != now[name]
    ]


def _sealer(organisation):
    return URLSafeSerializer(current_app.secret_key, salt=f"organisation:{organisation.id}")


def shown(name, value):
    """A value of `stored` as people read it."""
    if name == "nature":
        return Nature(value).label
    if name == "parent_code" and value:
        return db.session.scalar(sa.select(Organisation.name).filter_by(credit_code=value)) or value
    if name == "shareholders":
        return "；".join(value.splitlines()) or "无"
    return value or {"industry": "未选"}.get(name, "无")
