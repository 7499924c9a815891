"""What was typed into a profile is not lost: drafts save themselves, a lapsed sign-in gives everything back."""

import pytest

from core.database import db
from talent.models import Profile
from talent.states import P
from tests import world
from tests.browser import credentials
from tests.browser.people import Person

EDIT = "/desk/talent/mine/edit"


@pytest.fixture
def person(app):
    user = world.user("researcher", username="sunzijian")
    credentials.equip(user)
    return user


def _profile(person, state=P.DRAFT):
    return world.profile(state=state, user_id=person.id, direction="旧方向", works=[])


def _stored(person):
    db.session.rollback()
    return db.session.scalar(db.select(Profile).filter_by(user_id=person.id))


def test_a_draft_saves_itself(browser_of, person):
    _profile(person)
    actor = Person(browser_of(person)).visit(f"{EDIT}/direction")
    actor.page.get_by_label("研究方向").fill("电堆流道设计")
    actor.page.locator('[data-autosave-note][data-state="saved"]').wait_for()
    assert _stored(person).direction == "电堆流道设计"
    actor.page.get_by_label("研究方向").fill("电堆流道与密封设计")
    actor.press("保存")
    assert _stored(person).direction == "电堆流道与密封设计"


def test_what_is_typed_before_the_script_arrives_is_saved_too(browser_of, person):
    _profile(person)
    actor, held = Person(browser_of(person)), []
    actor.page.route("**/autosave*.js*", lambda route: held.insert(0, route))
    actor.page.goto(f"{EDIT}/direction")
    actor.page.get_by_label("研究方向").fill("电堆流道设计")
    actor.page.wait_for_function("document.activeElement.name === 'direction'")
    assert len(held) == 1
    held.pop().continue_()
    actor.page.locator('[data-autosave-note][data-state="saved"]').wait_for()
    assert _stored(person).direction == "电堆流道设计"


def test_a_lost_answer_is_asked_for_again_soon(windows, person):
    _profile(person)
    actor = Person(windows.open(user=person)).visit(f"{EDIT}/direction")
    actor.page.route("**/mine/draft/direction", lambda route: route.abort(), times=1)
    actor.page.get_by_label("研究方向").fill("电堆流道设计")
    note = actor.page.locator("[data-autosave-note]")
    note.filter(has_text="暂时没有存上，内容仍在本页，稍后会再试。").wait_for()
    note.filter(has_text="已自动保存").wait_for(timeout=8_000)
    assert _stored(person).direction == "电堆流道设计"
    assert ["net::ERR_FAILED" in fault for fault in windows.faults] == [True]
    windows.faults.clear()


@pytest.mark.parametrize("state", [P.DRAFT, P.ADMITTED])
def test_a_lapsed_sign_in_gives_back_rows_and_choices(windows, now, person, state):
    _profile(person, state)
    actor = Person(windows.open(user=person)).visit(f"{EDIT}/works")
    actor.fill(**{"works-0-type": "patent", "works-0-title": "一种流道"}).add_row("works")
    actor.fill(**{"works-1-type": "paper", "works-1-title": "密封研究", "works-1-abstract": "写到一半"})
    now.forward(hours=13)
    actor.press("保存", status=None)
    assert _stored(person).works == []
    actor.visit(f"{EDIT}/works")
    sign_in(actor, now, person)
    assert actor.path == f"{EDIT}/works"
    typed = actor.page.locator('[name^="works-"]').evaluate_all(
        "all => Object.fromEntries(all.filter((one) => one.value).map((one) => [one.name, one.value]))"
    )
    assert typed == {
        "works-0-type": "patent",
        "works-0-title": "一种流道",
        "works-1-type": "paper",
        "works-1-title": "密封研究",
        "works-1-abstract": "写到一半",
    }
    actor.reads("已恢复您上次没有存上的内容").press("保存")
    assert [one.title for one in _stored(person).works] == ["一种流道", "密封研究"]
    actor.visit(f"{EDIT}/works").misses("已恢复您上次没有存上的内容")
    assert actor.page.evaluate("Object.keys(sessionStorage).length") == 0


def sign_in(actor, now, person):
    secret = credentials.equip(person)
    now.forward(seconds=31)
    actor.fill(用户名="sunzijian", 密码=credentials.PASSWORD).press("登录")
    actor.fill(验证码=credentials.code(secret)).press("验证并登录")
