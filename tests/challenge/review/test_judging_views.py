"""Pages of the formal check, of the ranking before all is in, and of two who decide at once."""

from challenge import rulepack
from challenge.review import queries
from challenge.states import B, C
from core.database import db, transaction
from tests import world
from tests.challenge.review import scene


def test_the_formal_check_says_what_is_inconsistent(client_of):
    officer, challenge = scene.opened(1)
    (bid,) = challenge.bids
    desk, page = client_of(officer), f"/desk/bids/{bid.code}/check"
    keys = [one["key"] for one in rulepack.load()["formal_items"]]
    yes = {f"ok_{key}": "yes" for key in keys}
    assert desk.post(page, data={}).status_code == 422
    assert desk.text().count("请选择符合或不符合。") == 14
    assert desk.post(page, data=yes | {"conclusion": "unqualified", "reason": "x"}).status_code == 422
    assert "各项均符合，不能作出补正或不合格结论。" in desk.text()
    no = yes | {"ok_signed_members": "no", "remark_signed_members": "缺一人"}
    assert desk.post(page, data=no | {"conclusion": "qualified"}).status_code == 422
    assert desk.post(page, data=no | {"conclusion": "correct"}).status_code == 422
    assert "请写明理由或补正要求。" in desk.text()
    assert desk.post(page, data=no | {"conclusion": "correct", "reason": "补充确认"}).status_code == 302
    assert bid.state is B.CORRECTING
    assert "尚未到期，请等待揭榜方提交补正后再作结论。" in (desk.get(page), desk.text())[1]
    assert client_of(world.user("officer")).get(page).status_code == 404


def test_a_list_that_is_open_shows_no_bids(client_of, queries):
    officer = world.user("officer")
    challenge = world.challenge(C.OPEN, handler_id=officer.id)
    desk, bodies = client_of(officer), set()
    for _number in range(3):
        for page in ("checks", "reviewers", "ranking", "propose", "decision", "notice"):
            with queries() as seen:
                assert desk.get(f"/desk/challenges/{challenge.code}/{page}").status_code == 200
            assert [one for one in seen if "FROM bid" in one or "JOIN bid" in one] == []
            if page == "checks":
                bodies.add(desk.text())
        world.bid(challenge, B.SEALED)
    assert len(bodies) == 1


def test_names_are_sealed(client_of):
    officer, challenge, _ = scene.proposed()
    names = [one.profile.name for one in challenge.assignments]
    base = f"/desk/challenges/{challenge.code}"
    for person, page in (
        (officer, "ranking"),
        (officer, "reviewers"),
        (world.user("leader"), "ranking"),
        (world.user("supervisor"), "ranking"),
    ):
        browser = client_of(person)
        assert browser.get(f"{base}/{page}").status_code == 200
        text = browser.text()
        assert [name for name in names if name in text] == []
    other = client_of(world.user("officer"))
    assert other.get(f"/desk/challenges/{challenge.code}/ranking").status_code == 404
    assert other.get(f"/desk/challenges/{challenge.code}/reviewers").status_code == 404


def test_no_score_is_shown_before_all_are_in(client_of):
    officer, challenge, rows = scene.panel()
    for one in rows[:4]:
        scene.hand_in(one)
    browser = client_of(officer)
    browser.get(f"/desk/challenges/{challenge.code}/ranking")
    assert "还有 1 位专家未提交评审意见。评审组组成完整、意见全部提交之前，不显示任何得分。" in browser.text()
    assert "80.00" not in browser.text()


def test_an_override_is_refused_without_words_and_without_the_second_officer(client_of):
    officer, challenge, _ = scene.scored()
    desk, base = client_of(officer), f"/desk/challenges/{challenge.code}"
    choice = {"winner": challenge.bids[1].id, "reason": "转化条件更好，建议立项。"}
    assert desk.post(f"{base}/propose", data=choice).status_code == 422
    assert "未按排名推荐时，必须写明理由。" in desk.text()
    assert "转化条件更好，建议立项。" in desk.text()
    assert desk.post(f"{base}/propose", data={"winner": "7777", "reason": "x"}).status_code == 422
    assert desk.post(f"{base}/propose", data=choice | {"override_reason": "已有中试线。"}).status_code == 302
    assert desk.post(f"{base}/second").status_code == 404
    leader = world.user("leader")
    chief = client_of(leader)
    scene.step_up(leader)
    decision = {"decision": "award", "reason": "同意。", "proposal": challenge.proposals[-1].id}
    assert chief.post(f"{base}/decision", data=decision).status_code == 422
    second = client_of(world.user("officer"))
    assert second.get(f"{base}/decision").status_code == 200
    assert second.post(f"{base}/second", data={"second": "return"}).status_code == 422
    assert "不同意的，请写明理由。" in second.text()
    agreed = {"second": "agree", "proposal": challenge.proposals[-1].id}
    assert second.post(f"{base}/second", data=agreed).status_code == 302
    assert chief.post(f"{base}/decision", data=decision).status_code == 302
    db.session.expire_all()
    assert challenge.state is C.AWARDED


def test_a_second_officer_disagrees_on_the_page_and_reads_what_became_of_it(client_of):
    officer, challenge, _ = scene.proposed(place=1, override="已有中试线。")
    second, base = client_of(world.user("officer")), f"/desk/challenges/{challenge.code}"
    data = {"second": "return", "dissent": "中试线尚未验收。", "proposal": challenge.proposals[-1].id}
    for _ in range(2):
        assert second.post(f"{base}/second", data=data).status_code == 302
    assert second.get(f"{base}/decision").status_code == 200
    assert "复核不同意，退回" in second.text()
    assert "中试线尚未验收。" in second.text()
    desk = client_of(officer)
    desk.get(f"{base}/decision")
    assert "中试线尚未验收。" in desk.text()
    desk.get(f"/challenges/{challenge.code}")
    assert "中试线尚未验收。" not in desk.text()


def test_two_leaders_at_once_give_one_conflict(client_of):
    _, challenge, leader = scene.proposed()
    other, page = world.user("leader"), f"/desk/challenges/{challenge.code}/decision"
    browsers = [client_of(leader), client_of(other)]
    scene.step_up(leader)
    scene.step_up(other)
    data = {"decision": "award", "reason": "同意。", "proposal": challenge.proposals[-1].id}
    assert [one.get(page).status_code for one in browsers] == [200, 200]
    assert [one.post(page, data=data).status_code for one in browsers] == [302, 409]


def test_officer_and_leader_read_what_the_reviewers_wrote_and_the_supervisor_not_the_private_part(client_of):
    officer, challenge, leader = scene.proposed()
    for person, reads in ((officer, True), (leader, True), (world.user("supervisor"), False)):
        browser = client_of(person)
        for page in ("ranking", "decision"):
            browser.get(f"/desk/challenges/{challenge.code}/{page}")
            text = browser.text()
            assert (text.count("请补充低温数据。"), text.count("建议支持，把握高")) == (10, 10)
            assert text.count("建议答辩追问。") == (10 if reads else 0)
            assert "依据充分。" in text


def test_a_promise_below_what_is_asked_is_pointed_out_even_when_nobody_explained_it(client_of):
    _, challenge, rows = scene.panel()
    first = challenge.bids[0]
    with transaction():
        for one in (*first.promises, *challenge.bids[1].promises):
            one.value = one.indicator.threshold
        promise = first.promises[0]
        promise.value = "1"
    reviewer = client_of(rows[0].profile.user)
    reviewer.get(f"/desk/reviews/{rows[0].id}/bids/{first.code}")
    assert reviewer.text().count("低于要求") == 1
    (found,) = queries.deviations(challenge)
    wanted = f"{promise.indicator.name}：承诺 1，低于要求（≥ 35 Wh/L），未说明偏离"
    assert (found[0].id, found[1]) == (first.id, wanted)
