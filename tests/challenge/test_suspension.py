"""While a list is suspended nothing of its bids, reviews and notice is done, and no clock runs."""

import datetime as dt

import pytest

from challenge.bidding.actions import correction
from challenge.notice import actions as notices
from challenge.notice.rules import current_notice
from challenge.notice.text import last_day_of
from challenge.posting.rules import list_not_suspended
from challenge.review.actions import checking, reviewing
from challenge.review.rules import reply_until
from challenge.review.states import Conclusion
from challenge.states import A, B, C
from core import workdays, workflow
from core.database import db, transaction
from core.errors import Conflict
from core.formats import date_zh
from core.workflow import Refused
from tests import world
from tests.challenge.review import scene

PAUSED = "榜单已暂停，恢复后才能办理；暂停期间各项期限停止计算，恢复时顺延。"


def _turn(challenge, action):
    db.session.expire_all()
    with transaction():
        workflow.apply(world.user("leader"), db.session.merge(challenge), action, reason="核查")


def test_a_correction_waits_and_gets_its_time_back(client_of, now):
    officer, challenge = scene.opened(1)
    (bid,) = challenge.bids
    with transaction():
        checking.check(officer, bid, [], Conclusion.CORRECT, "请补充材料。")
    due = bid.correction_due
    now.forward(days=1)
    _turn(challenge, "suspend")
    with pytest.raises(Refused, match=PAUSED):
        checking.check(officer, bid, [], Conclusion.QUALIFIED)
    assert workflow.refusal(officer, bid, "qualify").sentence == PAUSED
    assert workflow.refusal(bid.leader, bid, "correct").sentence == PAUSED
    browser = client_of(bid.leader)
    assert browser.get(f"/desk/bids/{bid.code}/correct").status_code == 409
    now.forward(days=30)
    _turn(challenge, "resume")
    assert bid.correction_due == due + dt.timedelta(days=30)
    assert (list_not_suspended(bid), bid.state) == (None, B.CORRECTING)
    assert workflow.refusal(bid.leader, bid, "correct") is None
    assert correction.corrected_part(bid)["研究基础"] == ""


def test_reviewers_clocks_stand_still(client_of, now):
    officer, challenge = scene.in_review()
    asked, writing = scene.invited(officer, challenge, scene.KINDS[:2])
    scene.declared(writing)
    until, due = reply_until(asked), writing.due_at
    _turn(challenge, "suspend")
    now.forward(days=40)
    assert workflow.refusal(officer, asked, "expire").sentence == PAUSED
    with pytest.raises(Conflict, match=PAUSED):
        scene.review(writing, challenge.bids[0])
    browser = client_of(writing.profile.user)
    browser.get(f"/desk/reviews/{writing.id}")
    assert PAUSED in browser.text()
    browser = client_of(asked.profile.user)
    browser.get(f"/desk/reviews/{asked.id}")
    assert PAUSED in browser.text()
    _turn(challenge, "resume")
    assert reply_until(asked) == until + dt.timedelta(days=40)
    assert writing.due_at == due + dt.timedelta(days=40)
    assert "尚未超过期限" in workflow.refusal(officer, asked, "expire").sentence
    assert asked.state is A.INVITED
    with transaction():
        scene.review(writing, challenge.bids[0])
    assert len(writing.reviews) == 1
    assert reviewing.review_of(writing, challenge.bids[0]) is not None


def test_a_notice_says_it_is_suspended_and_gets_its_working_days_back(client, client_of, now):
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        row = notices.draft(officer, challenge)
        notices.publish(officer, challenge, row.id)
    end, asked = row.ends_at, row.workdays
    now.forward(days=1)  # Thursday, the first working day of the period
    _turn(challenge, "suspend")
    now.forward(days=20)
    client.get(f"/notices/{row.code}")
    assert "本榜单已暂停，公示期停止计算。" in client.text()
    assert "公示期满" not in client.text()
    client.get("/notices?state=paused")
    assert row.title in client.text()
    client.get("/notices?state=over")
    assert row.title not in client.text()
    assert workflow.refusal(officer, challenge, "announce").status == 409
    _turn(challenge, "resume")
    assert row.ends_at == workdays.period_end(now(), asked) > end
    assert "公示期未满" in workflow.refusal(officer, challenge, "announce").sentence
    client.get(f"/notices/{row.code}")
    assert "因榜单暂停顺延" in client.text()
    with transaction():
        assert notices.lengthen(officer) == []
    now.forward(days=3)
    _turn(challenge, "suspend")
    _turn(challenge, "resume")
    assert current_notice(challenge).days_left <= asked


def test_every_postponement_of_a_notice_is_told_in_order(client, client_of, now):
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        row = notices.draft(officer, challenge)
        notices.publish(officer, challenge, row.id)
    ends = [date_zh(last_day_of(row))]
    now.forward(days=1)
    _turn(challenge, "suspend")
    now.forward(days=2)
    _turn(challenge, "resume")
    ends.append(date_zh(last_day_of(row)))
    with transaction():
        notices.set_holiday(officer, last_day_of(row), workdays.REST, "临时放假", "市政府通知")
    ends.append(date_zh(last_day_of(row)))
    told = f"截止时间原为 {ends[0]} 24:00，因榜单暂停顺延至 {ends[1]} 24:00，又因节假日安排顺延至 {ends[2]} 24:00。"
    client.get(f"/notices/{row.code}")
    assert told in client.text()
    desk = client_of(officer)
    desk.get(f"/desk/challenges/{challenge.code}/notice")
    assert told in desk.text()


def test_a_resumed_deadline_is_a_whole_minute_and_no_time_is_lost(app, now):
    challenge = world.challenge(C.OPEN)
    deadline, questions = challenge.deadline, challenge.questions_until
    _turn(challenge, "suspend")
    now.forward(days=2, seconds=41)
    _turn(challenge, "resume")
    moved = challenge.deadline - deadline
    assert dt.timedelta(days=2, seconds=41) <= moved < dt.timedelta(days=2, seconds=101)
    assert (challenge.deadline.second, challenge.deadline.microsecond) == (0, 0)
    assert challenge.questions_until - questions == moved
