"""转交经办: who may, to whom, what the log keeps, who is told, and whose desk shows it."""

import datetime as dt

import pytest

from accounts.models import Message
from accounts.states import UserState
from challenge import handing_over
from challenge.posting.rules import current_opinions
from challenge.states import A, B, C
from core import audit, workflow
from core.database import db, transaction
from reports.desk.duties import duties
from tests import world

REASON = "调往重大项目专班"


def hand_over(actor, row, successor):
    with transaction():
        return handing_over.hand_over(actor, row, successor, REASON)


def refused(actor, row, successor):
    with pytest.raises(workflow.Refused) as found:
        hand_over(actor, row, successor)
    return found.value.refusal.status, found.value.refusal.sentence


def test_the_list_its_desk_and_its_rights_pass_to_the_next_officer(app, now):
    former, successor = world.user("officer"), world.user("officer")
    row = world.challenge(C.APPRAISING, handler_id=former.id)
    world.opinion(row)
    since = row.state_since
    now.forward(days=2)
    hand_over(former, row, successor)
    assert (row.handler_id, row.state, row.state_since) == (successor.id, C.APPRAISING, since)
    assert len(current_opinions(row)) == 1
    mine = {duty.code for duty in duties(successor) if "/opinion" not in duty.path}
    left = {duty.code for duty in duties(former) if "/opinion" not in duty.path}
    assert (mine, left) == ({row.code}, set())
    assert workflow.refusal(former, row, "return").status == 403
    assert workflow.refusal(successor, row, "return") is None


def test_the_log_keeps_who_why_and_both_officers(app):
    former, successor, leader = world.user("officer"), world.user("officer"), world.user("leader")
    row = world.challenge(C.OPEN, handler_id=former.id)
    hand_over(leader, row, successor)
    step, change = audit.entries_of(f"challenge:{row.id}")[-2:]
    assert (step.action, step.actor_id, step.after) == (
        "challenge.hand_over",
        leader.id,
        {"state": "open", "reason": REASON},
    )
    assert (change.action, change.before, change.after) == (
        "challenge.handler",
        {"handler": former.id},
        {"handler": successor.id},
    )
    assert change.what == f"经办人由{former.display_name}改为{successor.display_name}"
    assert (step.public, change.public) == (False, False)


def test_both_are_told_and_nobody_else(app):
    former, successor, noise = (world.user("officer") for _ in range(3))
    row = world.challenge(C.OPEN, handler_id=former.id)
    hand_over(world.user("leader"), row, successor)
    told = {one.user_id: (one.subject, one.body, one.path) for one in db.session.query(Message)}
    path = f"/desk/challenges/{row.code}"
    assert told == {
        successor.id: (
            f"“{row.title}”已转由您经办（原经办人{former.display_name}）",
            f"理由：{REASON}",
            path,
        ),
        former.id: (f"“{row.title}”已转由{successor.display_name}经办", f"理由：{REASON}", path),
    }
    assert noise.id not in told


@pytest.mark.parametrize("role", ["officer", "supervisor", "finance", "enterprise", "admin", "county"])
def test_nobody_else_hands_over(app, role):
    row = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    assert refused(world.user(role, county="朔城区"), row, world.user("officer"))[0] == 403


def test_a_leader_of_the_posting_organisation_does_not_hand_over(app):
    row = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    inside = world.user("leader", organisation_id=row.organisation_id)
    assert refused(inside, row, world.user("officer"))[0] == 403


def test_what_nobody_is_in_charge_of_is_not_handed_over(app):
    row = world.challenge(C.SUBMITTED)
    assert refused(world.user("officer"), row, world.user("officer"))[0] == 403


@pytest.mark.parametrize("state", [C.DRAFT, C.REJECTED, C.CANCELLED, C.ANNOUNCED])
def test_what_is_over_or_not_yet_there_is_not_handed_over(app, state):
    officer = world.user("officer")
    row = world.challenge(state, handler_id=officer.id)
    assert refused(officer, row, world.user("officer"))[0] == 409


def test_who_may_not_take_over(app):
    former = world.user("officer")
    row = world.challenge(C.REVIEWING, handler_id=former.id)
    inside = world.user("officer", organisation_id=row.organisation_id)
    bid = world.bid(row, B.REVIEWING)
    rival = world.user("officer", organisation_id=bid.organisation_id)
    judge = world.user("officer", "expert")
    world.assignment(row, world.profile(user_id=judge.id), A.ACCEPTED)
    people = {
        "发榜单位": inside,
        "揭榜": rival,
        "评审": judge,
        "已是": former,
        "在岗": world.user("leader"),
    }
    for words, person in people.items():
        status, sentence = refused(former, row, person)
        assert (status, words in sentence) == (422, True), sentence
    stopped = world.user("officer", state=UserState.STOPPED)
    assert refused(former, row, stopped)[1].endswith("不是在岗的经办人，请另选一位。")
    free = world.user("officer")
    barred = {one.id for one, why_not in handing_over.officers_of(row) if why_not}
    offered = {one.id for one, why_not in handing_over.officers_of(row) if why_not is None}
    assert barred == {inside.id, rival.id, judge.id}
    assert (free.id in offered, offered & {former.id, stopped.id}) == (True, set())
    assert row.handler_id == former.id


def test_a_reviewer_who_has_left_the_list_may_take_over(app):
    former, once = world.user("officer"), world.user("officer", "expert")
    row = world.challenge(C.REVIEWING, handler_id=former.id)
    world.assignment(row, world.profile(user_id=once.id), A.DECLINED)
    hand_over(former, row, once)
    assert row.handler_id == once.id


def test_clocks_of_a_step_that_keeps_the_state_go_on(app, now):
    officer = world.user("officer")
    row = world.challenge(C.POOLED, handler_id=officer.id)
    since = row.state_since
    now.forward(days=3)
    with transaction():
        workflow.apply(officer, row, "ask_cancel", reason="企业停产")
    assert row.state_since == since
    now.forward(hours=1)
    with transaction():
        workflow.apply(world.user("leader"), row, "cancel", reason="同意")
    assert row.state_since == since + dt.timedelta(days=3, hours=1)
