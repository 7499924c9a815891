"""Proposal and decision: frozen ranking, override with a second officer, two people, giving up and reserve."""

import pytest
import sqlalchemy as sa

from accounts.models import Message
from accounts.queries import mails
from challenge.notice.rules import reads_feedback
from challenge.review import seconding
from challenge.review.actions import deciding
from challenge.review.models import Proposal
from challenge.states import A, B, C
from core import audit
from core.database import db, transaction
from core.errors import Conflict
from core.outbox import Job
from core.workflow import Refused, apply
from tests import world
from tests.challenge.review import scene


def test_the_ranking_is_frozen_into_the_proposal(app):
    _officer, challenge, _ = scene.proposed()
    (row,) = db.session.query(Proposal).all()
    first, second = challenge.bids
    assert [(one["bid"], one["rank"], one["figure"], one["spread"]) for one in row.ranking] == [
        (first.id, 1, "80.10", "2.0"),
        (second.id, 2, "79.00", "2.0"),
    ]
    assert row.ranking[0]["totals"] == {"1": "81.0", "2": "80.5", "3": "79.0", "4": "80.0", "5": "80.0"}
    assert row.ranking[0]["left_out"] == {str(number): 1 for number in range(1, 6)}
    assert (first.state, first.rank, second.state, second.rank) == (B.NOMINATED, 1, B.RESERVE, 2)
    assert (challenge.state, row.override_reason) == (C.PROPOSED, "")


def test_only_as_many_reserves_as_the_rule_pack_says(app):
    _, challenge, _ = scene.proposed(figures=((290, 280, 270),) * 5)
    assert [bid.state for bid in challenge.bids] == [B.NOMINATED, B.RESERVE, B.UNSELECTED]


def test_not_the_first_needs_a_written_reason(app):
    officer, challenge, _ = scene.scored()
    with pytest.raises(Refused) as refused, transaction():
        deciding.propose(officer, challenge, [challenge.bids[1].id], "建议立项。", "  ")
    assert refused.value.refusal.sentence == "未按排名推荐时，必须写明理由；理由将公开。"
    with pytest.raises(Conflict), transaction():
        deciding.propose(officer, challenge, [999], "建议立项。")
    assert challenge.state is C.REVIEWING


def test_reviews_must_be_in_before_a_proposal(app):
    officer, challenge, _ = scene.panel()
    with pytest.raises(Refused) as refused, transaction():
        deciding.propose(officer, challenge, [challenge.bids[0].id], "建议立项。")
    assert refused.value.refusal.sentence == "还有 5 位专家未提交评审意见。"


def test_an_override_waits_for_the_second_officer(app):
    _officer, challenge, leader = scene.proposed(place=1, override="转化条件更好。")
    proposal = challenge.proposals[-1]
    with pytest.raises(Refused) as alone, transaction():
        deciding.award(leader, challenge, proposal.id, "同意。")
    assert alone.value.refusal.sentence == "该方案未按排名推荐，须先由另一名经办人复核同意。"
    other = world.user("officer")
    with transaction():
        deciding.second(other, challenge, proposal.id)
    with pytest.raises(Conflict), transaction():
        deciding.second(world.user("officer"), challenge, proposal.id)
    with pytest.raises(Refused) as late, transaction():
        deciding.dissent(world.user("officer"), challenge, proposal.id, "理由不足。")
    assert late.value.refusal.sentence == "该方案已由另一名经办人复核同意，请由局领导决定。"
    with transaction():
        deciding.award(leader, challenge, proposal.id, "同意。")
    assert (proposal.second_by_id, proposal.decided_by_id, proposal.decision) == (
        other.id,
        leader.id,
        "award",
    )
    assert [bid.state for bid in challenge.bids] == [B.RESERVE, B.WON]


def test_a_second_officer_sends_an_override_back(app):
    officer, challenge, leader = scene.proposed(place=1, override="转化条件更好。")
    first, other = challenge.proposals[-1], world.user("officer")
    officer.email, leader.email = "officer@example.com", "leader@example.com"
    db.session.commit()
    for nobody in (officer, leader, world.user("supervisor")):
        with pytest.raises(Refused) as refused, transaction():
            deciding.dissent(nobody, challenge, first.id, "理由不足。")
        assert refused.value.refusal.status == 403
    with pytest.raises(Refused), transaction():
        deciding.dissent(other, challenge, first.id, " ")
    for _ in range(2):
        with transaction():
            deciding.dissent(other, challenge, first.id, "理由不足。")
    assert (challenge.state, first.decision, first.decision_reason, first.decided_by_id) == (
        C.REVIEWING,
        "not_seconded",
        "理由不足。",
        other.id,
    )
    assert {bid.state for bid in challenge.bids} == {B.REVIEWING}
    every, shown = (
        [one.id for one in db.session.scalars(found) if "未按排名的推荐" in one.payload["subject"]]
        for found in (sa.select(Job).filter_by(kind="mail"), mails())
    )
    assert (len(every) >= 2, shown) == (True, [])
    told = sa.select(Message.user_id).where(Message.subject.startswith("未按排名的推荐被复核退回"))
    assert set(db.session.scalars(told)) == {officer.id, leader.id}
    with transaction():
        deciding.propose(officer, challenge, [challenge.bids[1].id], "仍建议。", "已有中试线。")
    with pytest.raises(Conflict), transaction():
        deciding.second(other, challenge, first.id)
    assert seconding.sent_back(other, challenge) is False


def test_the_proposer_cannot_award(app):
    _officer, challenge, _ = scene.scored()
    both = world.user("officer", "leader")
    with transaction():
        challenge.handler_id = both.id
    with transaction():
        deciding.propose(both, challenge, [challenge.bids[0].id], "排名第一。")
    with pytest.raises(Refused) as refused, transaction():
        deciding.award(both, challenge, challenge.proposals[-1].id, "同意。")
    assert refused.value.refusal.status == 403
    assert challenge.state is C.PROPOSED


def test_of_two_leaders_one_decides(app):
    _, challenge, leader = scene.proposed()
    number, other = challenge.proposals[-1].id, world.user("leader")
    with transaction():
        deciding.award(leader, challenge, number, "同意。")
    with pytest.raises(Conflict) as late, transaction():
        deciding.send_back(other, challenge, number, "再研究。")
    assert str(late.value) == "该拟立项方案已由他人作出决定或已被替换，请刷新页面查看最新状态。"
    assert challenge.state is C.AWARDED


def test_a_returned_proposal_is_followed_by_a_new_one(app):
    officer, challenge, leader = scene.proposed()
    first = challenge.proposals[-1].id
    with transaction():
        deciding.send_back(leader, challenge, first, "请补充理由。")
    assert (challenge.state, challenge.bids[0].state, challenge.bids[0].rank) == (
        C.REVIEWING,
        B.REVIEWING,
        None,
    )
    with transaction():
        deciding.propose(officer, challenge, [challenge.bids[0].id], "已补充。")
    with pytest.raises(Conflict), transaction():
        deciding.award(leader, challenge, first, "同意。")
    assert [(one.number, one.decision, one.decision_reason) for one in challenge.proposals] == [
        (1, "return", "请补充理由。"),
        (2, "", ""),
    ]


def test_the_reserve_moves_up_with_a_proposal_of_its_own(app):
    from challenge.notice import actions as notice

    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        row = notice.draft(officer, challenge)
        notice.publish(officer, challenge, row.id)
    with transaction():
        apply(officer, challenge, "give_up", reason="资金不足")
    assert [bid.state for bid in challenge.bids] == [B.GIVEN_UP, B.NOMINATED]
    assert (row.state.value, row.reason) == ("revoked", "资金不足")
    latest = challenge.proposals[-1]
    assert (latest.number, latest.winners, latest.decision) == (2, [challenge.bids[1]], "")
    leader = world.user("leader")
    with transaction():
        deciding.award(leader, challenge, latest.id, "同意递补。")
        second = notice.draft(officer, challenge)
    assert (second.code, second.facts["winner"]) == ("GS20260002", challenge.bids[1].organisation.name)
    assert second.facts["reserves"] == []


def test_an_upheld_objection_opens_the_reviews_again(app):
    from challenge.notice import actions as notice

    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        notice.publish(officer, challenge, notice.draft(officer, challenge).id)
    team = challenge.bids[0].leader
    in_log = audit.AuditEntry.thread == f"review:{challenge.id}"
    assert db.session.scalars(sa.select(audit.AuditEntry).where(audit.readable(), in_log)).all() != []
    assert reads_feedback(team, challenge.bids[0]) is True
    with transaction():
        apply(world.user("leader"), challenge, "reopen_review", reason="评分单位有误")
    assert db.session.scalars(sa.select(audit.AuditEntry).where(audit.readable(), in_log)).all() == []
    assert reads_feedback(team, challenge.bids[0]) is False
    assert (challenge.state, challenge.bids[0].state) == (C.REVIEWING, B.REVIEWING)
    assert {one.state for one in challenge.assignments} == {A.SUBMITTED}
    assert challenge.notices[0].reason == "评分单位有误"


def test_a_second_click_on_a_decision_finds_it_done(app):
    officer, challenge, leader = scene.proposed(place=1, override="已有中试线。")
    second, proposal = world.user("officer"), challenge.proposals[-1]
    for _ in range(2):
        with transaction():
            deciding.second(second, challenge, proposal.id)
    for _ in range(2):
        with transaction():
            deciding.send_back(leader, challenge, proposal.id, "请补充。")
    assert (challenge.state, proposal.decision_reason) == (C.REVIEWING, "请补充。")
    with transaction():
        again = deciding.propose(officer, challenge, [challenge.bids[0].id], "排名第一。")
    for _ in range(2):
        with transaction():
            deciding.award(leader, challenge, again.id, "同意。")
    assert challenge.state is C.AWARDED
    with pytest.raises(Conflict), transaction():
        deciding.send_back(leader, challenge, again.id, "退回。")
    taken = [one.action for one in audit.entries_of(f"challenge:{challenge.id}")]
    assert [
        taken.count(one) for one in ("proposal.second", "challenge.return_proposal", "challenge.award")
    ] == [1, 1, 1]
