"""A form that is sent when nobody is signed in any more: the way back is shown, and what the page promises is true."""

import pytest

from challenge.states import C
from tests import world
from tests.browser import credentials
from tests.browser.people import Person
from tests.browser.test_typed_text import sign_in

LAPSED = "登录已过期，请重新登录。刚才提交的内容没有办理，登录后回到原来的页面。"
KEPT = "您填写的文字保存在这个标签页里"
LOST = "没有保存下来，登录后须重新填写。"


@pytest.fixture
def person(app):
    user = world.user("researcher", username="sunzijian")
    credentials.equip(user)
    return user


def _seen(actor):
    """What a reader sees: hidden sentences are none."""
    return actor.page.locator("main").inner_text()


def _without_session(actor, now, how):
    if how == "no cookies":
        actor.page.context.clear_cookies()
    else:
        now.forward(hours=13)


@pytest.mark.parametrize("how", ["no cookies", "too late"])
def test_a_long_text_is_filled_in_again_after_the_sign_in(windows, now, person, how):
    path = f"/challenges/{world.challenge(C.OPEN).code}/questions/new"
    actor = Person(windows.open(user=person)).visit(path)
    actor.page.locator("textarea").fill("低温循环怎样测？")
    _without_session(actor, now, how)
    actor.press("提交问题")
    assert actor.path.startswith("/auth/sign-in")
    assert LAPSED in _seen(actor)
    assert KEPT in _seen(actor)
    assert LOST not in _seen(actor)
    sign_in(actor, now, person)
    assert actor.path == path
    assert actor.page.locator("textarea").input_value() == "低温循环怎样测？"
    actor.reads("已恢复您上次没有存上的内容").press("提交问题")
    assert actor.page.evaluate("Object.keys(sessionStorage).length") == 0


def test_a_form_that_is_not_remembered_does_not_promise_it(windows, now, person):
    actor = Person(windows.open(user=person)).visit("/account/contact")
    actor.page.context.clear_cookies()
    actor.page.locator("main form button[type=submit]").first.click()
    actor.page.wait_for_url("**/auth/sign-in?**")
    assert LAPSED in _seen(actor)
    assert LOST in _seen(actor)
    assert KEPT not in _seen(actor)
    sign_in(actor, now, person)
    assert actor.path == "/account/contact"


def test_a_draft_that_cannot_save_itself_says_why(windows, person):
    world.profile(state="draft", user_id=person.id, works=[])
    actor = Person(windows.open(user=person)).visit("/desk/talent/mine/edit/direction")
    actor.page.context.clear_cookies()
    actor.page.get_by_label("研究方向").fill("电堆流道设计")
    note = actor.page.locator("[data-autosave-note]")
    note.filter(has_text="登录已过期，内容暂存在这个标签页里。请刷新本页重新登录").wait_for()
