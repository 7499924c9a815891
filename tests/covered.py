"""A pool, a list and a bid in which coverage can be read; what both pages of teams show."""

import re

from challenge.states import C
from core import clock
from core.database import db, transaction
from talent import consents
from talent.models import Consent, Work
from talent.states import WorkType
from tests import bids, world
from tests.client import HTML

BID_TABLES = re.compile(r"\b(bid|bid_member|sealed_file|receipt|submission_key|bid_content|promise)\b")
DIFFICULTY = "极板流道堵塞。亚麻籽木酚素提取率低。"


def expert(name, work, **facts):
    row = world.profile(
        name, direction="", keywords=[], works=[Work(type=WorkType.PATENT, title=work, year=2023)], **facts
    )
    given = {"kind": "recommendation", "text_version": consents.VERSION, "given": True, "at": clock.now()}
    with transaction():
        db.session.add(Consent(profile_id=row.id, **given))
    return row


def listed():
    """An open list with two difficulties of different fields."""
    return world.challenge(C.OPEN, difficulty=DIFFICULTY)


def drafted(challenge):
    """A draft; the leader knows about leaks, two experts of the pool about the rest."""
    leader = world.user("researcher", display_name="带头人")
    expert("带头人", "一种漏电流抑制方法", user_id=leader.id)
    expert("极板人", "一种极板流道堵塞的清理装置", user_id=world.user("expert").id, email="ji@secret.cn")
    expert("亚麻人", "一种提高亚麻籽木酚素提取率的方法", phone="13800001111")
    return bids.drafted(challenge, leader)


def cells(browser):
    """The matrix as text: per row its head, the shares, the verdict."""
    (table,) = browser.all("table", class_="matrix")
    rows = [
        ["".join(one.itertext()).strip() for one in row] for row in table.iter() if row.tag == f"{HTML}tr"
    ]
    return rows[0], rows[1:]
