"""What every page knows: names, demonstration banner, unread count, entries of the own desk."""

import functools

from flask import current_app
from flask_login import current_user

from accounts.mailbox import unread_count
from accounts.rules import (
    is_admin,
    is_auditor,
    is_bureau,
    is_county,
    is_enterprise,
    is_expert,
    is_finance,
    is_leader,
    is_officer,
    is_researcher,
    is_security,
    is_supervisor,
)
from core import clock, formats, settings


def _anyone_signed_in(user):
    return True


def _any_of(*questions):
    return lambda user: any(question(user) for question in questions)


_JUDGES = (is_officer, is_leader, is_supervisor)
# question, label, path: each role sees the entries it has work in
ENTRIES = (
    (_anyone_signed_in, "今日待办", "/desk"),
    (_any_of(is_enterprise, is_county, *_JUDGES), "需求与榜单", "/desk/challenges"),
    (_any_of(is_researcher, is_enterprise, *_JUDGES), "揭榜方案", "/desk/bids"),
    (is_researcher, "推荐榜单", "/desk/talent/challenges"),
    (is_expert, "我的评审", "/desk/reviews"),
    (_any_of(*_JUDGES), "保管人", "/desk/custodians"),
    (_any_of(is_officer, is_leader), "项目批次", "/desk/challenges/programmes"),
    (_any_of(is_auditor, *_JUDGES), "集中分派", "/desk/reviews/batches"),
    (_any_of(is_supervisor, is_leader, is_enterprise, is_researcher, is_expert), "异议", "/desk/objections"),
    (_any_of(is_bureau, is_auditor, is_enterprise, is_researcher), "攻关项目", "/desk/projects/"),
    (_any_of(is_officer, is_leader, is_finance, is_auditor), "拨付", "/desk/projects/payments"),
    (is_officer, "人才库", "/desk/talent"),
    (_any_of(is_officer, is_leader, is_auditor), "推荐成效", "/desk/recommendations"),
    (_any_of(is_supervisor, is_auditor), "开标记录", "/desk/openings"),
    (is_supervisor, "接触报告", "/desk/contact-reports"),
    (is_auditor, "接触报告", "/desk/contact-reports/states"),
    (_any_of(is_supervisor, is_leader), "科研诚信", "/desk/integrity"),
    (is_auditor, "科研诚信", "/desk/integrity/states"),
    (is_officer, "节假日表", "/desk/challenges/holidays"),
    (_any_of(is_researcher, is_expert), "我的专家档案", "/desk/talent/mine"),
    (_any_of(is_officer, is_admin, is_security), "账号与单位", "/desk/accounts"),
    (_any_of(is_supervisor, is_auditor), "查阅记录", "/desk/looks"),
    (is_auditor, "日志", "/desk/log"),
)


def desk_entries(user):
    """(label, path) of the places this person works in."""
    return [(label, path) for question, label, path in ENTRIES if question(user)]


FOOTER = (
    ("日志", "/log"),
    ("核验回执", "/verify"),
    ("科研失信公示", "/integrity"),
    ("订阅", "/feed.atom"),
)


class Site:
    """Answers a template's questions when they are asked: error pages must not need the database."""

    @property
    def name(self):
        """Name of the product."""
        return current_app.config["SITE_NAME"]

    @property
    def city(self):
        """Who runs it; a demonstration is run by nobody real."""
        return settings.city()

    @property
    def demo(self):
        """A demonstration system says so on every page."""
        return current_app.config["DEMO"]

    @functools.cached_property
    def unread(self):
        """Unread messages of the reader."""
        return unread_count(current_user)

    @functools.cached_property
    def desk_entries(self):
        """Places the reader works in."""
        return desk_entries(current_user)

    @property
    def footer_entries(self):
        """(label, path) of what anybody may check."""
        return FOOTER

    @property
    def now(self):
        """The page's instant in words."""
        return formats.moment(clock.now())

    @property
    def now_iso(self):
        """The page's instant for the countdown."""
        return clock.now().isoformat()


def register(app):
    """Attach the context processor."""
    app.context_processor(lambda: {"site": Site()})
