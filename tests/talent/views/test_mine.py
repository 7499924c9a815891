"""The own profile in short parts, without JavaScript; what was typed is kept; the yearly confirmation."""

import datetime as dt

import pytest

from core import audit, clock, workflow
from core.database import db, transaction
from talent.models import Profile
from talent.states import P
from tests import world

BASIC = {
    "name": "孙自建",
    "unit": "我的大学",
    "title": "副教授",
    "kind": "technical",
    "region": "朔城区",
    "relation": "在朔工作",
}


@pytest.fixture
def own(app):
    return world.user("researcher")


@pytest.fixture
def browser(client_of, own):
    return client_of(own)


def mine(own):
    return db.session.scalar(db.select(Profile).filter_by(user_id=own.id))


def test_first_visit_offers_to_begin(browser):
    browser.get("/desk/talent/mine")
    assert "您还没有专家档案" in browser.text()
    assert browser.get("/desk/talent/mine/edit/works").headers["Location"] == "/desk/talent/mine/edit/basic"


def test_create_and_apply(browser, own):
    assert browser.get("/desk/talent/mine/edit/basic").status_code == 200
    answer = browser.post("/desk/talent/mine/edit/basic", data=BASIC | {"industries": ["储能"], "next": "1"})
    assert answer.headers["Location"] == "/desk/talent/mine/edit/direction"
    browser.get("/desk/talent/mine")
    assert (
        "档案还有必填内容未填写：关键词、研究方向、代表成果（至少一项）。请补充后再提交。" in browser.text()
    )
    browser.post("/desk/talent/mine/edit/direction", data={"direction": "电堆", "keywords-0": "电堆"})
    browser.post("/desk/talent/mine/edit/works", data={"works-0-type": "patent", "works-0-title": "专利一"})
    assert browser.post("/desk/talent/mine/steps/apply").status_code == 302
    assert (mine(own).state, mine(own).organisation_id) == (P.APPLIED, own.organisation_id)


def test_wrong_input_keeps_what_was_typed(browser, own):
    answer = browser.post("/desk/talent/mine/edit/basic", data=BASIC | {"name": "", "industries": ["炼丹"]})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, mine(own), "我的大学" in page) == (422, None, True)
    assert "请填写姓名。" in browser.text()
    assert "所选内容不在可选范围内，请重新选择。" in browser.text()


@pytest.mark.parametrize(
    ("part", "data", "sentence"),
    [
        ("works", {"works-0-title": "无类型"}, "请选择类型。"),
        ("works", {"works-0-type": "paper", "works-0-abstract": "有摘要"}, "请填写题目，或清空此行。"),
        ("works", {"works-0-type": "paper", "works-0-title": "某", "works-0-year": "20x4"}, "请填 1950 至 2027 之间的四位年份。"),
        ("works", {f"works-{n}-{k}": v for n in range(6) for k, v in (("type", "paper"), ("title", f"文{n}"))}, "每类最多 5 项，超出的类型：论文。"),
        ("direction", {"direction": "x"}, "请至少填写一个关键词。"),
        ("direction", {"direction": "", "keywords-0": "电堆"}, "请用一两句话写清研究方向。"),
        ("posts", {"posts-0-year_from": "2020"}, "请填写单位，或清空此行。"),
        ("posts", {"posts-0-unit": "某", "posts-0-year_from": "2020", "posts-0-year_to": "2010"}, "结束年份不能早于起始年份。"),
        ("consents", {"review_cap": "99"}, "请填写 0 至 50 之间的整数。"),
        ("consents", {"review_cap": ""}, "请填写 0 至 50 之间的整数。"),
        ("consents", {"review_cap": "1", "email": "x@"}, "邮箱格式不对，例如 name@example.com。"),
        ("consents", {"review_cap": "1", "phone": "总机"}, "电话只能含数字、空格、括号和短横线。"),
    ],
)  # fmt: skip
def test_each_wrong_part_says_what_to_do(browser, own, part, data, sentence):
    world.profile(user_id=own.id)
    before = mine(own).version
    assert browser.post(f"/desk/talent/mine/edit/{part}", data=data).status_code == 422
    assert sentence in browser.text()
    assert mine(own).version == before


def test_an_emptied_row_is_gone(browser, own):
    world.profile(user_id=own.id)
    data = {"works-0-type": "", "works-0-title": "", "works-1-type": "paper", "works-1-title": "新的"}
    browser.post("/desk/talent/mine/edit/works", data=data)
    assert [work.title for work in mine(own).works] == ["新的"]


def test_every_part_opens_filled_in(browser, own):
    world.profile("孙自建", user_id=own.id, phone="0349-7654321")
    for part, text in (
        ("basic", "孙自建"),
        ("direction", "极板流道"),
        ("works", "一种液流电池极板流道结构"),
        ("posts", "任职"),
        ("consents", "0349-7654321"),
    ):
        page = browser.get(f"/desk/talent/mine/edit/{part}")
        assert (page.status_code, text in page.get_data(as_text=True)) == (200, True), part
    assert browser.get("/desk/talent/mine/edit/nothing").status_code == 404


def test_yearly_confirmation(browser, own, now):
    world.profile(user_id=own.id, confirmed_at=clock.now() - dt.timedelta(days=366))
    browser.get("/desk/talent/mine")
    assert "请作年度确认" in browser.text()
    browser.post("/desk/talent/mine/confirm")
    browser.get("/desk/talent/mine")
    assert ("请作年度确认" in browser.text(), mine(own).confirmed_at) == (False, now.instant)


def test_leaving_the_pool(browser, own):
    world.profile(user_id=own.id)
    assert browser.get("/desk/talent/mine/steps/leave").status_code == 200
    browser.post("/desk/talent/mine/steps/leave", data={"reason": "工作调动"})
    assert mine(own).state is P.LEFT


def test_nobody_else_opens_these_pages(client_of):
    assert client_of(world.user("officer")).get("/desk/talent/mine").status_code == 403


DRAFT = "/desk/talent/mine/draft"


@pytest.fixture
def draft(own):
    return world.profile(state=P.DRAFT, user_id=own.id, name="孙自建", direction="旧方向", keywords=["旧词"])


def saved(browser, part, draft, **typed):
    """What the page is told when it saves by itself."""
    answer = browser.post(f"{DRAFT}/{part}", data={"version": str(draft.version)} | typed)
    db.session.expire_all()
    return answer.status_code, answer.get_json()


def test_a_draft_saves_what_is_good_while_it_is_written(browser, draft):
    before = len(audit.entries_of(f"profile:{draft.id}"))
    typed = BASIC | {"industries": ["储能"], "title": "教授", "region": "月球"}
    status, said = saved(browser, "basic", draft, **typed)
    assert (status, said["problems"], said["version"]) == (200, ["所在地区"], draft.version)
    assert (draft.title, draft.unit, draft.region == "月球") == ("教授", "我的大学", False)
    assert len(audit.entries_of(f"profile:{draft.id}")) == before


def test_rows_are_saved_when_all_of_them_are_good(browser, draft):
    row = {
        "works-0-type": "patent",
        "works-0-title": "专利一",
        "works-1-abstract": "写到一半",
        "works-1-year": "2020",
    }
    assert saved(browser, "works", draft, **row)[1]["problems"] == ["代表成果"]
    assert [one.title for one in draft.works] != ["专利一"]
    more = row | {"works-1-type": "paper", "works-1-title": "论文一"}
    assert saved(browser, "works", draft, **more)[1]["problems"] == []
    assert [one.title for one in draft.works] == ["专利一", "论文一"]
    posts = {"posts-0-unit": "旧单位", "posts-0-year_from": "2001"}
    assert saved(browser, "posts", draft, **posts)[0] == 200
    assert [(one.unit, one.year_from) for one in draft.employments] == [("旧单位", 2001)]


def test_only_a_draft_saves_by_itself_and_never_a_consent(browser, own, draft):
    browser.get("/desk/talent/mine/edit/direction")
    assert [
        form.get("data-autosave") for form in browser.all("form", method="post") if form.get("data-keep")
    ] == [f"{DRAFT}/direction"]
    for part in ("consents", "nothing"):
        assert saved(browser, part, draft, email="a@b.cn")[0] == 404
    with transaction():
        workflow.apply(own, draft, "apply")
    assert saved(browser, "direction", draft, direction="新方向")[0] == 409
    assert draft.direction == "旧方向"
    browser.get("/desk/talent/mine/edit/direction")
    assert [
        form.get("data-autosave") for form in browser.all("form", method="post") if form.get("data-keep")
    ] == [None]


def test_an_older_page_neither_saves_by_itself_nor_loses_what_was_typed(browser, draft):
    old = str(draft.version)
    with transaction():
        draft.direction = "别处改的方向"
    typed = {"version": old, "direction": "我写的方向", "keywords-0": "电堆"}
    assert saved(browser, "direction", draft, **typed)[0] == 409
    answer = browser.post("/desk/talent/mine/edit/direction", data=typed)
    assert answer.status_code == 409
    assert "您填写的版本" in browser.text()
    assert ("别处改的方向" in browser.text(), "我写的方向" in browser.text()) == (True, True)
    typed["version"] = browser.all("input", name="version")[0].get("value")
    assert browser.post("/desk/talent/mine/edit/direction", data=typed).status_code == 302
    db.session.expire_all()
    assert draft.direction == "我写的方向"


def test_a_stranger_has_no_draft_to_save(client_of):
    assert client_of(world.user("researcher")).post(f"{DRAFT}/basic", data=BASIC).status_code == 404
    assert client_of(world.user("officer")).post(f"{DRAFT}/basic", data=BASIC).status_code == 403
