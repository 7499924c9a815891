"""The one correction: explanations change, promises and prices do not, the original is kept."""

import pytest

from challenge.bidding import sealing
from challenge.bidding.actions import correction
from challenge.states import B, C
from core import workflow
from core.database import transaction
from core.workflow import Refused
from tests import bids, world


@pytest.fixture
def bid(app, now):
    """An opened bid of which the formal check asks a correction."""
    challenge = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    code = bids.sealed(challenge).code
    now.instant = challenge.deadline
    bids.open_list(challenge)
    with transaction():
        workflow.apply(challenge.handler, bids.find(code), "ask_correction", reason="请补充测试方案")
    return bids.find(code)


def texts(bid, **changes):
    """The texts as they stand, some changed."""
    names = ("foundation", "conditions", "risks", "ip_note", "related_parties")
    return {name: getattr(bid.content, name) for name in names} | changes


def correct(bid, test_plans=None, **changes):
    """Correct in a transaction of its own."""
    with transaction():
        return correction.correct(bid.leader, bid, texts(bid, **changes), {}, test_plans or {})


def test_a_correction_changes_texts_and_keeps_the_original(bid):
    first = bid.promises[0]
    sealed, digest = bid.sealed, bid.digest
    receipt = correct(bid, {first.id: "委托国家检测中心"}, risks="补充：双供应商")
    bid = bids.find(bid.code)
    assert (bid.state, bid.corrected_at is not None, bid.content.risks) == (B.OPENED, True, "补充：双供应商")
    assert bid.promises[0].test_plan == "委托国家检测中心"
    assert bid.content.corrections[0]["changes"] == {
        "风险与备选方案": ["放大效应；备选平行流道。", "补充：双供应商"],
        "能量密度：测试方案": ["第三方检测", "委托国家检测中心"],
    }
    assert (bid.sealed, bid.digest) == (sealed, digest)
    assert sealing.open(bid.challenge, bid)["risks"] == "放大效应；备选平行流道。"
    assert (receipt.kind, receipt.digest) == ("corrected", bid.content.corrections[0]["digest"])


def test_there_is_one_correction_only(bid):
    correct(bid, risks="补充")
    officer = bid.challenge.handler
    with pytest.raises(Refused, match="补正机会仅一次"), transaction():
        workflow.apply(officer, bids.find(bid.code), "ask_correction", reason="再补")


def test_after_its_days_a_correction_is_late(bid, now):
    now.forward(days=5)
    with pytest.raises(Refused, match="补正期限已过"):
        correct(bid, risks="晚了")
    assert bids.find(bid.code).content.risks == "放大效应；备选平行流道。"
