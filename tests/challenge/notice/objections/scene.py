"""Notices and objections for tests, made in few steps."""

import contextlib
import datetime as dt

from challenge.notice.models import Notice
from challenge.notice.objections import rules
from challenge.notice.objections.actions import handling, writing
from challenge.states import B, C, N
from core import clock, workdays
from core.database import db, transaction
from core.workflow import Refused
from tests import world
from tests.stage import NOTICE_FACTS

NAME, UNIT, PHONE, MAIL = "顾鸣冤", "雁门冤情研究所", "13900001111", "gu@example.com"
SECRETS = (NAME, UNIT, PHONE, MAIL)
WRITTEN = {
    "about": "procedure",
    "ground": "related",
    "item": "评审组成员",
    "facts": "评审组成员与拟揭榜单位存在合作关系。",
    "evidence": "合作论文一篇。",
    "remedy": "请核查并重新评审。",
    "name": "顾鸣冤",
    "phone": "13900001111",
    "email": "gu@example.com",
}

TEXT = {"text": "说明。", "code": "academic", "measures": "更正。"}


def noticed(days=7, **facts):
    """(officer, list in notice, its notice), without the way that leads there."""
    officer = world.user("officer")
    challenge = world.challenge(C.NOTICED, handler_id=officer.id, **facts)
    bid = world.bid(challenge, B.WON)
    period = workdays.period(clock.now(), days)
    row = Notice(
        code=f"GS{challenge.code}",
        challenge=challenge,
        bid_id=bid.id,
        state=N.PUBLISHED,
        state_since=clock.now(),
        title=f"关于“{challenge.title}”揭榜结果的公示",
        facts=NOTICE_FACTS | {"code": challenge.code, "title": challenge.title},
        workdays=days,
        published_at=clock.now(),
        ends_at=period.ends_at,
        calendar_known=not period.unknown_years,
        author_id=officer.id,
    )
    with transaction():
        db.session.add(row)
        db.session.flush()
    return officer, challenge, row


def calendar(*guessed):
    """The announced holidays of 2026, and made-up ones of further years so that these are known too."""
    with transaction():
        workdays.seed(2026, 2026)
        for year in guessed:
            for month, name in enumerate(workdays.STATUTORY, 1):
                day = dt.date(year, month, 9)
                db.session.add(workdays.Holiday(day=day, kind=workdays.REST, name=name, source="测试"))


def drafted(user, notice, **written):
    """A complete draft of this person."""
    with transaction():
        row = writing.begin(user, notice)
        writing.save(row, WRITTEN | {"name": user.display_name} | written)
    return row


def submitted(user, notice, **written):
    """An objection handed in."""
    row = drafted(user, notice, **written)
    with transaction():
        writing.submit(user, row)
    return row


def make(user, objection, action, **facts):
    """One step."""
    with transaction():
        return handling.make(user, objection, action, **facts)


def answered(objection, outcome="dismissed", **facts):
    """Accepted, investigated and answered by its handler."""
    make(objection.handler, objection, "accept")
    with transaction():
        handling.write_record(objection.handler, objection, "已核查合作关系。")
    return make(objection.handler, objection, "answer", outcome=outcome, text="经查，情况如下。", **facts)


def offered(objection, objectors, *others):
    """(person, step) of every step that is shown to whoever objects, handles it, reviews it, or to `others`."""
    owner = next(one for one in objectors if rules.is_objector(one, objection))
    people = [one for one in (owner, objection.handler, objection.second, *others) if one is not None]
    shown = [(one, step) for one in people for step in handling.choices(one, objection)]
    return [(one, step) for one, step in shown if step.action != "assign"]


def make_offered(objection, person, step, outcome):
    """Make such a step with whatever it asks for; or raise Refused."""
    if step.action == "answer" or "调查记录" in (step.refusal or ""):
        with contextlib.suppress(Refused):
            handling.write_record(person, objection, "记录。")
    handling.make(person, objection, step.action, outcome=outcome, **TEXT)
