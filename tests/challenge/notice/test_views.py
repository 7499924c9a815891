"""Public pages of notices and results, the officer's desk, the holiday table."""

import datetime as dt

from challenge.notice import actions, queries, text
from challenge.notice.models import Notice
from challenge.states import B, C, N
from core import audit, clock, workdays
from core.database import db, transaction
from core.formats import date_zh
from core.workflow import apply
from tests import world
from tests.challenge.review import scene


def _notice(number, state=N.PUBLISHED, published=True, **facts):
    """A notice row of its own list, without the way that leads there."""
    challenge = world.challenge(C.NOTICED if state is N.PUBLISHED else C.ANNOUNCED, title=f"课题{number}")
    bid = world.bid(challenge, B.WON)
    row = Notice(
        code=f"GS2026{number:04d}",
        challenge_id=challenge.id,
        bid_id=bid.id,
        state=state,
        title=f"关于“课题{number}”的公示",
        facts={"winner": bid.organisation.name, "reward_fen": 1_000_000, "code": challenge.code, "leader": "甲",
               "partners": [], "poster": "乙", "cycle_months": 6, "decision_reason": "同意。", "rank": 1,
               "figure": "80.10", "override_reason": ""},
        workdays=7,
        published_at=clock.now() if published else None,
        ends_at=clock.now() + dt.timedelta(days=9) if published else None,
        **facts,
    )  # fmt: skip
    with transaction():
        db.session.add(row)
    return row


def test_only_published_notices_are_public(client):
    _notice(1)
    drafted = _notice(2, N.DRAFT, published=False)
    client.get("/notices")
    assert "课题1" in client.text()
    assert "课题2" not in client.text()
    assert client.get(f"/notices/{drafted.code}").status_code == 404
    assert [one.code for one in db.session.scalars(queries.visible_notices())] == ["GS20260001"]


def test_empty_lists_say_what_to_do(client):
    assert client.get("/notices").status_code == 200
    assert "暂时没有公示" in client.text()
    assert client.get("/results").status_code == 200
    assert "还没有公布结果" in client.text()
    _notice(1)
    client.get("/notices?q=没有的题目")
    assert "没有符合条件的公示" in client.text()


def test_notices_are_searched_filtered_sorted_and_exported(client, now):
    scene.calendar()
    _notice(1, N.CLOSED)
    now.forward(hours=1)
    _notice(2, N.REVOKED, reason="异议成立")
    now.forward(hours=1)
    running = _notice(3)
    found = {}
    for phase in ("running", "over", "closed", "revoked"):
        client.get(f"/notices?state={phase}")
        found[phase] = [number for number in (1, 2, 3) if f"课题{number}" in client.text()]
    assert found == {"running": [3], "over": [], "closed": [1], "revoked": [2]}
    now.instant = running.ends_at
    client.get("/notices?state=over")
    assert "课题3" in client.text()
    client.get("/notices?sort=published")
    text = client.text()
    assert text.index("课题1") < text.index("课题2") < text.index("课题3")
    client.get("/notices?q=课题2&industry=储能&county=朔城区")
    assert "课题2" in client.text()
    assert client.get("/notices?export=xlsx").mimetype.endswith("spreadsheetml.sheet")
    assert client.get("/results?export=xlsx").mimetype.endswith("spreadsheetml.sheet")


def test_the_countdown_speaks_of_working_days(client, now):
    scene.calendar()
    row = _notice(
        1
    )  # published on Wednesday 16 September; Sunday the 20th is a make-up day, the 25th a holiday
    row.ends_at = clock.beijing_instant(dt.date(2026, 9, 25))
    words = {}
    for day in (16, 22, 23, 24):
        now.instant = clock.beijing_instant(dt.date(2026, 9, day), dt.time(10))
        words[day] = queries.remaining([row])[row.id]
    assert words == {
        16: "还剩 7 个工作日",
        22: "还剩 2 个工作日",
        23: "还剩 1 个工作日",
        24: "最后一天，今日 24:00 截止",
    }
    now.instant = row.ends_at
    assert queries.remaining([row]) == {}


def test_a_revoked_notice_is_shown_with_its_reason(client):
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        actions.publish(officer, challenge, actions.draft(officer, challenge).id)
        apply(officer, challenge, "give_up", reason="资金不足")
    page = f"/notices/{challenge.notices[0].code}"
    assert client.get(page).status_code == 200
    assert "本公示已撤销。理由：资金不足" in client.text()


def test_results_show_winners_and_public_reasons(client):
    announced = _notice(1, N.CLOSED)
    lapsed = world.challenge(C.LAPSED, title="流掉的课题", reason="有效方案不足。")
    cancelled = world.challenge(C.CANCELLED, title="撤下的课题", reason="生产计划调整。")
    never = world.challenge(C.CANCELLED, title="未公开的课题", published_at=None)
    running = world.challenge(C.REVIEWING, title="评审中的课题")
    client.get("/results")
    text = client.text()
    for words in (announced.facts["winner"], "有效方案不足。", "生产计划调整。"):
        assert words in text
    assert "未公开的课题" not in text
    assert "评审中的课题" not in text
    client.get("/results?state=lapsed")
    assert "流掉的课题" in client.text()
    assert "撤下的课题" not in client.text()
    shown = [announced.challenge, lapsed, cancelled]
    assert {client.get(f"/results/{one.code}").status_code for one in shown} == {200}
    assert {client.get(f"/results/{one.code}").status_code for one in (never, running)} == {404}
    client.get(f"/results/{announced.challenge.code}")
    assert "综合得分 80.10 分，排名第 1" in client.text()
    assert "未按排名推荐" not in client.text()
    with transaction():
        announced.facts = announced.facts | {"rank": 2, "override_reason": "已有中试线。"}
    client.get(f"/results/{announced.challenge.code}")
    assert "未按排名推荐的理由已有中试线。" in client.text()


def test_public_lists_take_a_fixed_number_of_queries(client, queries):
    scene.calendar()
    counts = {}
    for numbers in (range(1, 2), range(2, 31)):
        for number in numbers:
            _notice(number, N.PUBLISHED if number % 2 else N.CLOSED)
        if 2 in numbers:
            counts["before"] = counts.copy()
        else:
            _notice(100, N.CLOSED)
        for page in ("/notices", "/results"):
            db.session.remove()
            with queries() as seen:
                assert client.get(page).status_code == 200
            counts[page] = len(seen)
            assert [one for one in seen if "FROM bid" in one or "JOIN bid" in one] == []
    before = counts.pop("before")
    assert counts == before


def test_the_desk_publishes_only_what_was_checked(client_of):
    scene.calendar()
    officer, challenge = scene.awarded()
    desk, page = client_of(officer), f"/desk/challenges/{challenge.code}/notice"
    assert desk.get(page).status_code == 200
    assert "生成公示文本" in desk.text()
    desk.post(page)
    (row,) = db.session.query(Notice).all()
    assert desk.post(f"{page}/publish", data={"notice": row.id}).status_code == 422
    assert "请核对后勾选。" in desk.text()
    assert desk.post(f"{page}/publish", data={"notice": row.id + 1, "checked": "y"}).status_code == 409
    assert desk.post(f"{page}/publish", data={"notice": "x", "checked": "y"}).status_code == 409
    other = client_of(world.user("officer"))
    assert other.post(f"{page}/publish", data={"notice": row.id, "checked": "y"}).status_code == 404
    assert desk.post(f"{page}/publish", data={"notice": row.id, "checked": "y"}).status_code == 302
    assert desk.get(page).status_code == 200
    assert "公示期未满，期满后才能公布结果。" in desk.text()
    assert desk.post(f"{page}/publish", data={"notice": row.id, "checked": "y"}).status_code == 302


def test_the_holiday_table_is_kept_by_officers(client_of):
    scene.calendar()
    desk, page = client_of(world.user("officer")), "/desk/challenges/holidays"
    assert desk.get(f"{page}?year=2026&day=2026-10-01").status_code == 200
    assert [one.get("value") for one in desk.all("input", name="name")] == ["国庆节"]
    assert desk.get(f"{page}?year=99999999999999999999").status_code == 200
    assert desk.get(f"{page}?year=2027").status_code == 200
    assert "2027 年的节假日安排尚未录入完整，还缺：元旦、春节、" in desk.text()
    wrong = {"day": "2027-13-01", "kind": "maybe", "name": " ", "source": "通知"}
    assert desk.post(page, data=wrong).status_code == 422
    for sentence in ("请填写正确的日期", "请选择放假或上班。", "请填写名称"):
        assert sentence in desk.text()
    assert [one.get("value") for one in desk.all("input", name="source")] == ["通知"]
    right = {"day": "2027-01-01", "kind": "rest", "name": "元旦", "source": "国办通知"}
    assert desk.post(page, data=right | {"day": "1999-01-01"}).status_code == 422
    assert desk.post(page, data=right).status_code == 302
    assert workdays.is_workday(dt.date(2027, 1, 1)) is False
    assert audit.entries_of("holidays")[-1].what == "节假日表：2027年1月1日 元旦"
    desk.get(f"{page}?year=2027")
    assert desk.text().index("增加或修改一天") < desk.text().index("2027 年的节假日 ")
    assert desk.get(f"{page}/2027-01-01/remove").status_code == 200
    assert desk.post(f"{page}/2027-01-01/remove").status_code == 302
    assert workdays.is_workday(dt.date(2027, 1, 1)) is True
    assert {desk.get(f"{page}/{day}/remove").status_code for day in ("2027-01-01", "gestern")} == {404}
    assert client_of(world.user("leader")).get(page).status_code == 403


def test_a_longer_period_is_told_to_the_officer_and_on_the_notice(client, client_of, now):
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        actions.publish(officer, challenge, actions.draft(officer, challenge).id)
    row = challenge.notices[-1]
    first = workdays.days_between(clock.today(), text.last_day_of(row))[0]
    client.get(f"/notices/{row.code}")
    assert "截止时间原为" not in client.text()
    old, desk = date_zh(text.last_day_of(row)), client_of(officer)
    day = {"day": first.isoformat(), "kind": "rest", "name": "临时放假", "source": "市政府通知"}
    before = row.ends_at
    assert desk.post("/desk/challenges/holidays", data=day).status_code == 422
    assert f"公示 {row.code} 将顺延至" in desk.text()
    db.session.expire_all()
    assert (row.ends_at, queries.holiday(first)) == (before, None)
    assert desk.post("/desk/challenges/holidays", data=day | {"confirmed": "y"}).status_code == 302
    desk.get("/desk/challenges/holidays")
    db.session.expire_all()
    assert f"公示 {row.code} 顺延至 {date_zh(text.last_day_of(row))} 24:00。" in desk.text()
    client.get(f"/notices/{row.code}")
    new = date_zh(text.last_day_of(row))
    assert f"截止时间原为 {old} 24:00，因节假日安排顺延至 {new} 24:00。" in client.text()
    assert desk.post(f"/desk/challenges/holidays/{first}/remove").status_code == 302
    desk.get("/desk/challenges/holidays")
    assert "正在进行的公示截止时间不变。" in desk.text()


def test_a_second_removal_of_a_day_finds_it_done(client_of):
    desk, page = client_of(world.user("officer")), "/desk/challenges/holidays"
    desk.post(page, data={"day": "2027-01-01", "kind": "rest", "name": "元旦", "source": "通知"})
    for _ in range(2):
        assert desk.post(f"{page}/2027-01-01/remove").status_code == 302
    desk.get(f"{page}?year=2027")
    assert "已从节假日表中删去" in desk.text()
    assert desk.post(f"{page}/2027-02-01/remove").status_code == 404


def test_only_what_departs_from_the_weekend_is_entered(client_of):
    desk, page = client_of(world.user("officer")), "/desk/challenges/holidays"
    typed = {"name": "元旦", "source": "通知"}
    assert desk.post(page, data=typed | {"day": "2027-01-02", "kind": "rest"}).status_code == 422
    assert "这一天是周末，本来就休息，无须录入。" in desk.text()
    assert desk.post(page, data=typed | {"day": "2027-01-04", "kind": "work"}).status_code == 422
    assert "这一天是周一至周五，本来就上班，无须录入。" in desk.text()


def test_the_page_of_a_list_leads_to_its_published_notices(app, client):
    row, hidden = _notice(71), _notice(72, N.DRAFT, published=False)
    client.get(f"/challenges/{row.challenge.code}")
    assert [one.get("href") for one in client.all("a") if "/notices/" in (one.get("href") or "")] == [
        f"/notices/{row.code}"
    ]
    client.get(f"/challenges/{hidden.challenge.code}")
    assert hidden.code not in client.text()


def test_values_of_the_demonstration_are_marked(app, client):
    for made_up, marks in ((True, 2), (False, 0)):
        row = world.challenge(C.OPEN, is_demo=made_up)
        client.get(f"/challenges/{row.code}")
        assert sum(one.text == "演示数据" for one in client.all("span", class_="tag")) == marks
