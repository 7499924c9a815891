"""The head of a project and the list of projects: what is next, whose turn it is, until when, how far it has come."""

import datetime as dt

from challenge.delivery import overview, whose_turn
from challenge.delivery.closing import actions as closing
from challenge.delivery.states import M, P
from core import clock
from core.database import db, transaction
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.milestones import scene as milestones


def next_of(project):
    found = whose_turn.turns(project)[0]
    return found.what, found.who


def read(browser, project, query=""):
    return browser.get(f"/desk/projects/{project.code}{query}").get_data(as_text=True)


def test_a_project_says_whose_turn_it_is_on_its_whole_way(app):
    _officer, project = scene.announced()
    assert next_of(project) == ("生成并发出任务书", "经办人")
    _officer, project, _contract = scene.offered()
    assert next_of(project) == ("确认任务书第 1 版", "揭榜方、发榜方")
    _officer, project, one = milestones.signed()
    assert next_of(project) == ("提交里程碑 1 的证据", "揭榜方")
    milestones.give(one)
    assert next_of(project) == ("填写里程碑 1 的意见", "发榜方")
    milestones.comment(one)
    assert next_of(project) == ("判定里程碑 1", "经办人")
    poster = project.challenge.author
    with transaction():
        closing.ask(poster, project, "agreed", "双方同意不再继续。", ())
    assert ("受理终止申请", "经办人") in [(turn.what, turn.who) for turn in whose_turn.turns(project)]
    scene.ends(project)
    assert project.state is P.TERMINATED
    assert next_of(project) == ("项目已结束，办结榜单", "经办人")


def test_the_head_of_the_page_shows_turn_day_money_and_indicators_in_as_many_queries(client_of, queries, now):
    officer, project, people = money.ledger()
    desk, counts = client_of(officer), []
    with queries() as seen:
        page = read(desk, project)
    counts.append(len(seen))
    for words in ("下一步", "轮到揭榜方", "0 / 3", "0.00 / 30.00", "还没有申请", "没有变更", "确认任务书"):
        assert words in page
    assert "轮到<strong>您</strong>" in read(client_of(project.leader), project)
    assert "主管部门　" in read(desk, project, "?history=all")
    milestones.give(project.milestones[0])
    money.passes(project, 1)
    money.paid(people, money.payment(project, "demander"))
    now.forward(days=9)
    db.session.expire_all()
    desk = client_of(officer)
    with queries() as seen:
        page = read(desk, project)
    counts.append(len(seen))
    assert ("逾期" in page, "2 / 2" in page, "里程碑 1 的意见" in page) == (True, True, True)
    # More for the values of the report; nothing for each payment, milestone or entry.
    assert counts[1] - counts[0] <= 4, counts


def test_the_list_tells_late_and_rectifying_from_healthy(client_of, now):
    officer, late = scene.signed(title="逾期项目")
    _officer, fixing = scene.signed(title="整改项目")
    _officer, ended = scene.signed(title="结束项目")
    scene.ends(ended)
    with transaction():
        fixing.milestones[0].state = M.RECTIFYING
        fixing.milestones[0].rectify_due_on = clock.today() + dt.timedelta(days=900)
        late.milestones[0].due_on = clock.today() - dt.timedelta(days=3)
    desk = client_of(officer)

    def found(query):
        text = desk.get(f"/desk/projects/?{query}").get_data(as_text=True)
        return [one.code for one in (late, fixing, ended) if one.code in text]

    assert found("stand=late") == [late.code]
    assert found("stand=rectifying") == [fixing.code]
    assert found("mine=yes") == [late.code]
    page = desk.get("/desk/projects/").get_data(as_text=True)
    assert ("逾期 3 天" in page, "里程碑整改中" in page, "0 / 3" in page) == (True, True, True)
    assert overview.ended_on(ended) == ended.state_since
    # The page of the list is the officer's: nobody else is sent there.
    there = f'href="/desk/challenges/{ended.challenge.code}"'
    readers = (ended.challenge.handler, ended.leader)
    assert [there in read(client_of(one), ended) for one in readers] == [True, False]
    assert "mine=" not in client_of(world.user("finance")).get("/desk/projects/").get_data(as_text=True)
