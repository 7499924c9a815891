"""Pages of the draw: what each side may do, wrong turns, what the public sees, fixed numbers of queries."""

import datetime as dt

from challenge.review.draw import rules
from challenge.review.draw.models import Commitment, Transcript
from challenge.states import C
from core import clock
from core.audit import AuditEntry
from core.database import db, transaction
from reports.desk.duties import duties
from talent.states import ExpertKind
from tests import custody, world
from tests.challenge.review import drawn
from tests.covered import BID_TABLES


def page(challenge, tail=""):
    return f"/desk/challenges/{challenge.code}/draw{tail}"


def test_both_sides_are_asked_before_the_deadline_and_the_page_keeps_no_phrase(client_of):
    officer, supervisor = world.user("officer"), world.user("supervisor")
    challenge = world.challenge(C.OPEN, handler_id=officer.id)
    for person in (officer, supervisor):
        (asked,) = [one for one in duties(person) if one.path == page(challenge)]
        assert (asked.what, asked.due) == ("提交专家抽取的种子承诺", challenge.deadline)
    desk = client_of(officer)
    assert "尚未提交种子承诺" in (desk.get(page(challenge)), desk.text())[1]
    assert desk.post(page(challenge, "/commitment"), data={"phrase": "太短"}).status_code == 422
    assert "口令太简单" in desk.text()
    assert db.session.query(Commitment).count() == 0
    said = {"phrase": drawn.PHRASES["officer"]}
    assert desk.post(page(challenge, "/commitment"), data=said).status_code == 302
    desk.get(page(challenge))
    assert "您这一方已于" in desk.text()
    assert drawn.PHRASES["officer"] not in desk.text()
    assert [one.path for one in duties(officer) if one.path == page(challenge)] == []
    assert len([one for one in duties(supervisor) if one.path == page(challenge)]) == 1


def test_what_everybody_will_read_is_no_password(client_of):
    officer = world.user("officer", password=world.PASSWORD)
    challenge, desk = world.challenge(C.OPEN, handler_id=officer.id), client_of(officer)
    answer = desk.post(page(challenge, "/commitment"), data={"phrase": world.PASSWORD})
    assert (answer.status_code, "不能与登录密码相同" in desk.text()) == (422, True)
    keeper = custody.custodian("supervisor")
    witness = client_of(keeper.user)
    answer = witness.post(page(challenge, "/commitment"), data={"phrase": custody.PASSPHRASE})
    assert (answer.status_code, "不能与保管口令相同" in witness.text()) == (422, True)
    assert db.session.query(Commitment).count() == 0


def test_who_is_on_no_side_finds_nothing(client_of):
    challenge = world.challenge(C.OPEN, handler_id=world.user("officer").id)
    other = client_of(world.user("officer"))
    assert other.get(page(challenge)).status_code == 404
    at_poster = world.user("supervisor", organisation_id=challenge.organisation_id)
    assert client_of(at_poster).get(page(challenge)).status_code == 404
    assert client_of(world.user("leader")).get(page(challenge)).status_code == 403
    assert client_of(world.user("supervisor")).get(page(challenge, "/1.json")).status_code == 404
    assert client_of(world.user("supervisor")).post(page(challenge, "/ceremony")).status_code == 403


def test_before_the_opening_nothing_of_the_draw_reads_a_bid(client_of, client, queries):
    officer, supervisor = world.user("officer"), world.user("supervisor")
    challenge = world.challenge(C.OPEN, handler_id=officer.id)
    world.bid(challenge)
    drawn.commit(officer, supervisor, challenge)
    for browser, path in (
        (client_of(officer), page(challenge)),
        (client_of(supervisor), page(challenge)),
        (client, f"/challenges/{challenge.code}/draw"),
    ):
        with queries() as seen:
            assert browser.get(path).status_code == 200
        assert [text for text in seen if BID_TABLES.search(text)] == []


def test_conditions_fixed_on_the_page_before_the_deadline(client_of, client, queries):
    officer, supervisor = world.user("officer"), world.user("supervisor")
    challenge = world.challenge(C.OPEN, handler_id=officer.id)
    world.bid(challenge)
    drawn.pool()
    desk, path = client_of(officer), page(challenge, "/conditions")
    with queries() as seen:
        assert desk.post(path, data=drawn.FORM | {"preview": "1"}).status_code == 200
        assert "按这些条件的候选人数" in desk.text()
        assert desk.post(path, data=drawn.FORM | {"unit_max": "0"}).status_code == 422
        assert desk.post(path, data=drawn.FORM).status_code == 302
        assert desk.post(path, data=drawn.FORM | {"unit_max": "2"}).status_code == 302
    assert [text for text in seen if BID_TABLES.search(text)] == []
    assert client_of(supervisor).post(path, data=drawn.FORM).status_code == 403
    db.session.expire_all()
    draw = rules.current(challenge)
    assert (draw.is_early, draw.conditions["unit_max"], draw.candidates) == (True, 2, None)
    client.get(f"/challenges/{challenge.code}/draw")
    assert f"揭榜截止之前固定（日志第 {draw.conditions_seq} 条" in client.text()
    assert "启动评审后生成" in client.text()


def test_after_the_deadline_early_conditions_are_only_confirmed_or_eased(client_of, client, now):
    drawn.pool()
    early = drawn.wanted(outside={"technical": 1})
    officer, _supervisor, challenge = drawn.committed(now, conditions=early)
    desk, path = client_of(officer), page(challenge, "/conditions")
    desk.get(page(challenge))
    assert "截止前固定的条件现在抽不出评审组：技术研发专家中外地专家不足，还差 1 人。" in desk.text()
    assert desk.post(path, data=drawn.FORM).status_code == 422
    assert "请写明原因，原因会公开。" in desk.text()
    (one,) = drawn.pool((ExpertKind.TECHNICAL,), "远方大学", region="外地")
    desk.get(page(challenge))
    assert "条件已在揭榜截止前固定" in desk.text()
    assert desk.post(path).status_code == 302
    draw = rules.current(challenge)
    assert (draw.is_early, draw.conditions["strata"][0]["outside"]) == (True, 1)
    assert one.id in {key for key, _salt in draw.people}


def test_after_the_deadline_a_reason_is_asked_and_shown(client_of, client):
    officer = world.user("officer")
    challenge = world.challenge(C.OPENED, handler_id=officer.id)
    desk, said = client_of(officer), {"phrase": drawn.PHRASES["officer"]}
    assert desk.post(page(challenge, "/commitment"), data=said).status_code == 422
    assert "补作承诺须写明原因" in desk.text()
    answer = desk.post(page(challenge, "/commitment"), data=said | {"reason": "出差未能按时提交"})
    assert answer.status_code == 302
    client.get(f"/challenges/{challenge.code}/draw")
    assert "补作承诺：出差未能按时提交" in client.text()


def test_conditions_are_counted_before_they_are_fixed_and_typed_text_stays(client_of, now):
    drawn.pool()
    officer, _supervisor, challenge = drawn.committed(now)
    desk, path = client_of(officer), page(challenge, "/conditions")
    desk.get(page(challenge))
    assert "按这些条件的候选人数" in desk.text()
    for change, sentence in (
        ({"seats_technical": "2"}, "全组须为不少于 5 人的单数，现为 4 人"),
        ({"seats_finance": "0", "seats_technical": "4"}, "至少 1 人（规则包 2026-1 第十二条）"),
        ({"outside_technical": "4"}, "不能多于该类专家的人数。"),
        ({"outside_technical": "3"}, "技术研发专家中外地专家不足，还差 3 人"),
        ({"seats_technical": "三"}, "请填写整数。"),
        ({"excluded": "库员0"}, "第 1 行请写成“姓名或单位，理由”。"),
        ({"excluded": "某某，在审计"}, "专家库中没有“某某”"),
        ({"industries": "没有的领域"}, "请在列出的产业领域中选择。"),
    ):
        assert desk.post(path, data=drawn.FORM | change).status_code == 422, sentence
        assert sentence in desk.text()
    assert desk.post(path, data=drawn.FORM | {"preview": "1", "excluded": "库员0，在审计"}).status_code == 200
    assert "库员0，在审计" in desk.text()
    assert rules.current(challenge).conditions is None
    assert desk.post(path, data=drawn.FORM).status_code == 302
    assert desk.post(path, data=drawn.FORM).status_code == 409


def test_the_ceremony_says_whose_phrase_is_wrong_and_is_held_once(client_of, now):
    officer, supervisor, draw = drawn.fixed(now)
    desk, path = client_of(officer), page(draw.challenge, "/ceremony")
    assert desk.post(path, data={"officer": drawn.PHRASES["officer"]}).status_code == 422
    wrong = drawn.PHRASES | {"officer": "另一句完全不同的口令哦哦"}
    assert desk.post(path, data=wrong).status_code == 422
    assert "与经办人承诺的口令不符" in desk.text()
    assert "与监督人员承诺的口令不符" not in desk.text()
    assert client_of(supervisor).post(path, data=drawn.PHRASES).status_code == 403
    assert desk.post(path, data=drawn.PHRASES).status_code == 302
    assert desk.post(path, data=drawn.PHRASES).status_code == 409
    assert db.session.query(Transcript).count() == 1


def test_wrong_phrases_are_logged_for_everybody_and_soon_refused(client_of, client, now):
    officer, _supervisor, draw = drawn.fixed(now)
    desk, path = client_of(officer), page(draw.challenge, "/ceremony")
    wrong = drawn.PHRASES | {"supervisor": "另一句完全不同的口令哦哦"}
    for _ in range(5):
        assert desk.post(path, data=wrong).status_code == 422
    refused = desk.post(path, data=drawn.PHRASES)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    assert "监督人员的口令连续多次不正确，请在 15 分钟后再试。" in desk.text()
    assert draw.transcript is None
    tried = db.session.scalars(db.select(AuditEntry).filter_by(action="draw.wrong_phrase")).all()
    assert [(one.actor_id, one.public) for one in tried] == [(officer.id, True)] * 5
    assert {one.what for one in tried} == {"第 1 轮抽取：输入的口令与监督人员的承诺不符"}
    assert not any(phrase in f"{one.before}{one.after}" for one in tried for phrase in wrong.values())
    assert db.session.scalar(db.select(AuditEntry).filter_by(action="draw.locked")) is not None
    client.get(f"/challenges/{draw.challenge.code}/timeline")
    assert "输入的口令与监督人员的承诺不符" in client.text()
    now.forward(minutes=16)
    assert desk.post(path, data=drawn.PHRASES).status_code == 302


def test_the_public_page_shows_everything_but_names(client, client_of, now):
    _officer, supervisor, draw = drawn.drawn(now)
    client.get(f"/challenges/{draw.challenge.code}/draw")
    text = client.text()
    names = [one.profile.name for one in draw.assignments]
    assert [name for name in names if name in text] == []
    assert all(phrase in text for phrase in drawn.PHRASES.values())
    assert draw.transcript.digest in text
    assert draw.assignments[0].profile.unit not in text
    told = client_of(supervisor).get(page(draw.challenge, "/1.json"))
    assert (told.status_code, told.text) == (200, draw.transcript.body)
    assert client.get(page(draw.challenge, "/1.json")).status_code == 302
    for role, status in (("leader", 200), ("auditor", 200), ("finance", 403)):
        browser = client_of(world.user(role))
        assert browser.get(page(draw.challenge, "/1.json")).status_code == status
        browser.get(f"/challenges/{draw.challenge.code}/draw")
        assert ("第 1 轮抽取记录（JSON）" in browser.text()) == (status == 200)
    assert "第 1 轮抽取记录（JSON）" not in text


def test_a_second_draw_is_asked_for_and_answered_on_pages(client_of, now):
    officer, supervisor, draw = drawn.drawn(now)
    desk, witness = client_of(officer), client_of(supervisor)
    assert witness.get(page(draw.challenge, "/ask_again")).status_code == 403
    assert desk.get(page(draw.challenge, "/ask_again")).status_code == 200
    assert desk.post(page(draw.challenge, "/ask_again"), data={}).status_code == 422
    assert desk.post(page(draw.challenge, "/ask_again"), data={"reason": "条件有误"}).status_code == 302
    assert "决定是否重新抽取专家" in {one.what for one in duties(supervisor)}
    assert witness.post(page(draw.challenge, "/consent")).status_code == 302
    db.session.expire_all()
    witness.get(page(draw.challenge))
    assert "第 2 轮（重新抽取）" in witness.text()
    assert "已作废" in witness.text()


def test_pages_and_desk_take_the_same_number_of_queries_for_few_and_for_many(client_of, queries, now):
    officer, supervisor, draw = drawn.drawn(now)
    browser, counts = client_of(supervisor), []
    for more in (1, 12):
        for _ in range(more):
            challenge = world.challenge(C.OPEN, handler_id=officer.id)
            drawn.commit(officer, world.user("supervisor"), challenge)
        db.session.expire_all()
        with queries() as seen:
            assert browser.get("/desk").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert draw.state.label == "已抽取"


def test_the_page_of_a_supplement_offers_no_conditions(client_of, now):
    kinds = (*drawn.POOL[:6], ExpertKind.INDUSTRY, ExpertKind.FINANCE)
    officer, supervisor, draw = drawn.drawn(now, kinds)
    finance = next(one for one in draw.assignments if one.profile.kind is ExpertKind.FINANCE)
    drawn.pool((ExpertKind.FINANCE,), "另一城大学")
    browser = client_of(finance.profile.user)
    said = {"reason": "出差"}
    assert browser.post(f"/desk/reviews/{finance.id}/decline", data=said).status_code == 302
    phrases = {"officer": "补充抽取用的第一句口令啊", "supervisor": "补充抽取用的第二句口令哦"}
    db.session.expire_all()
    for person, side in ((officer, "officer"), (supervisor, "supervisor")):
        answer = client_of(person).post(page(draw.challenge, "/commitment"), data={"phrase": phrases[side]})
        assert answer.status_code == 302
    desk = client_of(officer)
    desk.get(page(draw.challenge))
    assert "补充抽取沿用本评审组原来的条件" in desk.text()
    assert "须等平台公布下一次签名的日志头" in desk.text()
    assert desk.post(page(draw.challenge, "/conditions")).status_code == 302
    assert desk.post(page(draw.challenge, "/ceremony"), data=phrases).status_code == 409
    now.forward(hours=1)
    drawn.sign_head()
    assert client_of(officer).post(page(draw.challenge, "/ceremony"), data=phrases).status_code == 302


def test_the_deadline_counts_to_the_instant(app, now):
    officer, supervisor = world.user("officer"), world.user("supervisor")
    challenge = world.challenge(C.OPEN, handler_id=officer.id, deadline=clock.now() + dt.timedelta(hours=1))
    drawn.commit(officer, supervisor, challenge)
    now.forward(hours=1)
    assert rules.is_late(challenge, rules.current(challenge))
    with transaction():
        assert not rules.is_marked_late(rules.current(challenge))
