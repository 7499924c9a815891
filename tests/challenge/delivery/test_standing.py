"""The public reads that the work is over, and how it ended, before the officer has finished the list."""

import pytest

from challenge.states import C
from core.database import db, transaction
from core.workflow import apply
from tests import world
from tests.challenge.delivery import scene


def page_of(client, challenge):
    client.get(f"/challenges/{challenge.code}")
    return client.text()


def rows_of(client, query=""):
    client.get(f"/challenges{query}")
    return [" ".join("".join(one.itertext()).split()) for one in client.all("article", class_="board-row")]


@pytest.mark.parametrize(("action", "words"), [("terminate", "终止"), ("abandon", "由揭榜方放弃")])
def test_a_list_whose_project_has_ended_is_not_at_work(app, client, action, words):
    _officer, project = scene.signed(title="甲题")
    challenge = project.challenge
    scene.signed(title="乙题")
    assert "攻关项目已于" not in page_of(client, challenge)
    scene.ends(project, action)
    assert challenge.state is C.CONTRACTED
    text = page_of(client, challenge)
    assert f"攻关项目已于2026年9月16日{words}。攻关已结束，榜单待办结。" in text
    assert "已无继续必要" not in text
    assert sorted("攻关已结束" in row for row in rows_of(client)) == [False, True]
    over, work = rows_of(client, "?state=work_over"), rows_of(client, "?state=contracted")
    assert (len(over), len(work)) == (1, 1)
    assert ("甲题" in over[0], "乙题" in work[0]) == (True, True)
    assert "攻关已结束" in over[0]
    assert "攻关中" in work[0]


def test_a_resting_project_is_said_to_rest(app, client):
    _officer, project = scene.signed()
    with transaction():
        apply(world.user("leader"), project, "suspend", reason="停产。")
    assert "攻关项目自2026年9月16日起暂停。" in page_of(client, project.challenge)
    assert "停产" not in client.text()


def test_as_many_queries_for_one_ended_list_as_for_three(app, client, queries):
    scene.ends(scene.signed()[1])
    db.session.remove()
    client.get("/challenges")
    with queries() as few:
        client.get("/challenges")
    for _ in range(2):
        scene.ends(scene.signed()[1])
    db.session.remove()
    with queries() as many:
        client.get("/challenges")
    assert len(many) == len(few)


def test_the_desk_asks_as_often_for_one_list_at_work_as_for_three(app, client_of, queries):
    scene.signed()
    office = client_of(world.user("officer"))
    office.get("/desk/challenges")
    db.session.remove()
    with queries() as few:
        office.get("/desk/challenges")
    for _ in range(2):
        scene.signed()
    db.session.remove()
    with queries() as many:
        office.get("/desk/challenges")
    assert len(many) == len(few)
