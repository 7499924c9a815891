"""Pages of recommendation: who opens them, what they show and never show, plain order, fixed query counts."""

import pytest

from challenge.states import C
from talent.recommend import warm_up
from talent.states import P
from tests import world


@pytest.fixture
def ready(app):
    warm_up(app, wait=True)


@pytest.fixture
def listed(app):
    return world.challenge(C.OPEN)


def shown(browser, path):
    assert browser.get(path).status_code == 200
    return browser.text()


def test_solvers_for_poster_and_officer_without_contact_data(ready, listed, client_of):
    world.profile("甲专家", phone="13800001111", email="jia@secret.cn")
    world.profile("未同意", consents_recommendation=False)
    for user in (listed.author, world.user("officer"), world.user("leader")):
        browser = client_of(user)
        answer = browser.get(f"/desk/challenges/{listed.code}/solvers").get_data(as_text=True)
        assert ("甲专家" in answer, "未同意" in answer) == (True, False)
        assert ("13800001111" in answer, "secret" in answer) == (False, False)
        assert "其研究方向与" in browser.text() or "其专利‘一种液流电池极板流道结构’与" in browser.text()
        assert "".join(browser.all("mark")[0].itertext()) != ""


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("enterprise", "solvers", 404),
        ("researcher", "solvers", 403),
        ("leader", "candidates", 403),
        ("enterprise", "candidates", 403),
        ("officer", "candidates", 200),
    ],
)
def test_who_opens_which_page(ready, listed, client_of, role, page, status):
    assert client_of(world.user(role)).get(f"/desk/challenges/{listed.code}/{page}").status_code == status


def test_candidates_are_for_the_handling_officer_only(ready, client_of):
    handler = world.user("officer")
    row = world.challenge(C.OPEN, handler_id=handler.id)
    world.profile("甲专家"), world.profile("自己人", organisation_id=row.organisation_id)
    path = f"/desk/challenges/{row.code}/candidates"
    assert client_of(world.user("officer")).get(path).status_code == 404
    text = shown(client_of(handler), path)
    assert ("甲专家" in text, "自己人 —同单位→" in text, text.count("须回避 ")) == (True, True, 1)


def test_filters_and_plain_order(ready, listed, client_of):
    browser = client_of(world.user("officer"))
    world.profile("乙远", region="外地", unit="北岭大学", pools=["本地高层次专家人才"])
    world.profile("甲近", region="朔城区", keywords=["胡麻"], direction="胡麻", works=[])
    path = f"/desk/challenges/{listed.code}/solvers"

    def rows(query):
        text = shown(browser, path + query)
        return sorted((name for name in ("乙远", "甲近") if name in text), key=text.index)

    assert rows("") == ["乙远"]
    assert rows("?order=plain") == ["乙远", "甲近"]
    assert rows("?order=plain&region=朔城区") == ["甲近"]
    assert rows("?pool=本地高层次专家人才&unit=北岭") == ["乙远"]
    assert rows("?unit=没有") == []
    assert "没有符合条件的专家" in browser.text()
    assert rows("?top=50&region=nonsense") == ["乙远"]


def test_while_the_index_is_not_loaded_pages_say_so(listed, client_of):
    world.profile("甲专家")
    browser = client_of(world.user("officer"))
    path = f"/desk/challenges/{listed.code}/solvers"
    assert "推荐正在准备" in shown(browser, path)
    assert "甲专家" in shown(browser, path + "?order=plain")


def test_a_fixed_number_of_queries(ready, listed, client_of, queries):
    browser = client_of(world.user("officer"))
    path = f"/desk/challenges/{listed.code}/candidates"
    world.profile(user_id=world.user("expert").id)
    shown(browser, path)
    with queries() as one:
        shown(browser, path)
    for _ in range(19):
        world.profile(user_id=world.user("expert").id)
    shown(browser, path)
    with queries() as twenty:
        shown(browser, path)
    assert len(one) == len(twenty)


def test_the_own_list_is_ranked_and_plain_order_is_one_click_away(ready, client_of, now):
    own = world.user("researcher")
    world.profile(user_id=own.id)
    fit = world.challenge(C.OPEN)
    now.forward(hours=1)
    other = world.challenge(
        C.OPEN, title="亚麻籽加工", background="", difficulty="木酚素提取。", content="", keywords=[]
    )
    browser = client_of(own)

    def order(text):
        return sorted((fit.code, other.code), key=text.index)

    text = shown(browser, "/desk/talent/challenges")
    assert (order(text), "您的" in text) == ([fit.code, other.code], True)
    text = shown(browser, "/desk/talent/challenges?order=plain")
    assert (order(text), "您的专利" in text) == ([other.code, fit.code], False)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(None, "您还没有专家档案，下面按发布时间排列。"), (P.DRAFT, "您的档案尚未入库，下面按发布时间排列。")],
)
def test_without_a_profile_in_the_pool_the_order_is_plain_and_says_why(ready, client_of, state, sentence):
    own = world.user("researcher")
    if state is not None:
        world.profile(state=state, user_id=own.id)
    row = world.challenge(C.OPEN)
    text = shown(client_of(own), "/desk/talent/challenges")
    assert (sentence in text, row.code in text) == (True, True)


def test_the_own_list_before_loading_and_when_nothing_is_open(client_of):
    own = world.user("researcher")
    world.profile(user_id=own.id)
    browser = client_of(own)
    assert "现在没有正在揭榜的榜单" in shown(browser, "/desk/talent/challenges")
    world.challenge(C.OPEN)
    assert "推荐正在准备，下面先按发布时间排列" in shown(browser, "/desk/talent/challenges")


def test_the_own_list_has_pages(ready, client_of):
    own = world.user("researcher")
    author = world.user("enterprise")
    batch = world.programme()
    for _ in range(21):
        world.challenge(C.OPEN, author=author, programme_id=batch.id)
    browser = client_of(own)
    shown(browser, "/desk/talent/challenges?page=2")
    assert len(browser.all("article", class_="board-row")) == 1
