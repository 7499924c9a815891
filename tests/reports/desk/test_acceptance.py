"""Duties about acceptance: at each point one person has something to do, with its clock; reminders come once."""

import datetime as dt

from accounts.models import Message
from challenge.delivery.acceptance import actions
from challenge.delivery.acceptance.reminders import remind_of_acceptance
from challenge.delivery.acceptance.states import Conclusion
from challenge.delivery.panels.states import Vote
from core import clock
from core.database import db, transaction
from reports.desk.acceptance import officer_duties
from reports.desk.duties import duties
from tests import world
from tests.challenge.delivery import scene as contracts
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.panels import scene as panels


def _asked(user):
    mine = ("验收", "用户证明", "表决", "评议")
    return [one.what for one in duties(user) if any(word in one.what for word in mine)]


def test_each_waits_for_the_next(app, now):
    officer, project = scene.worked()
    team, poster = project.leader, project.challenge.author
    leader, other = world.user("leader"), world.user("officer")
    assert _asked(team) == ["申请验收"]
    row = scene.write(project)
    assert _asked(team) == ["准备并申请验收"]
    with transaction():
        actions.submit(team, row)
    assert (_asked(team), _asked(poster), _asked(officer)) == ([], ["出具用户证明"], [])
    scene.certify(row)
    assert (_asked(poster), _asked(officer)) == ([], ["验收形式审查"])
    with transaction():
        actions.return_(officer, row, "缺页。")
    assert _asked(team) == ["补充验收材料"]
    with transaction():
        actions.submit(team, row)
    scene.measured(officer, row)
    with transaction():
        actions.admit(officer, row)
    assert _asked(officer) == ["组建验收评议组"]
    panel = actions.panel(row)
    members = panels.invited(officer, panel)
    experts = [one.profile.user for one in members]
    assert [_asked(one) for one in experts] == [["答复验收评议邀请"]] * 5
    for one in members:
        with transaction():
            panels.actions.answer(one.profile.user, one, "none")
    with transaction():
        panels.actions.name_chair(officer, panel, members[0])
    assert _asked(officer) == ["开启表决"]
    with transaction():
        panels.actions.start(officer, panel)
    assert (_asked(officer), _asked(experts[1])) == (["验收评议表决中"], ["验收评议表决"])
    for one in members:
        with transaction():
            panels.actions.vote(one.profile.user, one, Vote.PASS, "")
    assert _asked(officer) == ["结束表决"]
    with transaction():
        panels.actions.close(officer, panel)
    assert (_asked(officer), _asked(experts[0]), _asked(experts[1])) == ([], ["填写验收评议意见"], [])
    with transaction():
        panels.actions.write_opinion(experts[0], panel, "同意。")
    assert _asked(officer) == ["提出验收结论"]
    with transaction():
        actions.propose(officer, row, Conclusion.FAIL, "不行。", "经复核。")
    assert (_asked(other), _asked(leader), _asked(officer)) == (["复核验收结论"], [], [])
    with transaction():
        actions.second(other, row)
    assert (_asked(other), _asked(leader)) == ([], ["审定验收结论"])
    with transaction():
        actions.approve(leader, row, "同意。")
    assert _asked(officer) == ["发布验收公示"]
    scene.publish(officer, row)
    assert _asked(officer) == []
    now.forward(days=20)
    assert _asked(officer) == ["公示期满，公布验收结论"]


def _told(user):
    rows = db.session.scalars(db.select(Message).filter_by(user_id=user.id).order_by(Message.id))
    return [one.subject for one in rows if "准备验收" in one.subject]


def test_who_has_to_apply_is_reminded_once_a_day_that_counts(app, now):
    officer, project = contracts.signed()
    assert remind_of_acceptance() == 0
    now.forward(days=(project.ends_on - clock.today()).days - 40)
    assert (remind_of_acceptance(), len(project.acceptances)) == (0, 1)
    for ahead in (30, 7, -1):
        now.instant += (project.ends_on - dt.timedelta(days=ahead)) - clock.today()
        assert (remind_of_acceptance(), remind_of_acceptance()) == (1, 0)
    said = [one.partition("，")[0] for one in _told(project.leader)]
    assert said == ["项目还有 30 天到期", "项目还有 7 天到期", "项目已经到期"]
    assert len(_told(officer)) == 3


def test_a_rectification_that_is_late_waits_for_the_officer(app, now):
    until = clock.today() + dt.timedelta(days=40)
    officer, project, _row = scene.approved(Conclusion.RECTIFY, (Vote.RECTIFY,) * 5, scene.BAD, until=until)
    assert _asked(project.leader) == ["整改后重新申请验收"]
    now.forward(days=41)
    assert _asked(officer) == ["整改逾期，提出验收结论"]


def test_the_desk_asks_the_same_number_of_queries(app, queries):
    officer, _project, _row = scene.voted()
    db.session.expire_all()
    with queries() as one:
        assert len(list(officer_duties(officer))) == 1
    for _ in range(2):
        _other, project, _row = scene.voted()
        with transaction():
            project.challenge.handler_id = officer.id
    db.session.expire_all()
    with queries() as three:
        assert {duty.what for duty in officer_duties(officer)} == {"提出验收结论"}
    assert len(one) == len(three)
