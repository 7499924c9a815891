"""The room's own story through the browser: draft, submit, accept, appraise, pool, publish, read."""

import datetime as dt

from challenge.posting.models import Challenge, ChallengeVersion
from challenge.states import C
from core import audit_walk, clock
from core.database import db
from tests import world

STEP1 = {
    "title": "大功率液流电池电堆",
    "kind": "技术攻关",
    "industry": "储能",
    "county": "朔城区",
    "keywords": "液流电池、电堆",
    "background": "现有电堆功率密度偏低。",
    "contact_name": "李联系",
    "contact_phone": "0000",
    "contact_email": "li@example.com",
}
STEP2 = {
    "difficulty": "流道与压缩率耦合。",
    "content": "优化流道并试制样机 3 台。",
    "indicators-0-name": "能量效率",
    "indicators-0-comparator": "ge",
    "indicators-0-threshold": "82",
    "indicators-0-unit": "%",
    "indicators-0-present_level": "80",
    "indicators-0-test_method": "NB/T 42132",
    "indicators-0-measured_by": "第三方检测机构",
    "indicators-0-weight": "100",
    "indicators-0-is_must": "must",
    "indicators-1-name": "",
    "targets-0-kind": "ip",
    "targets-0-text": "申请发明专利不少于 3 件",
}
STEP3 = {
    "reward_fen": "300",
    "cash_fen": "200",
    "public_funds_fen": "100",
    "own_funds_fen": "50.5",
    "payment_plan-0-when": "签约后",
    "payment_plan-0-percent": "40",
    "payment_plan-1-when": "验收后",
    "payment_plan-1-percent": "60",
    "cycle_months": "18",
    "ownership": "joint",
    "ownership_note": "各占一半。",
}
STEP4 = {"bidder_conditions": "有电堆研发经历。", "scene": "提供示范线。"}


def write_demand(browser):
    """Fill in the four steps as the enterprise and return the code."""
    code = browser.post("/desk/challenges/new").location.split("/")[-3]
    for number, typed in enumerate((STEP1, STEP2, STEP3, STEP4), start=1):
        answer = browser.post(f"/desk/challenges/{code}/edit/{number}", data=typed)
        assert answer.status_code == 302, browser.text()
    return code


def find(code):
    """The row as the database has it now."""
    db.session.rollback()
    return db.session.scalar(db.select(Challenge).filter_by(code=code))


def test_a_demand_becomes_a_published_list(app, client, client_of):
    enterprise, officer = client_of(world.user("enterprise")), client_of(world.user("officer"))
    second = client_of(world.user("officer"))
    batch = world.programme()
    code = write_demand(enterprise)
    assert code == "JB2026-0001"
    assert enterprise.post(f"/desk/challenges/{code}/submit", data={"pledged": "y"}).status_code == 302
    officer.get(f"/desk/challenges/{code}")
    assert officer.post(f"/desk/challenges/{code}/steps/accept").status_code == 302
    for browser in (officer, second):
        points = {f"score_{key}": "4" for key in ("need", "novelty", "measurable", "benefit")}
        said = points | {"text": "指标可考核。", "recommends": "yes"}
        browser.get(f"/desk/challenges/{code}/opinion")
        assert browser.post(f"/desk/challenges/{code}/opinion", data=said).status_code == 302
    assert officer.post(f"/desk/challenges/{code}/steps/pool").status_code == 302
    row = find(code)
    officer.get(f"/desk/challenges/publish?challenge={row.id}")
    deadline = clock.beijing(clock.now() + dt.timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    typed = {"challenge": str(row.id), "programme": str(batch.id), "deadline": deadline}
    assert officer.post("/desk/challenges/publish", data=typed).status_code == 302
    row = find(code)
    assert (row.state, row.programme_id, row.content_version) == (C.OPEN, batch.id, 1)
    assert row.deadline == clock.now() + dt.timedelta(days=40)
    assert row.questions_until == clock.now() + dt.timedelta(days=33)
    assert [one.number for one in db.session.scalars(db.select(ChallengeVersion))] == [1]
    client.get("/challenges?q=液流")
    assert "大功率液流电池电堆" in client.text()
    client.get(f"/challenges/{code}")
    assert "≥ 82 %" in client.text()
    assert "李联系" not in client.text()
    client.get(f"/challenges/{code}/timeline")
    assert "发布榜单" in client.text()
    client.get(f"/challenges/{code}/versions")
    assert "首次发布" in client.text()
    assert audit_walk.first_broken() is None
