"""Objections that came on paper, and the case that a handler opens."""

import sqlalchemy as sa

from challenge.notice.objections import rules
from challenge.notice.objections.models import Objection
from challenge.states import O
from core.database import db
from tests import world
from tests.challenge.notice.objections import scene
from tests.challenge.notice.objections.scene import NAME, UNIT


def test_what_came_on_paper_runs_like_any_other(hall, client, now):
    path = f"/desk/objections/paper/{hall.notice.code}"
    assert hall.browser.get(path).status_code == 403
    desk = hall.client_of(hall.supervisors[0])
    desk.get(f"/notices/{hall.notice.code}")
    assert "登记书面异议" in desk.text()
    client.get(f"/notices/{hall.notice.code}")
    assert "登记书面异议" not in client.text()
    typed = scene.WRITTEN | {"unit": UNIT, "received": "2026-09-15T09:00"}
    assert desk.post(path, data=typed).status_code == 422
    assert "收到时间须在公示期内" in desk.text()
    assert desk.post(path, data=typed | {"received": "2026-09-16T10:00", "facts": ""}).status_code == 422
    assert "请填写事实和理由" in desk.text()
    detail = desk.post(path, data=typed | {"received": "2026-09-16T10:00"}).location
    desk.get(detail)
    assert "书面异议已登记，编号 YY20260001" in desk.text()
    row = db.session.scalar(sa.select(Objection))
    assert (row.state, row.owner_mark, rules.no_objection_stands(hall.challenge) is None) == (
        O.SUBMITTED,
        "",
        False,
    )
    assert hall.browser.get(detail).status_code == 404
    scene.answered(row)
    first, second = hall.client_of(row.handler), hall.client_of(hall.supervisors[1])
    assert first.post(detail + "/steps/ask_review", data={"text": "来信要求复核。"}).status_code == 403
    assert second.post(detail + "/steps/ask_review", data={"text": "来信要求复核。"}).location == detail
    assert db.session.scalar(sa.select(Objection.state)) is O.REVIEWING


def test_the_handler_opens_a_case_and_both_pages_lead_to_each_other(hall, client_of):
    objection = scene.submitted(hall.objector, hall.notice)
    path, suspect = f"/desk/objections/{objection.key}", world.user("researcher")
    handler = objection.handler
    other = next(one for one in hall.supervisors if one is not handler)
    assert [
        client_of(one).get(f"{path}/case").status_code for one in (other, hall.objector, hall.leader)
    ] == [
        404,
        403,
        403,
    ]
    browser = client_of(handler)
    browser.get(path)
    assert f"{path}/case" in [one.get("href") for one in browser.all("a")]
    facts = {"kind": "person", "subject": suspect.username, "facts": "合作关系未声明。"}
    assert browser.post(f"{path}/case", data=facts | {"facts": ""}).status_code == 422
    page = browser.post(f"{path}/case", data=facts).location
    assert browser.post(f"{path}/case", data=facts).status_code == 422
    assert "已就本异议对该当事人登记诚信案件" in browser.text()
    browser.get(path)
    assert page in [one.get("href") for one in browser.all("a")]
    browser.get(page)
    assert path in [one.get("href") for one in browser.all("a")]
    assert NAME not in browser.text()
