"""Bids made by the real actions: drafts that pass the checklist, sealed ones, opened ones."""

from challenge.bidding.actions import drafting, opening, submission, teams
from challenge.bidding.content import PLEDGES, promise_rows
from challenge.bidding.models import Bid
from core.database import db, transaction
from tests import world

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def full_draft(challenge):
    """What a careful team has typed into the five steps."""
    rows = promise_rows({"promises": []}, challenge)
    values = {"能量密度": "36", "漏电流": "1.5"}
    return {
        "lead": {"role": "总体研发", "work_percent": 100, "money_percent": 100},
        "partners": [],
        "approach": "复合流道设计，独门绝技。",
        "route": "单池、短堆、整堆三步走。",
        "innovation": "按局部化学计量比设计流道。",
        "foundation": "已完成 10 节短堆。",
        "conditions": "需要 60 kW 测试台。",
        "works": [{"type": "专利", "title": "一种流道结构", "year": 2024, "note": ""}],
        "promises": [
            row
            | {
                "value": values.get(row["name"], "10"),
                "basis": "短堆实测",
                "confidence": "high",
                "test_plan": "第三方检测",
                "deviation": "",
            }
            for row in rows
        ],
        "milestones": [
            {
                "name": "短堆",
                "month": 6,
                "percent": 40,
                "indicator": "能量密度",
                "deliverable": "短堆 2 台",
                "judge": "第三方检测机构",
            },
            {
                "name": "整堆",
                "month": 18,
                "percent": 60,
                "indicator": "",
                "deliverable": "整堆 1 台",
                "judge": "发榜方",
            },
        ],
        "total_fen": 30_000_000,
        "own_fen": 10_000_000,
        "public_fen": 10_000_000,
        "demander_fen": 10_000_000,
        "price_mode": "lump",
        "price_lines": [],
        "risks": "放大效应；备选平行流道。",
        "ip": "accept",
        "ip_note": "",
        "related": "none",
        "related_note": "",
        "pledges": sorted(PLEDGES),
    }


def drafted(challenge, leader=None, **changes):
    """A draft that passes the checklist, but for `changes`."""
    leader = leader or world.user("researcher")
    with transaction():
        bid = teams.start_bid(db.session.merge(leader), db.session.merge(challenge))
        drafting.save_step(bid, full_draft(bid.challenge) | changes)
        code = bid.code
    return find(code)


def sealed(challenge, leader=None, **changes):
    """A bid that its leader has submitted."""
    code = drafted(challenge, leader, **changes).code
    with transaction():
        bid = find(code)
        submission.submit(bid.leader, bid, f"key-{code}", bid.version)
    return find(code)


def open_list(challenge, first=None, second=None):
    """The ceremony by two people of different roles; the clock must be past the deadline."""
    first, second = first or world.user("officer"), second or world.user("supervisor")
    with transaction():
        opening.begin(first, challenge)
    with transaction():
        opening.complete(second, challenge)


def find(code):
    """The bid of this code as it stands in the database."""
    return db.session.scalar(db.select(Bid).filter_by(code=code))


def page_of(bid, path=""):
    """Address of a page of a bid."""
    return f"/desk/bids/{bid.code}{path}"


def hidden(browser, *names):
    """Values of hidden fields of the page."""
    return {name: browser.all("input", name=name)[0].get("value") for name in names}
