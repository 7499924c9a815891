"""The page 转交经办: offered to whom, what it lists, what comes of it."""

from challenge.states import C
from core.database import db
from tests import world


def test_the_officer_in_charge_names_the_next_one(app, client_of):
    former, successor = world.user("officer"), world.user("officer", display_name="钱接手")
    row = world.challenge(C.OPEN, handler_id=former.id)
    inside = world.user("officer", display_name="孙本企", organisation_id=row.organisation_id)
    browser = client_of(former)
    browser.get(f"/desk/challenges/{row.code}")
    assert [
        one.get("class") for one in browser.all("a") if (one.get("href") or "").endswith("/hand_over")
    ] == ["btn btn-secondary btn-sm"]
    page = f"/desk/challenges/{row.code}/hand-over"
    assert browser.get(f"/desk/challenges/{row.code}/steps/hand_over").location == page
    browser.get(page)
    offered = [one.get("value") for one in browser.all("option")]
    assert offered == ["", str(successor.id)]
    assert f"{inside.display_name}：属于发榜单位，须回避。" in browser.text()
    typed = {"successor": str(successor.id), "reason": ""}
    assert browser.post(page, data=typed).status_code == 422
    assert "请填写理由。" in browser.text()
    assert browser.post(page, data=typed | {"successor": str(inside.id), "reason": "换岗"}).status_code == 422
    answer = browser.post(page, data=typed | {"reason": "换岗"})
    assert (answer.status_code, answer.location) == (302, f"/desk/challenges/{row.code}")
    db.session.rollback()
    assert row.handler_id == successor.id
    browser.get(f"/desk/challenges/{row.code}")
    assert f"经办人由{former.display_name}改为钱接手" in browser.text()
    assert browser.get(page).status_code == 409
    assert "本榜单已转由钱接手经办，不再由您转交。" in browser.text()
    late = browser.post(page, data={"successor": str(world.user("officer").id), "reason": "换岗"})
    assert late.status_code == 409
    assert "本榜单已转由钱接手经办，不再由您转交。" in browser.text()
    again = browser.post(page, data=typed | {"reason": "换岗"})
    assert (again.status_code, again.location) == (302, f"/desk/challenges/{row.code}")
    db.session.rollback()
    assert row.handler_id == successor.id
    browser.get(again.location)
    assert "本榜单已转交钱接手经办，这次没有再次转交。" in browser.text()
    stranger = client_of(world.user("officer"))
    assert stranger.post(page, data=typed | {"reason": "换岗"}).status_code == 404


def test_others_do_not_find_the_page(app, client_of):
    row = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    page = f"/desk/challenges/{row.code}/hand-over"
    asked = {
        role: client_of(world.user(role)).get(page).status_code
        for role in ("officer", "supervisor", "leader")
    }
    assert asked == {"officer": 404, "supervisor": 403, "leader": 200}
    other = client_of(world.user("officer"))
    assert other.post(page, data={"successor": "1", "reason": "换岗"}).status_code == 404


def test_a_list_that_has_ended_says_so(app, client_of):
    officer = world.user("officer")
    row = world.challenge(C.ANNOUNCED, handler_id=officer.id)
    assert client_of(officer).get(f"/desk/challenges/{row.code}/hand-over").status_code == 409


def test_without_another_officer_the_page_says_what_to_do(app, client_of):
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    browser = client_of(officer)
    browser.get(f"/desk/challenges/{row.code}/hand-over")
    assert "没有可以接手的经办人" in browser.text()
