"""Projects for tests: an announced result with its winner, a contract offered or in force, made in few steps."""

import datetime as dt

from challenge.bidding.models import BidContent, Milestone, Partner, Promise
from challenge.delivery.contracts import actions
from challenge.posting.content import asked_now
from challenge.states import B, C
from core import clock
from core.database import db, transaction
from core.workflow import Move, apply
from tests import world

STARTS = dt.date(2026, 10, 1)
WHY = "自筹以设备和人工投入，定榜时已审议。"  # for money that departs from a rule
PROMISES = ("41 Wh/L", "1.5 %")
MILESTONES = (
    ("样机", 6, "样机一台", 30),
    ("中试", 12, "中试报告", 30),
    ("示范", 18, "示范运行报告", 40),
)


def announced(promises=PROMISES, judge="", **facts):
    """(officer, project that waits for its contract); the bid has promises, milestones and money from three payers."""
    officer = world.user("officer")
    challenge = world.challenge(C.ANNOUNCED, handler_id=officer.id, **facts)
    winner = world.bid(challenge, B.WON)
    with transaction():
        _fill(winner, challenge, promises, judge)
        apply(officer, challenge, "begin_project")
    return officer, challenge.projects[-1]


def _fill(bid, challenge, promises, judge=""):
    db.session.add(
        BidContent(
            bid_id=bid.id,
            approach="双极板分区流道。",
            total_fen=30_000_001,
            demander_fen=15_000_001,
            public_fen=10_000_000,
            own_fen=5_000_000,
            is_lump_sum=True,
            asked=asked_now(challenge),
            team=[{"name": "林试", "unit": "测试大学", "role": "负责人", "share_percent": 100}],
        )
    )
    for one, value in zip(challenge.indicators, promises, strict=True):
        db.session.add(Promise(bid_id=bid.id, indicator_id=one.id, value=value, basis="样机实测。"))
    for name, month, deliverable, percent in MILESTONES:
        row = {"name": name, "month": month, "deliverable": deliverable, "percent": percent}
        db.session.add(Milestone(bid_id=bid.id, judge=judge, **row))
    db.session.add(Partner(bid_id=bid.id, name="协作研究院", role="测试", work_percent=30, money_percent=20))


def drafted(**facts):
    """(officer, project, contract as a draft)."""
    officer, project = announced(**facts)
    with transaction():
        contract = actions.draft(officer, project, STARTS)
    return officer, project, contract


def offered(**facts):
    """(officer, project, contract that waits for all sides)."""
    officer, project, contract = drafted(**facts)
    with transaction():
        actions.offer(officer, contract, contract.version, WHY)
    return officer, project, contract


def sides(project):
    """Who confirms, in order: leader of the team, poster, leader of the bureau."""
    return [project.leader, project.challenge.author, world.user("leader")]


def signed(**facts):
    """(officer, project under contract)."""
    officer, project, contract = offered(**facts)
    for person in sides(project):
        with transaction():
            actions.confirm(person, contract, contract.digest)
    return officer, project


def ends(project, action="terminate", who=None, reason="已无继续必要。", reason_code="no_need"):
    """The project has ended as a decided closure ends it: `action` is terminate or abandon."""
    with transaction():
        move = Move(None, who or world.user("leader"), {}, None, clock.now())
        move.carry(project, action, reason=reason, reason_code=reason_code)
