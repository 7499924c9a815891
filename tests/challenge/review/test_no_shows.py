"""No-shows: the clock ends an invitation nobody answers, once, and the next of the transcript is asked."""

import pytest
import sqlalchemy as sa

from challenge.review import no_shows, rules
from challenge.review.draw import replay, seating
from challenge.review.draw import rules as draw_rules
from challenge.states import A
from core import outbox, workflow
from core.audit import AuditEntry
from core.database import db, transaction
from core.workflow import Refused, apply
from tests import world
from tests.challenge.review import drawn, scene


def _jobs(**wanted):
    return list(db.session.scalars(sa.select(outbox.Job).filter_by(kind=no_shows.LAPSE, **wanted)))


def test_the_clock_ends_it_and_the_next_of_the_transcript_is_asked_by_the_system(app, now):
    officer, _supervisor, draw = drawn.drawn(now)
    answered, *silent = draw.assignments
    scene.declared(answered)
    assert len(_jobs(state="waiting")) == 5
    now.instant = rules.reply_until(silent[0])
    now.forward(seconds=-1)
    outbox.run_due()
    assert {one.state for one in silent} == {A.INVITED}
    now.forward(seconds=1)
    outbox.run_due()
    db.session.expire_all()
    assert answered.state is A.ACCEPTED
    assert {one.state for one in silent} == {A.EXPIRED}
    joined = draw.assignments[5:]
    for kind in ("technical", "industry", "finance"):
        order = seating.result_of(draw)["substitutes"][kind]
        asked = [seat["id"] for seat in map(draw_rules.seat_of, joined) if seat["kind"] == kind]
        assert asked == order[: len(asked)]
    assert [one.state for one in joined] == [A.INVITED] * 4
    ended = sa.select(AuditEntry).filter_by(action="assignment.lapse")
    assert [(one.actor_id, one.actor_name) for one in db.session.scalars(ended)] == [(None, "系统")] * 4
    assert all(one.holds for one in replay.checks(draw))
    assert workflow.refusal(officer, joined[0], "expire").sentence == "尚未超过期限，不能按逾期处理。"


def test_it_happens_once_however_often_the_job_runs(app, now):
    _officer, _supervisor, draw = drawn.drawn(now)
    one = draw.assignments[0]
    now.instant = rules.reply_until(one)
    for _ in range(2):
        with transaction():
            no_shows.order_lapse(one)
    outbox.run_due()
    for job in _jobs():
        with transaction():
            assert no_shows.lapse(job) == {"lapsed": False}
    entries = sa.select(AuditEntry).filter_by(action="assignment.lapse", object_id=str(one.id))
    assert len(db.session.scalars(entries).all()) == 1


def test_an_answer_after_the_time_is_refused_although_the_job_has_not_run(app, now):
    _officer, _supervisor, draw = drawn.drawn(now)
    one = draw.assignments[0]
    now.instant = rules.reply_until(one)
    with pytest.raises(Refused, match="已过，不能再接受邀请。"):
        scene.declared(one)


def test_no_person_may_do_what_the_clock_does(app, now):
    officer, _supervisor, draw = drawn.drawn(now)
    one = draw.assignments[0]
    now.instant = rules.reply_until(one)
    for person in (officer, one.profile.user, world.user("leader"), world.user("admin")):
        assert workflow.refusal(person, one, "lapse").kind == "who"


def test_of_a_suspended_list_nobody_is_ended_and_the_time_is_given_back(app, now):
    officer, challenge = scene.in_review()
    (one,) = scene.invited(officer, challenge, scene.KINDS[:1])
    leader, until = world.user("leader"), rules.reply_until(one)
    with transaction():
        apply(leader, challenge, "suspend", reason="核查")
    now.forward(days=20)
    outbox.run_due()
    assert one.state is A.INVITED
    db.session.expire_all()
    with transaction():
        apply(leader, challenge, "resume", reason="核查")
    outbox.run_due()
    assert (one.state, rules.reply_until(one) > until) == (A.INVITED, True)
    now.instant = rules.reply_until(one)
    outbox.run_due()
    db.session.expire_all()
    assert one.state is A.EXPIRED
