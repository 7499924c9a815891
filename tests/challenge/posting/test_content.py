"""Snapshots, differences in words, what counts as substance, what can be found."""

import datetime as dt
from types import SimpleNamespace as Row

from challenge.posting import content
from challenge.states import C, Comparator, Ownership
from core.database import db, transaction
from tests import world


def test_demand_text():
    plain = {"threshold": "2", "threshold_high": "5", "unit": "mm"}
    texts = [content.demand_text(plain | {"comparator": one.value}) for one in Comparator]
    assert texts == ["≥ 2 mm", "≤ 2 mm", "＝ 2 mm", "2～5 mm", "2"]
    row = Row(comparator=Comparator.AT_LEAST, threshold="35", threshold_high="", unit="")
    assert content.demand_text(row) == "≥ 35"


def test_a_snapshot_holds_no_contact_data(app):
    row = world.challenge(C.OPEN, contact_name="张三", contact_phone="138", contact_email="a@b.cn")
    kept = content.snapshot(row)
    assert [name for name in kept if "contact" in name] == []
    assert kept["deadline"] == "2026-10-31T02:00:00.000000Z"
    assert [one["name"] for one in kept["indicators"]] == ["能量密度", "漏电流"]


def test_differences_in_words(app):
    row = world.challenge(C.OPEN)
    before = content.snapshot(row)
    assert content.differences(before, content.snapshot(row)) == []
    with transaction():
        row = db.session.merge(row)
        row.reward_fen, row.ownership, row.keywords = 50_000_000, Ownership.BIDDER, []
        row.payment_plan = [{"when": "验收后", "percent": 100}]
        row.secrecy = {"scene": "signed"}
        row.deadline += dt.timedelta(days=1)
        row.indicators[0].threshold = "40"
        row.indicators.pop()
    changes = {
        one["label"]: (one["old"], one["new"]) for one in content.differences(before, content.snapshot(row))
    }
    told = "GB/T 33339；第三方检测机构；权重"
    assert changes == {
        "关键词": ("液流电池、电堆", "（空）"),
        "悬赏金额": ("30.00 万元", "50.00 万元"),
        "拨付计划": ("签约后 40%；验收后 60%", "验收后 100%"),
        "知识产权归属": ("双方共有", "归揭榜方"),
        "公开范围": ("全部公开", "应用场景与可提供条件：签保密承诺后可见"),
        "揭榜截止": ("2026年10月31日（周六）10:00", "2026年11月1日（周日）10:00"),
        "技术指标：能量密度": (
            f"能量密度：≥ 35 Wh/L；{told} 60；必达",
            f"能量密度：≥ 40 Wh/L；{told} 60；必达",
        ),
        "技术指标：漏电流": (f"漏电流：≤ 2 %；{told} 40；必达", "（无）"),
    }


def test_substance(app):
    before = content.snapshot(world.challenge(C.OPEN))
    later = before | {"deadline": "2027-01-01T00:00:00.000000Z"}
    earlier = before | {"deadline": "2026-10-01T00:00:00.000000Z"}
    afters = {
        "later": later,
        "earlier": earlier,
        "retitled": before | {"title": "新题目"},
        "rewarded": before | {"reward_fen": 1},
        "retargeted": before | {"targets": [{"kind": "ip", "text": "专利 2 件"}]},
    }
    judged = {
        name: content.is_substance(content.differences(before, after), before, after)
        for name, after in afters.items()
    }
    assert judged == {
        "later": False,
        "earlier": True,
        "retitled": False,
        "rewarded": True,
        "retargeted": True,
    }


def test_closed_sections_are_not_searchable(app):
    row = world.challenge(C.OPEN, secrecy={"difficulty": "registered", "indicators": "signed"})
    question = Row(text="可否用非钒体系", answer="不可以")
    text = content.search_text(row, [question])
    assert ("示范线" in text, "极板流道与电极" in text, "能量密度" in text) == (True, False, False)
    assert "可否用非钒体系\n不可以" in text
    assert row.contact_name not in text
    assert "能量密度 35 Wh/L" in content.search_text(world.challenge(C.OPEN))
