"""变更公告 in the browser: what is said before it is published, and what comes back to its form."""

import datetime as dt

import pytest

from challenge.states import C
from core import clock, formats
from core.database import db
from tests import world


def test_amending_in_the_browser(app, client_of):
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id, contact_phone="139-secret")
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend"
    browser.get(path)
    for number in (1, 2, 3, 4):
        assert browser.get(f"{path}/{number}").status_code == 200
        assert "139-secret" not in browser.text()
        assert browser.all("input", name="contact_phone") == []
    typed = {"reward_fen": "40", "cash_fen": "30", "version": row.version, "reason": "提高悬赏"}
    typed |= {"payment_plan-0-when": "验收后", "payment_plan-0-percent": "100"}
    assert browser.post(f"{path}/3", data=typed | {"reason": ""}).status_code == 422
    assert browser.post(f"{path}/3", data=typed | {"go": "preview"}).status_code == 200
    assert "这是实质性变更" in browser.text()
    assert browser.post(f"{path}/3", data=typed | {"go": "row-payment_plan"}).status_code == 200
    db.session.rollback()
    assert (row.state, row.reward_fen) == (C.OPEN, 30_000_000)
    assert browser.post(f"{path}/3", data=typed).status_code == 302
    db.session.rollback()
    assert (row.reward_fen, row.content_version) == (40_000_000, 2)
    again = typed | {"deadline": clock.beijing(row.deadline).strftime("%Y-%m-%dT%H:%M")}
    assert browser.post(f"{path}/3", data=again).location == f"/desk/challenges/{row.code}"
    db.session.rollback()
    assert row.content_version == 2
    assert browser.post(f"{path}/3", data=typed | {"cash_fen": "35", "reward_fen": "45"}).status_code == 409
    assert "您填写的版本" in browser.text()
    assert client_of(world.user("officer")).get(path).status_code == 404


@pytest.fixture
def amended(app, client_of):
    """An open list, the browser of its officer, and a post of part 1 with what the page shows and some changes."""
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    browser, path = client_of(officer), f"/desk/challenges/{row.code}/amend/1"

    def post(**changes):
        browser.get(path)
        shown = {one.get("name"): one.get("value") for one in browser.all("input") if one.get("name")}
        shown |= {one.get("name"): "".join(one.itertext()).strip("\r\n") for one in browser.all("textarea")}
        for one in browser.all("select"):
            shown[one.get("name")] = next(o.get("value") for o in one if o.get("selected") is not None)
        return browser.post(path, data=shown | {"reason": "据实调整", "go": "publish"} | changes)

    return row, browser, post


def test_a_deadline_that_the_rules_do_not_allow_is_refused_at_its_field(amended):
    row, browser, post = amended
    deadline = row.deadline
    sentence = f"揭榜截止只能推迟，不能提前（规则包 2026-1 第八条）：最早可填 {formats.moment(deadline)}。"
    earlier = (clock.beijing(deadline) - dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    for typed in ("2020-01-01T00:00", earlier):
        for go in ("preview", "publish"):
            assert post(deadline=typed, title="另一题目", go=go).status_code == 422
            (node,) = browser.all("input", name="deadline")
            (note,) = [one for one in browser.all("p") if one.get("id") == "deadline-error"]
            assert (node.get("value"), sentence in "".join(note.itertext())) == (typed, True)
            assert browser.all("input", name="title")[0].get("value") == "另一题目"
    db.session.rollback()
    assert (row.deadline, row.content_version) == (deadline, 1)


def test_an_announcement_that_says_nothing_comes_back_to_its_form(amended):
    row, browser, post = amended
    assert post().status_code == 422
    assert "内容没有变化，无需发布变更公告。" in browser.text()
    assert "".join(browser.all("textarea", name="reason")[0].itertext()).strip() == "据实调整"
    db.session.rollback()
    assert row.content_version == 1


def test_the_preview_says_from_when_to_when_the_rules_move_the_deadline(app, client_of, now):
    officer = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=officer.id)
    now.forward(days=40, hours=3)
    browser = client_of(officer)
    was = row.deadline
    part = f"/desk/challenges/{row.code}/amend/3"
    typed = {"reward_fen": "40", "cash_fen": "30", "reason": "提高悬赏", "go": "preview"}
    typed |= {"payment_plan-0-when": "验收后", "payment_plan-0-percent": "100", "version": row.version}
    shown = clock.beijing(was).strftime("%Y-%m-%dT%H:%M")
    typed |= {"deadline": shown, "deadline_shown": shown}
    assert browser.post(part, data=typed).status_code == 200
    preview = browser.text()
    assert browser.post(part, data=typed | {"go": "publish"}).status_code == 302
    db.session.rollback()
    moved = f"由 {formats.moment(was)} 自动顺延至 {formats.moment(row.deadline)}（规则包 2026-1 第八条）"
    assert moved in preview
    assert row.deadline > was
    # The second click still carries the deadline of the page, which nobody touched.
    again = browser.post(part, data=typed | {"go": "publish"})
    assert again.location == f"/desk/challenges/{row.code}"
    assert browser.post(part, data=typed | {"go": "publish", "reward_fen": "50"}).status_code == 409
    present = clock.beijing(row.deadline).strftime("%Y-%m-%dT%H:%M")
    assert [browser.all("input", name=n)[0].get("value") for n in ("deadline", "deadline_shown")] == [
        present,
        present,
    ]
