"""Invitations, opinions and programmes in the browser."""

import sqlalchemy as sa

from challenge import rulepack
from challenge.posting.models import Invitee
from challenge.states import C, Mode
from core.database import db
from tests import world


def test_invitations_in_the_browser(app, client_of):
    row, unit = world.challenge(C.OPEN), world.organisation("受邀研究院")
    browser, path = client_of(row.author), f"/desk/challenges/{row.code}/invitees"
    browser.get(path)
    assert browser.post(path, data={"credit_code": "没有"}).status_code == 422
    browser.post(path, data={"credit_code": unit.credit_code})
    browser.get(path)
    assert "受邀研究院" in browser.text()
    (invitee,) = db.session.scalars(sa.select(Invitee))
    other = client_of(world.challenge(C.OPEN).author)
    assert other.post(f"{path}/{invitee.id}/remove").status_code == 404
    browser.post(f"{path}/{invitee.id}/remove")
    assert db.session.scalars(sa.select(Invitee)).all() == []


def test_opinions_in_the_browser_show_the_check(app, client_of):
    row = world.challenge(C.APPRAISING, intended_expert=True)
    browser, path = client_of(world.user("officer")), f"/desk/challenges/{row.code}/opinion"
    browser.get(path)
    assert "已声明有意向专家" in browser.text()
    typed = {f"score_{key}": "5" for key in ("need", "novelty", "measurable", "benefit")}
    assert browser.post(path, data=typed | {"text": "可以"}).status_code == 422
    browser.post(path, data=typed | {"text": "可以", "recommends": "no"})
    browser.get(path)
    assert "可以" in browser.text()
    browser.get(f"/desk/challenges/{row.code}")
    assert "不建议入库" in browser.text()


def test_programmes_in_the_browser(app, client_of):
    officer, leader = client_of(world.user("officer")), client_of(world.user("leader"))
    base = "/desk/challenges/programmes"
    officer.get(base)
    assert "还没有项目批次" in officer.text()
    typed = {"name": "第一批", "year": "2026", "mode": "government", "budget_fen": "1600"}
    typed |= {"opens_at": "2026-10-01T09:00", "closes_at": "2026-09-01T09:00"}
    officer.get(f"{base}/new")
    assert officer.post(f"{base}/new", data=typed).status_code == 422
    assert "窗口结束应晚于开始。" in officer.text()
    page = officer.post(f"{base}/new", data=typed | {"closes_at": "2026-12-31T17:00"}).location
    officer.get(page)
    assert "2026年10月1日（周四）09:00" in officer.text()
    assert "邻市揭榜期为 50 天" in officer.text()
    assert [one.text for one in officer.all("p", class_="timeline-what")] == ["新建项目批次"]
    assert officer.post(f"{page}/steps/start").status_code == 403
    leader.get(f"{page}/steps/start")
    assert leader.post(f"{page}/steps/start").status_code == 302
    officer.get(f"{page}/edit")
    officer.post(f"{page}/edit", data={"name": "改名批次", "budget_fen": "1700"})
    officer.get(base)
    assert ("改名批次" in officer.text(), "1,700.00 万元" in officer.text()) == (True, True)
    assert officer.get(f"{page}/steps/start").status_code == 409
    assert officer.get(f"{page}/steps/none").status_code == 404
    assert officer.post(f"{page}/steps/close").status_code == 302
    assert officer.get(f"{page}/steps/close").status_code == 409
    assert officer.get(f"{base}?export=xlsx").status_code == 200
    assert client_of(world.user("enterprise")).get(base).status_code == 403


def test_a_race_says_what_its_lanes_come_to_together(client_of):
    batch = world.programme(mode=Mode.RACE)
    world.challenge(C.OPEN, programme_id=batch.id, reward_fen=10_000_000, public_funds_fen=2_000_000)
    browser = client_of(world.user("officer"))
    browser.get(f"/desk/challenges/programmes/{batch.code}")
    most = rulepack.mode_of(batch).winners_max
    assert f"按每条赛道计；{most} 条赛道最高 {10 * most}.00 万元" in browser.text()
    other = world.programme()
    world.challenge(C.OPEN, programme_id=other.id)
    browser.get(f"/desk/challenges/programmes/{other.code}")
    assert "按每条赛道计" not in browser.text()
