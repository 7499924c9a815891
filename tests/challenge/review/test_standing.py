"""The integrity register at invitation and award: the barred are refused with clause, level and period."""

import pytest

from challenge.review.actions import committee, deciding
from challenge.review.standing import barred
from challenge.states import A, B
from core import audit
from core.database import db, transaction
from core.workflow import Refused
from tests import findings, world
from tests.challenge.review import scene

FOUND = "在科研失信限制期内（情节较重，2026年9月16日 至 2028年9月15日），不能{}（科研诚信规则 2026-1 第三条第二项）。"


def test_a_barred_expert_is_not_invited_and_the_officer_reads_why(app):
    officer, challenge = scene.in_review()
    people = [world.user("expert") for _ in range(2)]
    barred_one, free = (world.profile(one.display_name, user_id=one.id) for one in people)
    findings.found(barred_one)
    with transaction():
        rows = committee.choose(officer, challenge, [scene.candidate(one) for one in (barred_one, free)])
    with pytest.raises(Refused) as refused, transaction():
        committee.invite_chosen(officer, challenge, {one.id for one in rows})
    assert f"“{barred_one.name}”" + FOUND.format("担任评审专家") in refused.value.refusal.sentence
    with transaction():
        committee.invite_chosen(officer, challenge, {rows[1].id})
    assert [one.state for one in rows] == [A.PROPOSED, A.INVITED]
    assert barred([barred_one, free]) == {
        barred_one.id: f"“{barred_one.name}”" + FOUND.format("担任评审专家")
    }


@pytest.mark.parametrize("side", ["leader", "organisation", "member"])
def test_a_barred_winner_is_not_awarded(app, side):
    _, challenge, leader = scene.proposed()
    winner = challenge.proposals[-1].winners[0]
    subject = winner.members[0].user if side == "member" else getattr(winner, side)
    findings.found(subject)
    name = subject.name if side == "organisation" else subject.display_name
    with pytest.raises(Refused) as refused, transaction():
        deciding.award(leader, challenge, challenge.proposals[-1].id, "同意。")
    assert refused.value.refusal.sentence == f"“{name}”" + FOUND.format("揭榜立项")
    db.session.expire_all()
    assert (winner.state, challenge.proposals[-1].decision) == (B.NOMINATED, "")


def test_the_loser_may_be_barred_and_the_log_tells_that_the_register_was_asked(app):
    _, challenge, leader = scene.proposed()
    findings.found(
        next(one.leader for one in challenge.bids if one is not challenge.proposals[-1].winners[0])
    )
    with transaction():
        deciding.award(leader, challenge, challenge.proposals[-1].id, "同意。")
    asked = [one for one in audit.entries_of(f"challenge:{challenge.id}") if one.action == "integrity.check"]
    assert [one.after for one in asked] == [{"purpose": "award", "asked": 2}]


def test_the_page_of_the_decision_tells_it_beforehand_to_who_decides(app, client_of):
    officer, challenge, leader = scene.proposed()
    winner = challenge.proposals[-1].winners[0]
    findings.found(winner.leader)
    sentence = f"“{winner.leader.display_name}”" + FOUND.format("揭榜立项")
    page = f"/desk/challenges/{challenge.code}/decision"
    browser = client_of(leader)
    scene.step_up(leader)
    browser.get(page)
    assert browser.text().count(sentence) == 1
    typed = {"decision": "award", "proposal": challenge.proposals[-1].id, "reason": "三项全优，同意。"}
    assert browser.post(page, data=typed).status_code == 422
    assert "三项全优，同意。" in browser.text()
    assert challenge.proposals[-1].decision == ""
    browser = client_of(officer)
    browser.get(page)
    assert sentence not in browser.text()
