"""What the log calls accounts, organisations and their sessions."""

import sqlalchemy as sa

from accounts.models import Organisation, User
from core import looks
from core.naming import affair, thing

PEOPLE = sa.select(User.id, User.display_name)

affair("user", "账号", PEOPLE)
affair("session", "登录", PEOPLE)
affair("organisation", "单位", sa.select(Organisation.id, Organisation.name))
thing("correction", "更正申请")
affair("attempt", "登录失败")
affair("mail", "邮件")
affair("mails", "邮件补发")
looks.kind("contact", "联系方式", is_told=True)


def register(app):
    """The names register themselves when this module is imported."""
