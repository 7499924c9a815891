"""Pages of recommendation: who opens them, what they show and never show, plain order, fixed query counts."""

import io

import openpyxl
import pytest

from challenge.states import A, C
from talent.states import P
from tests import world


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
        ("researcher", "solvers", 404),
        ("expert", "solvers", 403),
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


def test_the_page_shows_how_the_place_came_about_and_how_to_switch_it_off(ready, listed, client_of):
    world.profile("近", region="应县"), world.profile("远", region="外地", city="太原市")
    browser = client_of(world.user("officer"))
    path = f"/desk/challenges/{listed.code}/solvers"
    text = shown(browser, path)
    assert text.index("远") < text.index("近 ")
    assert ("外地（太原市），0.04 × 1.00" in text, "+0.040" in text, "合计" in text) == (True, True, True)
    assert "权重 2026-1 版：由市科技局按工作需要设定，不是从数据中学习得到" in text
    off = [link.get("href") for link in browser.all("a") if "全部关掉" in "".join(link.itertext())]
    assert off == [f"/desk/challenges/{listed.code}/solvers?order=text"]
    text = shown(browser, off[0])
    assert ("不计" in text, "因素不计" in text, "+0.040" in text) == (True, True, False)


def test_matched_words_are_marked_in_the_words_of_the_list(ready, listed, client_of):
    world.profile("甲专家")
    browser = client_of(listed.author)
    shown(browser, f"/desk/challenges/{listed.code}/solvers")
    words = "".join(browser.all("dl", class_="list-words")[0].itertext())
    marks = ["".join(one.itertext()) for one in browser.all("mark")]
    assert {"液流电池电堆", "极板流道", "能量密度"} <= set(marks)
    assert words.replace("\n", "").startswith("题目高密度液流电池电堆设计难点极板流道")
    assert words.count("能量密度 ≥ 35 Wh/L") == 1
    shown(browser, f"/desk/challenges/{listed.code}/solvers?order=plain")
    assert browser.all("dl", class_="list-words") == []


@pytest.mark.parametrize(("page", "order"), [("solvers", ""), ("candidates", "?order=plain")])
def test_pages_beyond_the_first(ready, listed, client_of, page, order):
    for _ in range(23):
        world.profile()
    browser = client_of(world.user("officer"))
    path = f"/desk/challenges/{listed.code}/{page}{order}"
    assert "共 23 条，第 1 / 3 页" in shown(browser, path)
    shown(browser, path + ("&" if order else "?") + "page=3")
    assert len([one for one in browser.all("span") if (one.get("id") or "").startswith("expert-")]) == 7


def test_filters_by_title_and_load(ready, listed, client_of):
    busy = world.profile("忙人", title="教授", user_id=world.user("expert").id, review_cap=1)
    world.profile("闲人", title="正高级工程师")
    world.assignment(world.challenge(C.REVIEWING), busy, A.INVITED)
    browser = client_of(world.user("officer"))
    path = f"/desk/challenges/{listed.code}/candidates"

    def found(query):
        text = shown(browser, path + query)
        return [name for name in ("忙人", "闲人") if name in text]

    assert found("") == ["忙人", "闲人"]
    assert found("?title=正高") == ["闲人"]
    assert found("?load=free") == ["闲人"]
    assert found("?load=unused&title=教授") == []
    solvers = f"/desk/challenges/{listed.code}/solvers"
    assert "本年度评审" not in shown(browser, solvers)
    assert "评审负担" not in browser.text()


def test_export_of_what_is_seen(ready, listed, client_of):
    for _ in range(21):
        world.profile(region="应县")
    world.profile("远", region="外地", phone="13800001111")
    browser = client_of(listed.author)
    path = f"/desk/challenges/{listed.code}/solvers"
    browser.post(f"{path}/22/feedback", data={"fits": "yes"})
    book = openpyxl.load_workbook(io.BytesIO(browser.get(path + "?export=xlsx").data))
    rows = [[cell.value for cell in row] for row in book.active]
    assert (len(rows), rows[0][:4], rows[1][1]) == (23, ["名次", "姓名", "单位", "职称"], "远")
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["外地人才"], told["外地人才计分"], told["我的评价"]) == ("外地", 0.04, "合适")
    assert told["合计"] == pytest.approx(told["文本匹配"] + 0.04, abs=0.0011)
    assert "13800001111" not in str(rows)
    filtered = browser.get(path + "?region=外地&order=plain&export=xlsx").data
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(filtered)).active]
    assert [row[1] for row in rows] == ["姓名", "远"]
