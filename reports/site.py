"""What every page knows: names, demonstration banner, unread count, entries of the own desk."""

import functools
from typing import NamedTuple

from flask import current_app, request
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
from challenge.bidding.rules import may_bid
from challenge.posting.rules import may_post
from core import clock, formats, settings


def _anyone_signed_in(user):
    return True


def _any_of(*questions):
    return lambda user: any(question(user) for question in questions)


_JUDGES = (is_officer, is_leader, is_supervisor)


def _serves_or_is_served(user):
    """Has missions and no register of all envoys."""
    has_register = _any_of(is_county, is_auditor, *_JUDGES)(user)
    return not has_register and _any_of(is_enterprise, is_researcher, is_expert)(user)


# question, label, path: each role sees the entries it has work in
ENTRIES = (
    (_anyone_signed_in, "今日待办", "/desk"),
    (_any_of(may_post, is_county, *_JUDGES), "需求与榜单", "/desk/challenges"),
    (_any_of(is_researcher, is_enterprise, *_JUDGES), "揭榜方案", "/desk/bids"),
    (may_bid, "对接与协议", "/desk/liaisons"),
    (is_researcher, "推荐榜单", "/desk/talent/challenges"),
    (is_expert, "我的评审", "/desk/reviews"),
    (_any_of(*_JUDGES), "保管人", "/desk/custodians"),
    (_any_of(is_officer, is_leader), "项目批次", "/desk/challenges/programmes"),
    (_any_of(is_auditor, *_JUDGES), "集中分派", "/desk/reviews/batches"),
    (_any_of(is_supervisor, is_leader, is_enterprise, is_researcher, is_expert), "异议", "/desk/objections"),
    (_any_of(is_bureau, is_auditor, is_enterprise, is_researcher), "攻关项目", "/desk/projects/"),
    (_any_of(is_officer, is_leader, is_finance, is_auditor), "拨付", "/desk/projects/payments"),
    (
        _any_of(is_officer, is_leader, is_auditor, is_enterprise, is_researcher),
        "成果与跟踪",
        "/desk/outcomes/contracts",
    ),
    (_any_of(is_officer, is_auditor, is_enterprise, is_researcher), "成果市场", "/desk/market"),
    (_any_of(is_county, is_auditor, *_JUDGES), "科技特派员", "/desk/envoys/"),
    (_serves_or_is_served, "科技特派员", "/desk/envoys/missions"),
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

# Who has more than these finds them by the kind of work; in this order.
MOST_IN_A_ROW = 7
GROUPS = {
    "需求": ("需求与榜单", "项目批次", "推荐榜单", "揭榜方案", "对接与协议"),
    "评审": ("我的评审", "集中分派", "保管人", "开标记录", "异议"),
    "项目": ("攻关项目",),
    "经费": ("拨付",),
    "成果": ("成果与跟踪", "成果市场"),
    "人才": ("科技特派员", "人才库", "推荐成效", "我的专家档案"),
    "监督": ("接触报告", "科研诚信", "查阅记录", "日志"),
    "设置": ("节假日表", "账号与单位"),
}


def desk_entries(user):
    """(label, path) of the places this person works in."""
    return [(label, path) for question, label, path in ENTRIES if question(user)]


class Place(NamedTuple):
    """An entry of the desk; `here`: "page" when it is the one that is open, "true" when it is a page below it."""

    label: str
    path: str
    here: str


def desk_menu(entries, open_path):
    """[(label, places)] for the entries of one person: a single place stands alone, several of a kind under its name."""
    nearest = _nearest([path for _label, path in entries], open_path)
    places = [Place(label, path, _here(path, open_path, nearest)) for label, path in entries]
    if len(places) <= MOST_IN_A_ROW:
        return [(one.label, [one]) for one in places]
    menu = [(one.label, [one]) for one in places if not _kind_of(one.label)]
    for kind, labels in GROUPS.items():
        found = sorted(
            (one for one in places if one.label in labels), key=lambda one: labels.index(one.label)
        )
        if found:
            menu.append((kind if len(found) > 1 else found[0].label, found))
    return menu


def _kind_of(label):
    return next((kind for kind, labels in GROUPS.items() if label in labels), None)


def _nearest(paths, open_path):
    """The entry below which a page lies: as many leading parts in common as possible, of these the shortest."""
    shared = {one: _in_common(_parts(one), _parts(open_path)) for one in paths}
    most = max(shared.values(), default=0)
    return min((one for one in paths if shared[one] == most > 1), key=len, default=None)


def _in_common(one, other):
    pairs = zip(one, other, strict=False)
    return next((n for n, (mine, its) in enumerate(pairs) if mine != its), min(len(one), len(other)))


def _parts(path):
    return path.strip("/").split("/")


def _here(path, open_path, nearest):
    return "page" if path == open_path else ("true" if path == nearest else "")


FOOTER = (
    ("日志", "/log"),
    ("科技特派员", "/envoys"),
    ("核验回执", "/verify"),
    ("容错案例", "/precedents"),
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
    def desk_menu(self):
        """Places the reader works in, by kind."""
        return desk_menu(desk_entries(current_user), request.path)

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
