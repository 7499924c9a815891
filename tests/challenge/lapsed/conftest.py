"""A list that has lapsed, with a pool whose experts each know one indicator."""

import datetime as dt
from types import SimpleNamespace

import pytest

from challenge.recommending.actions import record
from challenge.states import B, C
from core import clock
from core.database import transaction
from talent.recommend import warm_up
from talent.states import ExpertKind
from tests import covered, world

REASON = "有效方案不足。"


@pytest.fixture
def lapsed(app):
    """`officer` in charge, the list `row`, two experts, a bidder's refused bid; one draft and one withdrawn bid."""
    officer = world.user("officer")
    published = clock.now() - dt.timedelta(days=40)
    facts = {"published_at": published, "deadline": clock.now() - dt.timedelta(days=5), "reason": REASON}
    row = world.challenge(C.LAPSED, handler_id=officer.id, **facts)
    energy = covered.expert("能量人", "一种提高能量密度的电堆", user_id=world.user("researcher").id)
    leak = covered.expert("漏流人", "一种漏电流抑制方法")
    covered.expert("账目人", "一种漏电流抑制方法", kind=ExpertKind.FINANCE)  # judges money, solves nothing
    refused = world.bid(row, B.UNQUALIFIED, reason="没有检测方案。", sealed_at=clock.now())
    secret = world.user(
        "researcher", display_name="藏名人", organisation_id=world.organisation("藏名单位").id
    )
    world.bid(row, B.UNOPENED, leader=secret)
    world.bid(row, B.WITHDRAWN, leader=secret, sealed_at=clock.now())
    world.bid(row, B.UNQUALIFIED, created_at=published - dt.timedelta(days=9))  # of an earlier round
    warm_up(app, wait=True)
    with transaction():
        record(row, published)
    return SimpleNamespace(officer=officer, row=row, energy=energy, leak=leak, refused=refused)
