"""Programmes: the rule pack is frozen at creation; budget and windows change until the end."""

import pytest

from challenge import rulepack
from challenge.posting.actions import programmes
from challenge.states import G, Mode
from core import audit, workflow
from core.database import db, transaction
from core.errors import Conflict
from tests import world

WINDOWS = {"opens_at": None, "closes_at": None}


def test_rules_are_frozen(app):
    officer = world.user("officer")
    with transaction():
        row = programmes.create_programme(
            officer, name="第一批", year=2026, mode=Mode.GOVERNMENT, budget_fen=1
        )
    assert (row.code, row.state, row.rules_version) == ("PC2026-0001", G.DRAFT, rulepack.CURRENT)
    assert row.rules == rulepack.load() | {"mode": rulepack.freeze(row.mode.value)["mode"]}
    assert row.rules is not rulepack.load()
    assert audit.head().after == {"rules": rulepack.CURRENT}


def test_start_by_a_leader_edit_close(app):
    officer, leader = world.user("officer"), world.user("leader")
    row = world.programme(state=G.DRAFT)
    with pytest.raises(workflow.Refused), transaction():
        workflow.apply(officer, row, "start")
    with transaction():
        workflow.apply(leader, row, "start")
        programmes.edit_programme(officer, row, name="新名", budget_fen=5, **WINDOWS)
        workflow.apply(officer, row, "close")
    assert (row.name, row.budget_fen, row.state) == ("新名", 5, G.CLOSED)
    with pytest.raises(Conflict, match="批次已结束，不能再修改。"), transaction():
        programmes.edit_programme(officer, row, name="又改", budget_fen=5, **WINDOWS)
    db.session.rollback()
    assert row.name == "新名"
