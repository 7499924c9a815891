"""The public board: fixed queries, secrecy, attachments, follow, nothing about people or bids."""

import pytest

from challenge.posting.actions import access, amending, drafting, questions
from challenge.posting.models import Follow
from challenge.states import B, C
from core.database import db, transaction
from tests import world
from tests.challenge.posting.actions.test_drafting import PNG

SECRET = {"background": "registered", "difficulty": "signed", "scene": "directed", "attachments": "signed"}


@pytest.mark.parametrize("path", ["/challenges", "/desk/challenges"])
def test_thirty_rows_take_as_many_queries_as_one(app, client_of, queries, path):
    officer = world.user("officer")
    browser = client_of(officer)
    world.challenge(C.OPEN, handler_id=officer.id)
    browser.get(path)
    with queries() as few:
        browser.get(path)
    for _ in range(29):
        world.challenge(C.OPEN, handler_id=officer.id)
    with queries() as many:
        assert browser.get(path).status_code == 200
    assert len(many) == len(few)
    assert len(browser.all("article", class_="board-row") or browser.all("tr")) >= 20


def test_empty_board_and_empty_search(app, client):
    client.get("/challenges")
    assert "目前还没有张榜的难题" in client.text()
    client.get("/challenges?county=应县")
    assert "没有符合条件的榜单" in client.text()


def test_export_holds_what_is_seen(app, client):
    world.challenge(C.OPEN)
    answer = client.get("/challenges?export=xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_demand_that_is_not_published_does_not_exist(app, client):
    for state in (C.DRAFT, C.SUBMITTED, C.SCREENED, C.APPRAISING, C.POOLED, C.REJECTED):
        assert client.get(f"/challenges/{world.challenge(state).code}").status_code == 404
    assert client.get("/challenges/JB0000-0000").status_code == 404


@pytest.mark.parametrize(
    "state", [C.OPEN, C.OPENED, C.NOTICED, C.ANNOUNCED, C.LAPSED, C.CANCELLED, C.SUSPENDED]
)
def test_every_public_state_has_its_page(app, client, state):
    listed = world.challenge(state, reason="说明", suspended_from=C.OPEN)
    for tail in ("", "/timeline", "/versions"):
        assert client.get(f"/challenges/{listed.code}{tail}").status_code == 200


def sections_read(browser, listed):
    """Which texts of the four sections the page shows."""
    browser.get(f"/challenges/{listed.code}")
    texts = {
        "background": "两轮改型",
        "difficulty": "极板流道与电极",
        "content": "流道结构优化",
        "scene": "示范线与测试",
    }
    return [name for name, words in texts.items() if words in browser.text()]


def test_sections_open_step_by_step(app, client, client_of):
    listed, reader = world.challenge(C.OPEN, secrecy=SECRET), world.user("researcher")
    browser = client_of(reader)
    assert sections_read(client, listed) == ["content"]
    assert sections_read(browser, listed) == ["background", "content"]
    refused = browser.post(f"/challenges/{listed.code}/secrecy-pledge")
    assert (refused.status_code, sections_read(browser, listed)) == (422, ["background", "content"])
    browser.post(f"/challenges/{listed.code}/secrecy-pledge", data={"agreed": "yes"})
    assert sections_read(browser, listed) == ["background", "difficulty", "content"]
    with transaction():
        access.invite_organisation(world.user("officer"), listed, reader.organisation.credit_code)
    assert sections_read(browser, listed) == ["background", "difficulty", "content", "scene"]
    assert sections_read(client_of(listed.author), listed) == ["background", "difficulty", "content", "scene"]


def test_attachments_follow_their_secrecy_and_are_never_shown_inside(app, client, client_of):
    public, secret = world.challenge(C.OPEN), world.challenge(C.OPEN, secrecy=SECRET)
    with transaction():
        kept = [drafting.attach(one.author, one, "图 纸.png", PNG) for one in (public, secret)]
    answer = client.get(f"/challenges/{public.code}/attachments/{kept[0].id}")
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    reader = client_of(world.user("researcher"))
    paths = [
        f"/challenges/{secret.code}/attachments/{kept[1].id}",
        f"/challenges/{public.code}/attachments/{kept[1].id}",
    ]
    assert [reader.get(one).status_code for one in paths] == [404, 404]
    reader.post(f"/challenges/{secret.code}/secrecy-pledge", data={"agreed": "yes"})
    assert [reader.get(one).status_code for one in paths] == [200, 404]
    assert client.get(f"/challenges/{public.code}/attachments/99999999999999999999").status_code == 404


def test_follow_and_unfollow(app, client_of):
    listed, reader = world.challenge(C.OPEN), world.user("researcher")
    browser = client_of(reader)
    browser.post(f"/challenges/{listed.code}/follow", data={"wants": "yes"})
    assert [one.user_id for one in db.session.scalars(db.select(Follow))] == [reader.id]
    browser.get(f"/challenges/{listed.code}")
    assert "取消关注" in browser.text()
    browser.post(f"/challenges/{listed.code}/follow", data={"wants": "no"})
    assert db.session.scalars(db.select(Follow)).all() == []


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("officer", "科技局工作人员不参加揭榜。"),
        ("expert", "揭榜须使用科研人员或企业账号。"),
        ("researcher", ""),
    ],
)
def test_the_one_action_says_why_not(app, client_of, role, told):
    listed = world.challenge(C.OPEN)
    browser = client_of(world.user(role))
    browser.get(f"/challenges/{listed.code}")
    shown = browser.all("div", class_="proclamation-action")[0]
    assert "".join("".join(one.itertext()) for one in shown.findall("{*}p")) == told
    assert bool(shown.findall("{*}a")) is not bool(told)


def test_the_own_list_and_a_closed_one_cannot_be_answered(app, client, client_of, now):
    listed = world.challenge(C.OPEN)
    owner = client_of(listed.author)
    owner.get(f"/challenges/{listed.code}")
    assert "这是本单位发布的榜单，不能由本单位揭榜。" in owner.text()
    now.forward(days=46)
    client.get(f"/challenges/{listed.code}")
    assert "揭榜已截止。" in client.text()
    assert "开标信息" in client.text()


def test_before_opening_no_page_reads_a_bid(app, client, client_of, queries, now):
    officer = world.user("officer")
    listed = world.challenge(C.OPEN, handler_id=officer.id)
    world.bid(listed, B.SEALED)
    code, bodies = listed.code, []
    paths = [
        f"/challenges/{code}",
        "/challenges",
        f"/challenges/{code}/timeline",
        f"/challenges/{code}/versions",
    ]
    desk = [f"/desk/challenges/{code}", "/desk/challenges", f"/desk/challenges/{code}/amend/2"]
    browser = client_of(officer)
    with queries() as seen:
        bodies += [client.get(path).data for path in paths]
        for path in desk:
            assert browser.get(path).status_code == 200
    assert [one for one in seen if " bid " in one.lower().replace("\n", " ") or "bid_" in one.lower()] == []
    world.bid(listed, B.SEALED)
    assert [client.get(path).data for path in paths] == bodies


def test_changes_are_announced_with_old_and_new(app, client, client_of):
    officer = world.user("officer")
    listed = world.challenge(C.OPEN, handler_id=officer.id, secrecy={"scene": "registered"})
    with transaction():
        amending.amend(officer, listed, {"scene": "改为两条示范线。", "title": "新题目"}, "应揭榜方要求")
    for tail in ("", "/versions"):
        client.get(f"/challenges/{listed.code}{tail}")
        assert "高密度液流电池电堆设计" in client.text()
        assert "应揭榜方要求" in client.text()
        assert "改为两条示范线" not in client.text()
        assert "（按公开范围不予显示）" in client.text()
    reader = client_of(world.user("researcher"))
    reader.get(f"/challenges/{listed.code}/versions")
    assert "改为两条示范线" in reader.text()


def test_asking_in_the_browser_names_nobody(app, client, client_of, caplog):
    listed, asker = world.challenge(C.OPEN), world.user("researcher", display_name="秘密人")
    browser, poster = client_of(asker), client_of(listed.author)
    browser.get(f"/challenges/{listed.code}/questions/new")
    assert browser.post(f"/challenges/{listed.code}/questions/new", data={"text": " "}).status_code == 422
    assert (
        browser.post(f"/challenges/{listed.code}/questions/new", data={"text": "膜的厚度？"}).status_code
        == 302
    )
    poster.get(f"/desk/challenges/{listed.code}/questions")
    assert ("膜的厚度？" in poster.text(), "秘密人" in poster.text()) == (True, False)
    client.get(f"/challenges/{listed.code}")
    assert "膜的厚度？" not in client.text()
    path = f"/desk/challenges/{listed.code}/questions/1/answer"
    poster.get(path)
    assert poster.post(path, data={"answer": ""}).status_code == 422
    assert poster.post(path, data={"answer": "0.1 mm"}).status_code == 302
    client.get(f"/challenges/{listed.code}")
    assert "0.1 mm" in client.text()
    assert "秘密人" not in client.text() + caplog.text
    assert poster.post(path, data={"answer": "再答"}).status_code == 409
    assert poster.get(f"/challenges/{listed.code}/questions/new").status_code == 409


def test_only_questions_of_the_own_list_are_answered(app, client_of):
    mine, other = world.challenge(C.OPEN), world.challenge(C.OPEN)
    with transaction():
        row = questions.ask(world.user("researcher"), other, "问")
    poster = client_of(mine.author)
    assert poster.get(f"/desk/challenges/{mine.code}/questions/{row.id}/answer").status_code == 404
    assert poster.get(f"/desk/challenges/{other.code}/questions").status_code == 404


def test_what_bidders_must_be_able_to_do_is_listed(app, client):
    row = world.challenge(C.OPEN, bidder_needs=["pilot", "consortium"], bidder_conditions="有同类经验。")
    client.get(f"/challenges/{row.code}")
    for words in ("具备中试或工程化条件", "可以组成联合体揭榜", "有同类经验。"):
        assert words in client.text()
    free = world.challenge(C.OPEN)
    client.get(f"/challenges/{free.code}")
    assert "没有特别条件。" in client.text()
