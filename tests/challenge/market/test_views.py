"""Pages of the market: what the public finds, what a desk shows, what is kept and refused, which looks are logged."""

import pytest

from challenge.market.models import Inquiry, Offer
from challenge.market.states import S, W
from challenge.states import Ownership
from core import looks
from core.database import db
from tests import world
from tests.challenge.market import scene

FORM = {name: str(value) for name, value in scene.OFFER.items()} | {"price_fen": "80"}


def test_the_public_finds_what_is_on_show_and_no_contact(client, client_of):
    owner, row = scene.listed()
    _other, hidden = scene.submitted(title="还在审核的成果")
    page = client.get("/market").get_data(as_text=True)
    assert (row.title in page, hidden.title in page, "800,000.00" in page) == (True, False, False)
    assert "80.00 万元" in page
    detail = client.get(f"/market/{row.code}").get_data(as_text=True)
    assert (row.advantages in detail, f"/market/{row.code}/inquire" in detail) == (True, True)
    for browser in (client, client_of(world.user("enterprise")), client_of(world.user("officer"))):
        for path in ("/market", f"/market/{row.code}", "/feed.atom"):
            text = browser.get(path).get_data(as_text=True)
            assert not any(one in text for one in ("钱联系", "owner@example.com"))
    assert client.get(f"/market/{hidden.code}").status_code == 404
    assert client.get(f"/market/{row.code}/inquire").status_code == 302
    assert f"成果：{row.title}" in client.get("/feed.atom").get_data(as_text=True)
    assert "/inquire" not in client_of(owner).get(f"/market/{row.code}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=煤矸石", True),
        ("q=没有这种成果", False),
        ("industry=新材料&maturity=中试阶段&rights=invention&transfer=licence", True),
        ("industry=储能", False),
        ("rights=software", False),
        ("transfer=shares", False),
        ("maturity=产业化应用", False),
        ("sort=price&industry=炼金", True),
    ],
)
def test_filters(client, query, is_found):
    _owner, row = scene.listed()
    page = client.get(f"/market?{query}").get_data(as_text=True)
    assert (row.title in page, "没有符合条件的成果" in page) == (is_found, not is_found)


def test_lists_take_a_fixed_number_of_queries(client, client_of, queries):
    officer, counts = client_of(world.user("officer")), []
    for more in (1, 3):
        for _ in range(more):
            scene.asked()
        seen = []
        for browser, path in (
            (client, "/market"),
            (officer, "/desk/market"),
            (officer, "/desk/market/inquiries"),
        ):
            with queries() as made:
                assert browser.get(path).status_code == 200
            seen.append(len(made))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert officer.get("/desk/market/inquiries?export=xlsx").mimetype.endswith("sheet")
    assert client.get("/market?export=csv").mimetype == "text/csv"


def test_an_offer_through_the_pages(client_of):
    owner, desk = world.user("researcher"), world.user("officer")
    mine, officer = client_of(owner), client_of(desk)
    bad = mine.post(
        "/desk/market/new", data=FORM | {"price_fen": "-8", "industry": "炼金", "contact_email": "x"}
    )
    text = bad.get_data(as_text=True)
    assert bad.status_code == 422
    assert all(one in text for one in ("金额不能是负数", "请从列表中选择", "邮箱格式不对", "不低于七成"))
    assert mine.post("/desk/market/new", data=FORM | {"summary": ""}).status_code == 302
    row = db.session.scalars(db.select(Offer)).one()
    path = f"/desk/market/{row.code}"
    assert mine.post(f"{path}/steps/submit").status_code == 422
    stale = mine.post(f"{path}/edit", data=FORM | {"seen": "0", "scenes": "只写在这里"})
    assert (stale.status_code, "只写在这里" in stale.get_data(as_text=True)) == (409, True)
    assert (
        mine.post(f"{path}/edit", data=FORM | {"seen": str(row.version), "price_fen": ""}).status_code == 302
    )
    assert row.price_fen is None
    assert officer.get(path).status_code == 404
    assert mine.post(f"{path}/steps/submit").status_code == 302
    assert "审核供给成果" in officer.get("/desk").get_data(as_text=True)
    assert "钱联系" not in officer.get(path).get_data(as_text=True)
    assert officer.get(f"{path}/edit").status_code == 403
    assert officer.post(f"{path}/steps/return", data={"reason": ""}).status_code == 422
    back = officer.post(f"{path}/steps/return", data={"reason": "请补充数据来源。"}, follow_redirects=True)
    assert (back.status_code, "已办理：退回修改" in back.get_data(as_text=True)) == (200, True)
    assert mine.post(f"{path}/steps/submit").status_code == 302
    assert officer.post(f"{path}/steps/publish").status_code == 302
    assert "面议" in officer.get(f"/market/{row.code}").get_data(as_text=True)
    assert officer.post(f"{path}/steps/take_down", data={"reason": "权属有争议。"}).status_code == 302
    assert row.state is S.DOWN
    assert "权属有争议。" in mine.get(path).get_data(as_text=True)
    assert client_of(world.user("researcher")).get(path).status_code == 404


def test_contact_is_released_on_acceptance_and_each_look_is_logged(client_of):
    owner, offer = scene.listed()
    buyer, desk = world.user("enterprise"), world.user("officer")
    theirs, mine, officer = client_of(buyer), client_of(owner), client_of(desk)
    bad = theirs.post(f"/market/{offer.code}/inquire", data={"message": "想谈谈", "contact_name": "赵采购"})
    assert (bad.status_code, "至少填写一种联系方式" in bad.get_data(as_text=True)) == (422, True)
    assert theirs.post(f"/market/{offer.code}/inquire", data=scene.ASKED).status_code == 302
    row = db.session.scalars(db.select(Inquiry)).one()
    path = f"/desk/market/inquiries/{row.code}"
    assert "答复对接意向" in mine.get("/desk").get_data(as_text=True)
    for browser in (mine, theirs, officer):
        text = browser.get(path).get_data(as_text=True)
        assert not any(one in text for one in ("buyer@example.com", "owner@example.com"))
    assert (
        "两条陶粒线" in mine.get(path).get_data(as_text=True),
        "两条陶粒线" in officer.get(path).get_data(as_text=True),
    ) == (True, False)
    assert theirs.post(f"{path}/steps/accept").status_code == 403
    assert mine.post(f"{path}/steps/accept").status_code == 302
    assert db.session.scalars(db.select(looks.Look)).all() == []
    assert "buyer@example.com" in mine.get(path).get_data(as_text=True)
    assert "owner@example.com" in theirs.get(path).get_data(as_text=True)
    assert "example.com" not in officer.get(path).get_data(as_text=True)
    seen = db.session.scalars(db.select(looks.Look).filter_by(kind="inquiry_contact")).all()
    assert {one.user_id for one in seen} == {owner.id, buyer.id}
    assert "查看本单位的对接意向" in theirs.get(f"/market/{offer.code}").get_data(as_text=True)
    assert mine.post(f"{path}/steps/sign", data={"reason": "签订许可合同。"}).status_code == 302
    assert row.state is W.SIGNED
    assert client_of(world.user("enterprise")).get(path).status_code == 404


def test_a_registered_result_is_offered_with_the_word_of_both(client_of):
    result = scene.result(ownership=Ownership.JOINT)
    team, poster = client_of(result.project.leader), client_of(result.project.challenge.author)
    page = team.get(f"/desk/outcomes/results/{result.code}").get_data(as_text=True)
    assert "提供到成果市场" in page
    assert team.post(f"/desk/market/from/{result.code}").status_code == 302
    offer = result.offer
    path = f"/desk/market/{offer.code}"
    for back in (f"results/{result.code}", f"of/{result.project.code}"):
        assert f'href="{path}"' in team.get(f"/desk/outcomes/{back}").get_data(as_text=True)
    assert "须由全部权利人同意" in team.get(path).get_data(as_text=True)
    assert "确认是否同意成果上架" in poster.get("/desk").get_data(as_text=True)
    assert poster.post(f"{path}/consent").status_code == 302
    assert "须由全部权利人同意" not in team.get(path).get_data(as_text=True)
    assert client_of(world.user("enterprise")).post(f"/desk/market/from/{result.code}").status_code == 404


@pytest.mark.parametrize("ownership", [None, *Ownership])
def test_the_public_reads_every_kind_of_offer(client, client_of, ownership):
    """Posted directly, or the result of a project of either owner or both: nobody signed in, an owner, a stranger."""
    if ownership is None:
        owner, offer = scene.listed()
    else:
        owner, offer = scene.listed_result(ownership)
    path = f"/market/{offer.code}"
    for browser in (
        client,
        client_of(owner),
        *[client_of(world.user(role)) for role in ("officer", "expert")],
    ):
        answer = browser.get(path)
        assert (answer.status_code, offer.summary in answer.get_data(as_text=True)) == (200, True)
    assert "办理这项成果" not in client.get(path).get_data(as_text=True)


def test_what_comes_from_a_project_shows_what_was_measured_there(client, client_of):
    owner, offer = scene.listed_result(Ownership.BIDDER, values=("42 Wh/L", "1.2 %"))
    project = offer.achievement.project
    assert project.challenge.difficulty not in offer.achievement.summary
    public = client.get(f"/market/{offer.code}").get_data(as_text=True)
    for said in ("项目中的实测指标", "42 Wh/L", "≥ 41 Wh/L", "达到", offer.achievement.number):
        assert said in public, said
    assert "指标链" not in public
    own = client_of(owner).get(f"/market/{offer.code}").get_data(as_text=True)
    assert f"/desk/projects/{project.code}/indicators" in own


def test_a_telephone_number_has_no_letters(app, client_of):
    _owner, row = scene.listed()
    told = "请只填写数字和连接号"
    asked = scene.ASKED | {"contact_phone": "abc", "contact_email": ""}
    answer = client_of(world.user("enterprise")).post(f"/market/{row.code}/inquire", data=asked)
    assert (answer.status_code, told in answer.text) == (422, True)
    author, draft = scene.drafted()
    answer = client_of(author).post(
        f"/desk/market/{draft.code}/edit", data=FORM | {"contact_phone": "abc", "seen": str(draft.version)}
    )
    assert (answer.status_code, told in answer.text) == (422, True)


def test_an_inquiry_says_whose_turn_it_is(app, client_of):
    owner, buyer, row = scene.asked()
    path = f"/desk/market/inquiries/{row.code}"
    read = lambda person: client_of(person).get(path).text  # noqa: E731
    assert ("轮到贵单位答复" in read(owner), "等待提供单位答复" in read(buyer)) == (True, True)
    client_of(owner).post(f"{path}/steps/accept")
    assert ["请直接联系商谈" in read(person) for person in (owner, buyer)] == [True, True]
    form = client_of(owner).get(f"{path}/steps/sign").text
    assert ("合作情况" in form, "理由" in form) == (True, False)
    answer = client_of(owner).post(f"{path}/steps/sign", data={"reason": ""})
    assert (answer.status_code, "请写明合作情况" in answer.text) == (422, True)
    client_of(owner).post(f"{path}/steps/sign", data={"reason": "许可三年，已签合同。"})
    assert "请直接联系商谈" not in read(buyer)


def test_an_offer_that_is_not_handed_in_stands_on_the_desk(app, client_of):
    owner, row = scene.drafted()
    assert "完成并提交供给成果" in client_of(owner).get("/desk").text
    client_of(owner).post(f"/desk/market/{row.code}/steps/submit")
    assert "完成并提交供给成果" not in client_of(owner).get("/desk").text
