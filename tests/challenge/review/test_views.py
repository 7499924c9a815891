"""Pages of review: wrong turns, what stays typed, who sees whose name, fixed numbers of queries."""

import pytest

from challenge.review.models import Assignment, Review
from challenge.states import A, C
from core.database import db, transaction
from tests import world
from tests.challenge.review import scene

HUGE = 2**63 + 1
FULL = {f"score_{key}": str(tenths / 10) for key, tenths in scene.SCORES.items()}


def _scores(**changes):
    gates = dict.fromkeys(("gate_responds", "gate_sound", "gate_lawful"), "yes")
    return (
        FULL
        | gates
        | {"recommendation": "support", "confidence": "high", "comment_to_bidder": "好。"}
        | changes
    )


def test_a_reviewer_reads_nothing_before_declaring(client_of):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    browser, bid = client_of(task.profile.user), challenge.bids[0]
    assert browser.get(f"/desk/reviews/{task.id}").status_code == 200
    text = browser.text()
    assert bid.organisation.name in text
    assert "双极板分区流道" not in text
    for path in (f"/desk/reviews/{task.id}/bids/{bid.code}", f"/desk/bids/{bid.code}"):
        assert browser.get(path).status_code == 404


def test_a_stranger_and_huge_numbers_find_nothing(client_of):
    _, challenge, rows = scene.panel(1)
    stranger = client_of(world.user("expert"))
    paths = ["", "/submit", "/decline", "/recuse", "/report", f"/bids/{challenge.bids[0].code}"]
    assert {stranger.get(f"/desk/reviews/{rows[0].id}{path}").status_code for path in paths} == {404}
    assert {stranger.get(f"/desk/reviews/{HUGE}{path}").status_code for path in paths} == {404}
    officer = client_of(world.user("officer"))
    assert officer.get(f"/desk/reviewers/{HUGE}/remove").status_code == 404
    assert officer.get(f"/desk/reviewers/{rows[0].id}/remove").status_code == 404


def test_a_reviewer_of_another_list_does_not_reach_this_one(client_of):
    _, _, mine = scene.panel(1)
    _, other, _ = scene.panel(1)
    browser = client_of(mine[0].profile.user)
    assert browser.get(f"/desk/reviews/{mine[0].id}/bids/{other.bids[0].code}").status_code == 404


def test_declaration_asks_for_every_bid_and_keeps_what_was_said(client_of):
    officer, challenge = scene.in_review()
    (task,) = scene.invited(officer, challenge, scene.KINDS[:1])
    browser, (first, second) = client_of(task.profile.user), challenge.bids
    answer = browser.post(
        f"/desk/reviews/{task.id}", data={f"tie_{first.id}": "other", f"note_{second.id}": "记得"}
    )
    assert answer.status_code == 422
    text = browser.text()
    assert "请说明具体情形。" in text
    assert "请选择一项。" in text
    assert "请勾选承诺。" in text
    assert browser.all("input", name=f"note_{second.id}")[0].get("value") == "记得"
    assert db.session.get(Assignment, task.id).state is A.INVITED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31", "请填写 0 至 30 之间的分数。"),
        ("-1", "请填写 0 至 30 之间的分数。"),
        ("十分", "请填写 0 至 30 之间的分数。"),
        ("NaN", "请填写 0 至 30 之间的分数。"),
        ("1e400", "请填写 0 至 30 之间的分数。"),
        ("18.3", "分数以 0.5 分为一档，例如 18 或 18.5。"),
    ],
)
def test_a_wrong_score_keeps_the_text(client_of, typed, sentence):
    _, challenge, rows = scene.panel(1)
    browser = client_of(rows[0].profile.user)
    page = f"/desk/reviews/{rows[0].id}/bids/{challenge.bids[0].code}"
    answer = browser.post(page, data=_scores(score_indicators=typed, note_team="很好的团队"))
    assert answer.status_code == 422
    assert sentence in browser.text()
    assert browser.all("input", name="score_indicators")[0].get("value") == typed
    assert "很好的团队" in browser.text()
    assert db.session.query(Review).count() == 0


def test_autosave_answers_the_version_and_notices_a_second_window(client_of):
    _, challenge, rows = scene.panel(1)
    browser = client_of(rows[0].profile.user)
    page = f"/desk/reviews/{rows[0].id}/bids/{challenge.bids[0].code}"
    first = browser.post(f"{page}/draft", data={"score_team": "１８．５"})
    assert (first.status_code, first.json) == (200, {"version": 1})
    second = browser.post(f"{page}/draft", data={"score_team": "19", "version": "1"})
    assert second.json == {"version": 2}
    assert browser.post(f"{page}/draft", data={"score_team": "20", "version": "1"}).status_code == 409
    assert browser.post(f"{page}/draft", data={"score_team": "99", "version": "2"}).status_code == 422
    assert db.session.query(Review).one().scores == {"team": 190}


def test_the_next_bid_follows_when_asked(client_of):
    _, challenge, rows = scene.panel(2)
    browser, base = client_of(rows[0].profile.user), f"/desk/reviews/{rows[0].id}"
    first, second = (f"{base}/bids/{bid.code}" for bid in challenge.bids)
    assert browser.post(first, data=_scores(next="1")).headers["Location"].endswith(second)
    assert browser.post(second, data=_scores(next="1")).headers["Location"].endswith(base)


def test_what_is_missing_is_said_before_submission(client_of):
    _, challenge, rows = scene.panel(1)
    browser, base = client_of(rows[0].profile.user), f"/desk/reviews/{rows[0].id}"
    browser.post(f"{base}/bids/{challenge.bids[0].code}", data=_scores(score_team="20", comment_to_bidder=""))
    browser.get(base)
    assert "团队与基础为最高或最低档，须说明理由" in browser.text()
    assert "给揭榜方的意见未填写" in browser.text()
    assert browser.get(f"{base}/submit").status_code == 422
    assert browser.post(f"{base}/submit").status_code == 422


REPORT = {"who": "某人", "when": "昨晚", "channel": "call", "asked": "打高分", "text": "有人来电。"}


def test_leaving_and_reporting_need_words(client_of):
    _, _, rows = scene.panel(1)
    browser, base = client_of(rows[0].profile.user), f"/desk/reviews/{rows[0].id}"
    assert browser.post(f"{base}/report", data={"text": " "}).status_code == 422
    assert browser.post(f"{base}/report", data=REPORT).status_code == 302
    assert browser.get(f"{base}/decline").status_code == 409
    assert browser.post(f"{base}/recuse", data={}).status_code == 422
    assert browser.post(f"{base}/recuse", data={"reason": "同学关系"}).status_code == 302
    db.session.expire_all()
    assert (rows[0].state, rows[0].reason) == (A.RECUSED, "同学关系")
    assert "本任务没有可以查看的材料" in (browser.get(base), browser.text())[1]


def test_a_decision_asks_for_a_fresh_proof_and_a_reason(client_of, now):
    officer, challenge, leader = scene.proposed()
    page = f"/desk/challenges/{challenge.code}/decision"
    chief = client_of(leader)
    now.forward(minutes=11)
    assert chief.post(page, data={"decision": "award"}).status_code == 302
    assert challenge.state is C.PROPOSED
    assert "step-up" in chief.get(page).headers["Location"]
    scene.step_up(leader)
    assert chief.post(page, data={"decision": "award"}).status_code == 422
    assert "请写明决定理由。" in chief.text()
    assert client_of(officer).post(page, data={"decision": "award"}).status_code == 403
    late = {"decision": "award", "reason": "同意。", "proposal": "12345678901234567890"}
    assert chief.post(page, data=late).status_code == 409


def test_steps_on_a_reviewer_have_their_page(client_of, now):
    officer, challenge, rows = scene.panel(1)
    page = f"/desk/reviewers/{rows[0].id}/remove"
    desk = client_of(officer)
    assert desk.get(page).status_code == 422  # nothing on record forbids to sit
    with transaction():
        rows[0].profile.organisation_id = challenge.bids[0].organisation_id
    db.session.expire_all()
    assert desk.get(page).status_code == 200
    assert desk.post(page, data={}).status_code == 422
    assert desk.post(page, data={"reason": "单位变动"}).status_code == 302
    assert desk.get(page).status_code == 409
    assert desk.get(f"/desk/reviewers/{rows[1].id}/expire").status_code == 422
    now.forward(days=10)
    desk = client_of(officer)
    assert desk.post(f"/desk/reviewers/{rows[1].id}/expire").status_code == 302
    db.session.expire_all()
    assert [one.state for one in rows[:3]] == [A.REMOVED, A.EXPIRED, A.ACCEPTED]


def test_lists_take_the_same_number_of_queries_for_one_and_for_many(client_of, queries):
    expert = world.profile(user_id=world.user("expert").id)
    browser, counts = client_of(expert.user), []
    for number in (1, 29):
        for _ in range(number):
            world.assignment(world.challenge(C.REVIEWING), expert, A.ACCEPTED)
        db.session.expire_all()
        browser.get("/desk/reviews")
        with queries() as seen:
            assert browser.get("/desk/reviews").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "共 30 条" in browser.text()


def test_ranking_takes_the_same_number_of_queries_for_two_and_for_five_bids(client_of, queries):
    counts = []
    for figures in (((260, 240),) * 5, ((260, 240, 230, 220, 210),) * 5):
        officer, challenge, _ = scene.scored(figures=figures)
        browser, page = client_of(officer), f"/desk/challenges/{challenge.code}/ranking"
        db.session.expire_all()
        db.session.remove()
        with queries() as seen:
            assert browser.get(page).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_feedback_is_for_the_team_alone(client_of):
    from challenge.notice import actions as notice

    scene.calendar()
    officer, challenge = scene.awarded()
    page = f"/desk/bids/{challenge.bids[1].code}/feedback"
    loser = client_of(challenge.bids[1].leader)
    assert loser.get(page).status_code == 404
    with transaction():
        notice.publish(officer, challenge, notice.draft(officer, challenge).id)
    assert loser.get(page).status_code == 200
    text = loser.text()
    assert "79.00 分" in text
    assert "建议答辩追问。" not in text
    assert f"/notices/{challenge.notices[-1].code}" in [one.get("href") for one in loser.all("a")]
    assert not any(one.profile.name in text for one in challenge.assignments)
    assert "第 2 名（共 2 份进入评审）" in text
    object_here = f"/desk/objections/new/{challenge.notices[-1].code}"
    assert object_here in [one.get("href") for one in loser.all("a")]
    loser.get("/desk")
    assert "公示期内可提出异议" in loser.text()
    assert client_of(challenge.bids[0].leader).get(page).status_code == 404


def test_exports_of_my_reviews(client_of):
    _, _, rows = scene.panel(1)
    answer = client_of(rows[0].profile.user).get("/desk/reviews?export=xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_the_ranking_says_who_doubts_what_must_hold(client_of):
    officer, challenge, _ = scene.scored()
    browser, path = client_of(officer), f"/desk/challenges/{challenge.code}/ranking"
    browser.get(path)
    assert "没有专家对底线问题答“否”。" in browser.text()
    with transaction():
        for one in challenge.bids[0].reviews[:2]:
            one.gates = one.gates | {"sound": "no"}
    browser.get(path)
    said = "2 位专家对“没有发现抄袭、虚假材料或明显的知识产权风险”答“否”"
    assert f"方案 {challenge.bids[0].code}：{said}" in browser.text()
