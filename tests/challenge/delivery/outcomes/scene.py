"""Records of outcomes for tests: of a project under contract, filled in, registered, one and more years after its end."""

import datetime as dt

from challenge.delivery.outcomes.following.effects import plan_follow_ups
from challenge.delivery.outcomes.recruiting.effects import ask_winners
from challenge.delivery.outcomes.registering import actions
from challenge.delivery.outcomes.registering.effects import begin_result
from core import clock
from core.database import db, transaction
from core.workflow import Move
from tests.challenge.delivery import scene
from tests.challenge.delivery.milestones import scene as milestones

CONTRACT = {
    "category": "技术开发（委托开发）",
    "field": "新能源与高效节能",
    "goal": "能源生产、分配和合理利用",
    "buyer_place": "山西省朔州市朔城区",
    "seller_kind": "事业法人：高等院校",
    "seller_place": "山西省太原市",
    "technical_fen": 20_000_000,
    "rights": "专利",
}
RESULT = {
    "kind": "应用技术成果",
    "rights": "发明专利：一种极板流道，ZL000000000000.0",
    "evaluation": "验收",
    "evaluated_on": dt.date(2026, 9, 1),
    "maturity": "示范应用",
    "summary": "阶梯流道电堆在示范站运行，能量密度高于约定。",
    "prospects": "可用于园区储能。",
}


def move_of(actor):
    """A move as an effect gets it."""
    return Move(None, actor, {}, None, clock.now())


def contract(**facts):
    """(officer, 技术合同登记 prefilled and not yet filled in)."""
    officer, project = scene.signed(**facts)
    return officer, project.tech_contract


def submitted(**facts):
    """(officer, 技术合同登记 that waits for the officer)."""
    officer, row = contract(**facts)
    with transaction():
        actions.save(row.project.leader, row, CONTRACT, row.version)
        actions.make(row.project.leader, row, "submit")
    return officer, row


def registered(number="2026140000000001", day=dt.date(2026, 9, 16), **facts):
    """(officer, 技术合同登记 with the number of the registry)."""
    officer, row = submitted(**facts)
    with transaction():
        actions.register(officer, row, number, day)
    return officer, row


def ended(values=(), **facts):
    """(officer, project whose end has planned its follow-ups and its 成果登记); `values`: what was measured before."""
    officer, project = scene.signed(**facts)
    if values:
        milestones.give(project.milestones[0], values)
    with transaction():
        plan_follow_ups(project, move_of(officer))
        begin_result(project, move_of(officer))
    return officer, project


def talent(**facts):
    """(officer, talent record of the leader, whose unit is not of this city)."""
    officer, project = scene.signed(**facts)
    with transaction():
        project.leader.organisation.county = "市外"
        db.session.flush()
        ask_winners(project, move_of(officer))
    (row,) = project.talents
    return officer, row
