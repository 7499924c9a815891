"""The formal check: one correction, conclusions with reasons, waiting for what was asked."""

import datetime as dt

import pytest

from challenge.bidding.models import FormalCheck
from challenge.review.actions import checking
from challenge.states import B
from core import audit, clock
from core.database import db, transaction
from core.workflow import Refused
from tests.challenge.review import scene


def _items(bid, ok=True):
    return [
        {"key": one["key"], "label": one["label"], "ok": ok, "remark": ""} for one in checking.items_of(bid)
    ]


def test_a_check_is_kept_with_its_conclusion(app):
    officer, challenge = scene.opened(2)
    bid, noise = challenge.bids
    with transaction():
        checking.check(officer, bid, _items(bid), "qualified")
    row = db.session.query(FormalCheck).one()
    assert (row.bid_id, row.checker_id, row.conclusion, len(row.items)) == (
        bid.id,
        officer.id,
        "qualified",
        7,
    )
    assert (bid.state, noise.state) == (B.QUALIFIED, B.OPENED)
    assert audit.head().action == "bid.qualify"


def test_a_correction_is_asked_once_with_a_due_date(app, now):
    officer, challenge = scene.opened(1)
    (bid,) = challenge.bids
    with transaction():
        checking.check(officer, bid, _items(bid, False), "correct", "缺少合作协议。")
    assert (bid.state, bid.reason) == (B.CORRECTING, "缺少合作协议。")
    assert bid.correction_due == clock.now() + dt.timedelta(days=5)
    with pytest.raises(Refused) as early, transaction():
        checking.check(officer, bid, _items(bid, False), "unqualified", "未补正。")
    assert "尚未到期，请等待揭榜方提交补正后再作结论。" in early.value.refusal.sentence
    now.forward(days=5)
    with pytest.raises(Refused) as again, transaction():
        checking.check(officer, bid, _items(bid, False), "correct", "再补正。")
    assert again.value.refusal.status == 409
    with transaction():
        checking.check(officer, bid, _items(bid, False), "unqualified", "逾期未补正。")
    assert (bid.state, bid.reason) == (B.UNQUALIFIED, "逾期未补正。")
    assert len(bid.checks) == 2


def test_after_the_correction_there_is_no_second_one(app):
    officer, challenge = scene.opened(1)
    (bid,) = challenge.bids
    with transaction():
        bid.corrected_at = clock.now()
    with pytest.raises(Refused) as refused, transaction():
        checking.check(officer, bid, _items(bid, False), "correct", "再补正。")
    assert refused.value.refusal.sentence == "补正机会仅一次，已使用。请作出合格或不合格结论。"
