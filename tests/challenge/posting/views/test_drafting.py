"""The form: nothing typed is lost, saving by itself, two versions, rows without JavaScript, files."""

import io

import pytest

from challenge.posting import typical
from challenge.posting.actions.drafting import attachments_of
from challenge.posting.models import Challenge
from challenge.states import INDUSTRIES, C
from core.database import db
from tests import world
from tests.challenge.posting.actions.test_drafting import PNG


@pytest.fixture
def desk(app, client_of):
    """(browser of the poster, draft, path of a step)."""
    draft = world.challenge()
    return client_of(draft.author), draft, f"/desk/challenges/{draft.code}/edit"


def value(browser, name):
    """What a field of the page shows."""
    fields = browser.all("input", name=name) or browser.all("textarea", name=name)
    return fields[0].get("value") if fields[0].tag.endswith("input") else fields[0].text.strip()


def test_every_step_has_its_page(desk):
    browser, _draft, path = desk
    for number in (1, 2, 3, 4):
        assert browser.get(f"{path}/{number}").status_code == 200
    assert [browser.get(f"{path}/{number}").status_code for number in (0, 5)] == [404, 404]
    browser.get(f"{path}/3")
    assert (value(browser, "reward_fen"), value(browser, "payment_plan-1-when")) == ("30", "验收后")
    assert browser.get("/desk/challenges/new").status_code == 200


def test_what_was_typed_stays_when_a_step_is_refused(desk):
    browser, draft, path = desk
    typed = {"reward_fen": "三百", "cash_fen": "20", "cycle_months": "900", "payment_plan-0-when": "签约时"}
    typed |= {"payment_plan-0-percent": "四成", "ownership": "nobody", "ownership_note": "待定"}
    assert browser.post(f"{path}/3", data=typed).status_code == 422
    shown = ("reward_fen", "cycle_months", "payment_plan-0-when", "payment_plan-0-percent", "ownership_note")
    assert {name: value(browser, name) for name in shown} == {name: typed[name] for name in shown}
    summary = browser.all("div", class_="error-summary")[0]
    linked = [node.get("href") for node in summary.iter("{http://www.w3.org/1999/xhtml}a")]
    assert linked == ["#reward_fen", "#payment_plan-0-percent", "#cycle_months", "#ownership"]
    db.session.rollback()
    assert (draft.reward_fen, draft.cycle_months) == (30_000_000, 18)


def test_saving_by_itself_keeps_what_is_good_and_names_the_rest(desk):
    browser, draft, _path = desk
    address = f"/desk/challenges/{draft.code}/draft/3"
    answer = browser.post(address, data={"cash_fen": "很多", "cycle_months": "24", "version": draft.version})
    db.session.refresh(draft)
    assert answer.json == {"saved": "10:00", "version": draft.version, "problems": ["其中：付给揭榜方的现金"]}
    assert (draft.cash_fen, draft.cycle_months, draft.reward_fen) == (20_000_000, 24, 30_000_000)


def test_two_windows_do_not_overwrite_each_other(desk):
    browser, draft, path = desk
    old = draft.version
    basics = {"kind": "技术攻关", "industry": "储能", "county": "朔城区"}
    browser.post(f"{path}/1", data=basics | {"title": "第一个窗口", "version": old})
    answer = browser.post(f"{path}/1", data=basics | {"title": "第二个窗口", "version": old})
    db.session.refresh(draft)
    assert (answer.status_code, draft.title) == (409, "第一个窗口")
    row = next(node for node in browser.all("tr") if "第二个窗口" in "".join(node.itertext()))
    assert [cell.text for cell in row.findall("{*}td")] == ["题目", "第一个窗口", "第二个窗口"]
    assert (value(browser, "title"), value(browser, "version")) == ("第二个窗口", str(draft.version))
    answer = browser.post(f"/desk/challenges/{draft.code}/draft/1", data={"title": "第三个", "version": old})
    assert (answer.status_code, answer.json["version"]) == (409, draft.version)
    assert ["题目", "第一个窗口", "第三个"] in answer.json["both"]
    again = basics | {"title": "第二个窗口", "version": draft.version}
    assert browser.post(f"{path}/1", data=again).status_code == 302
    db.session.refresh(draft)
    assert draft.title == "第二个窗口"


def test_two_versions_of_rows_side_by_side(desk):
    browser, draft, path = desk
    typed = {"version": draft.version - 1, "difficulty": draft.difficulty, "content": draft.content}
    typed |= {"indicators-0-name": "新指标", "indicators-0-threshold": "1", "targets-0-text": "专利"}
    typed |= {f"indicators-0-{name}": "" for name in ("unit", "test_method", "weight")}
    assert browser.post(f"{path}/2", data=typed).status_code == 409
    assert "新指标 ≥ 1，测试方法：（空），权重 0" in browser.text()
    assert "能量密度 ≥ 35 Wh/L，测试方法：GB/T 33339，权重 60" in browser.text()
    assert "经济效益：专利" in browser.text()


def test_rows_grow_without_javascript_and_lose_nothing(desk):
    browser, draft, path = desk
    typed = {
        "go": "row-indicators",
        "difficulty": "新难点",
        "indicators-0-name": "新指标",
        "version": draft.version,
    }
    assert browser.post(f"{path}/2", data=typed).status_code == 200
    assert (value(browser, "difficulty"), value(browser, "indicators-0-name")) == ("新难点", "新指标")
    assert value(browser, "indicators-1-name") in ("", None)
    db.session.refresh(draft)
    assert draft.difficulty != "新难点"


def test_typical_indicators_are_offered(desk):
    browser, draft, path = desk
    browser.get(f"{path}/2")
    assert "储能常用指标" in browser.text()
    typed = {"go": "typical-0", "indicators-0-name": "已有", "version": draft.version}
    browser.post(f"{path}/2", data=typed)
    assert [value(browser, f"indicators-1-{name}") for name in ("name", "unit")] == ["能量效率", "%"]
    assert browser.post(f"{path}/2", data=typed | {"go": "typical-99"}).status_code == 302


def test_typical_indicators_exist_for_every_industry():
    assert [name for name in INDUSTRIES if len(typical.typical(name)) < 3] == []
    assert typical.typical("别的") == []
    assert typical.as_row(typical.typical("储能")[3])["comparator"] == "le"


def test_files_are_added_refused_and_removed(desk):
    browser, draft, path = desk
    typed = {"scene": "提供示范线", "go": "save", "version": draft.version}
    upload = {"files": [(io.BytesIO(PNG), "图纸.png")]}
    assert browser.post(f"{path}/4", data=typed | upload).location == f"{path}/4"
    (kept,) = attachments_of(draft)
    browser.get(f"{path}/4")
    assert "图纸.png" in browser.text()
    db.session.refresh(draft)
    bad = {"files": [(io.BytesIO(b"MZ"), "x.exe")], "version": draft.version, "scene": "写了很多"}
    assert browser.post(f"{path}/4", data=bad).status_code == 422
    assert value(browser, "scene") == "写了很多"
    assert "只接受 PDF" in browser.text()
    typed = {"scene": "提供示范线", "go": f"remove-{kept.id}", "version": draft.version}
    assert browser.post(f"{path}/4", data=typed).status_code == 302
    assert attachments_of(draft) == []


def test_secrecy_is_chosen_per_section(desk):
    browser, draft, path = desk
    typed = {"scene": "场景", "secrecy_content": "signed", "secrecy_attachments": "registered"}
    browser.post(f"{path}/4", data=typed)
    db.session.refresh(draft)
    assert (draft.secrecy["content"], draft.secrecy["attachments"], draft.secrecy["scene"]) == (
        "signed",
        "registered",
        "public",
    )


def test_the_check_stands_beside_the_form(desk):
    browser, draft, path = desk
    browser.post(f"{path}/3", data={"cash_fen": "1", "go": "save"})
    for address in (
        f"{path}/3",
        f"/desk/challenges/{draft.code}/check",
        f"/desk/challenges/{draft.code}/submit",
    ):
        browser.get(address)
        assert "与现金加财政资金之和 11.00 万元 不一致" in browser.text()


def test_submission_asks_for_the_pledge_and_says_what_is_missing(app, client_of):
    draft = world.challenge(pledged_at=None, title="")
    browser, path = client_of(draft.author), f"/desk/challenges/{draft.code}/submit"
    browser.get(path)
    assert "还有必填内容未填写：题目。" in browser.text()
    assert browser.post(path).status_code == 422
    assert browser.post(path, data={"pledged": "y"}).status_code == 422
    assert "还不能提交：还有必填内容未填写：题目。" in browser.text()
    db.session.rollback()
    assert (draft.state, draft.pledged_at) == (C.DRAFT, None)


def test_strangers_and_submitted_demands_have_no_form(app, client_of):
    draft, demand = world.challenge(), world.challenge(C.SUBMITTED)
    assert client_of(world.user("enterprise")).get(f"/desk/challenges/{draft.code}/edit/1").status_code == 404
    assert client_of(demand.author).get(f"/desk/challenges/{demand.code}/edit/1").status_code == 404
    assert client_of(world.user("officer")).get(f"/desk/challenges/{draft.code}/edit/1").status_code == 403


def test_a_number_without_end_adds_no_row(desk):
    browser, _draft, path = desk
    assert browser.post(f"{path}/2", data={"go": f"typical-{'9' * 5000}"}).status_code == 302
    assert browser.post(f"{path}/4", data={"go": f"remove-{'9' * 5000}"}).status_code == 404


def test_conditions_are_ticked_and_only_offered_ones_are_kept(app, client_of):
    draft = world.challenge()
    browser, path = client_of(draft.author), f"/desk/challenges/{draft.code}/edit/4"
    typed = {
        "scene": "提供示范线。",
        "bidder_needs": ["pilot", "on_site"],
        "go": "save",
        "version": draft.version,
    }
    assert browser.post(path, data=typed).status_code == 302
    assert db.session.get(Challenge, draft.id).bidder_needs == ["pilot", "on_site"]
    browser.get(path)
    assert [one.get("value") for one in browser.all("input", name="bidder_needs", checked="")] == [
        "pilot",
        "on_site",
    ]
    assert (
        browser.post(path, data=typed | {"bidder_needs": ["age"], "version": draft.version}).status_code
        == 422
    )
    assert db.session.get(Challenge, draft.id).bidder_needs == ["pilot", "on_site"]


def test_beginning_twice_makes_one_draft(app, client_of):
    poster = world.user("enterprise")
    browser = client_of(poster)
    first, second = (browser.post("/desk/challenges/new").location for _click in range(2))
    assert first == second
    browser.post(first, data={"title": "写过的需求", "go": "stay"})
    assert browser.post("/desk/challenges/new").location != first


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("、".join(f"词{number}" for number in range(12)), "关键词最多 8 个，现有 12 个"),
        ("长" * 31, "超过 30 个字"),
    ],
)
def test_keywords_are_refused_and_not_cut_in_silence(desk, typed, said):
    browser, draft, path = desk
    answer = browser.post(f"{path}/1", data={"title": "电堆", "keywords": typed})
    assert (answer.status_code, said in answer.text, value(browser, "keywords")) == (422, True, typed)
    db.session.rollback()
    assert "长" not in "".join(draft.keywords)
