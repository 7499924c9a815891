"""Conditions of a draw that are fixed before the deadline, or cannot be met."""

import pytest

from challenge.review.draw import actions, replay, rules, seating
from challenge.review.draw.algorithm import Infeasible
from challenge.review.draw.states import D
from core.audit import AuditEntry
from core.canonical import digest, utc_text
from core.database import db, transaction
from core.workflow import Refused
from tests.challenge.review import drawn


def holds(draw):
    return [one.sentence for one in replay.checks(draw) if not one.holds]


def test_conditions_that_cannot_be_met_say_by_how_many(app, now):
    drawn.pool()
    officer, _supervisor, challenge = drawn.committed(now)
    draw = rules.current(challenge)
    with pytest.raises(Infeasible) as refused, transaction():
        actions.fix(officer, draw, drawn.wanted(seats={"finance": 5}, outside={"technical": 1}))
    assert actions.said(refused.value.shortages) == [
        "技术研发专家中外地专家不足，还差 1 人",
        "财务专家不足，还差 2 人",
    ]


def _early(now, **conditions):
    """(officer, supervisor, round) in review, its conditions fixed before the deadline."""
    drawn.pool()
    officer, supervisor, challenge = drawn.committed(now, conditions=drawn.wanted(**conditions))
    return officer, supervisor, rules.current(challenge)


def test_conditions_fixed_before_the_deadline_hold_and_the_transcript_says_so(app, now):
    officer, _supervisor, draw = _early(now, excluded=[{"who": "库员0", "why": "正在审计"}])
    assert (draw.is_early, draw.candidates, draw.state) == (True, None, D.GATHERING)
    with pytest.raises(Refused, match="揭榜已截止，抽取条件在启动评审后"), transaction():
        actions.set_conditions(officer, draw.challenge, drawn.wanted(unit_max=2))
    with transaction():
        actions.fix(officer, draw, drawn.wanted(unit_max=3))
        actions.hold(officer, draw, drawn.PHRASES)
    assert draw.conditions["unit_max"] == 1
    entry = db.session.get(AuditEntry, draw.conditions_seq)
    told = seating.json.loads(draw.transcript.body)["fixed"]
    assert told == {"early": True, "entry": entry.seq, "at": utc_text(entry.at), "eased": ""}
    assert (entry.action, entry.after["conditions"]) == ("draw.set_conditions", digest(draw.conditions))
    assert "库员0" not in str(entry.after)
    assert holds(draw) == []
    with transaction():
        draw.wanted = draw.wanted | {"excluded": [{"who": "库员1", "why": "正在审计"}]}
    assert holds(draw) == ["与日志不符"]


def test_early_conditions_are_eased_only_where_they_cannot_be_met(app, now):
    officer, _supervisor, draw = _early(now, outside={"technical": 1})
    first = draw.conditions_seq
    assert actions.said(actions.shortages_of_early(draw)) == ["技术研发专家中外地专家不足，还差 1 人"]
    for wanted, why in ((None, "无"), (drawn.wanted(), " ")):
        with pytest.raises(Refused, match="请填写放宽后的条件并写明原因"), transaction():
            actions.fix(officer, draw, wanted, why)
    with transaction():
        actions.fix(officer, draw, drawn.wanted(), "外地专家都须回避")
        actions.hold(officer, draw, drawn.PHRASES)
    told = seating.json.loads(draw.transcript.body)["fixed"]
    assert (told["early"], told["eased"], told["entry"] > first) == (False, "外地专家都须回避", True)
    assert holds(draw) == []


def test_conditions_fixed_after_the_deadline_are_told_as_such(app, now):
    _officer, _supervisor, draw = drawn.drawn(now)
    told = seating.json.loads(draw.transcript.body)["fixed"]
    entry = db.session.get(AuditEntry, told["entry"])
    assert (told["early"], entry.action, entry.after["manner"]) == (
        False,
        "draw.fix",
        "条件在揭榜截止后固定",
    )
