"""Notice text, period over National Day, announcing, revoking, the calendar that becomes known."""

import datetime as dt

import pytest

from challenge import rulepack
from challenge.notice import actions, reviewers, text
from challenge.notice.models import Notice
from challenge.states import C, N
from core import audit, clock, workdays
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused, apply
from tests import world
from tests.challenge.review import scene


def _noticed(**facts):
    officer, challenge = scene.awarded(**facts)
    with transaction():
        actions.publish(officer, challenge, actions.draft(officer, challenge).id)
    return officer, challenge, challenge.notices[-1]


def test_the_text_is_made_of_data(app):
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        row = actions.draft(officer, challenge)
    winner, reserve = challenge.bids
    assert (row.code, row.state, row.title) == (
        "GS20260001",
        N.DRAFT,
        "关于“高密度液流电池电堆设计”揭榜结果的公示",
    )
    assert text.paragraphs(row) == [
        (
            f"榜单“高密度液流电池电堆设计”（编号 {challenge.code}）经公开张榜、开标、形式审查、专家评审和研究决定，"
            f"拟由{winner.organisation.name}（项目负责人：{winner.leader.display_name}）揭榜，现予公示。"
        ),
        f"发榜单位：{challenge.organisation.name}。悬赏金额：30.00 万元。攻关周期：18 个月。",
        "经形式审查，2 份方案进入评审，由 5 名专家（技术研发 3 人、产业 1 人、财务 1 人）独立评分。",
        "拟揭榜方案综合得分 80.10 分，排名第 1。",
        "决定理由：同意。",
        f"候补揭榜方：{reserve.organisation.name}。",
        "公示期 7 个工作日，自发布次日起算（规则包 2026-1 第十八条）。",
        (
            "对公示结果有异议的，请在公示期内实名提出（在本页面或者书面），写明具体事实和依据，并附证明材料。"
            "书面异议受理地点：示范市民中心三楼科技窗口（演示地址）；联系电话：演示环境不提供电话。"
        ),
    ]


def test_the_reason_of_an_override_is_published(app):
    officer, challenge, leader = scene.proposed(place=1, override="已有中试线。")
    from challenge.review.actions import deciding

    with transaction():
        deciding.dissent(world.user("officer"), challenge, challenge.proposals[-1].id, "尚未验收。")
        deciding.propose(officer, challenge, [challenge.bids[1].id], "建议立项。", "已有中试线。")
        deciding.second(world.user("officer"), challenge, challenge.proposals[-1].id)
        deciding.award(leader, challenge, challenge.proposals[-1].id, "同意。")
        row = actions.draft(officer, challenge)
    assert "拟揭榜方案综合得分 79.00 分，排名第 2。" in text.paragraphs(row)
    assert "本榜未按排名第 1 的方案推荐，理由：已有中试线。" in text.paragraphs(row)
    assert "该推荐已由另一名经办人于 2026年9月16日 复核同意。" in text.paragraphs(row)
    earlier = "此前未按排名的推荐曾有 1 次经复核退回，理由：2026年9月16日：尚未验收。"
    assert earlier in text.paragraphs(row)


def test_reviewers_are_named_with_the_notice_and_not_before(app):
    scene.calendar()
    officer, challenge = scene.awarded()
    with transaction():
        challenge.assignments[0].profile.name = "阿甲"
        row = actions.draft(officer, challenge)
    assert (reviewers.shown(row), "reviewers" in row.facts) == ([], False)
    with transaction():
        actions.publish(officer, challenge, row.id)
    everybody = {(one.profile.name, one.profile.unit) for one in challenge.assignments}
    assert {tuple(one) for one in reviewers.shown(row)} == everybody
    assert reviewers.shown(row)[0][0] == "阿甲"
    with transaction():
        challenge.state = C.REVIEWING
    assert reviewers.shown(row) == []


def test_sealed_names_stay_sealed(app, monkeypatch):
    scene.calendar()
    officer, challenge = scene.awarded()
    known = rulepack.value
    closed = {"names_open_at_notice": False}
    monkeypatch.setattr(rulepack, "value", lambda of, key: closed.get(key, known(of, key)))
    with transaction():
        row = actions.draft(officer, challenge)
        actions.publish(officer, challenge, row.id)
    assert (row.facts["reviewers"], reviewers.shown(row)) == ([], [])


def test_drafting_again_keeps_one_notice(app):
    officer, challenge = scene.awarded()
    with transaction():
        first = actions.draft(officer, challenge)
    with transaction():
        challenge.cycle_months = 12
        assert actions.draft(officer, challenge) is first
    assert (db.session.query(Notice).count(), first.facts["cycle_months"]) == (1, 12)


def test_only_an_award_can_be_drafted_and_only_the_read_text_published(app):
    officer, challenge, _ = scene.proposed()
    with pytest.raises(Refused) as early, transaction():
        actions.draft(officer, challenge)
    assert early.value.refusal.sentence == "当前状态为“拟立项”，定榜后才能生成公示文本。"
    officer, challenge = scene.awarded()
    with pytest.raises(Refused) as none, transaction():
        actions.publish(officer, challenge, None)
    assert none.value.refusal.sentence == "请先生成公示文本并核对。"
    with transaction():
        row = actions.draft(officer, challenge)
    with pytest.raises(Conflict), transaction():
        actions.publish(officer, challenge, row.id + 1)


def test_the_period_crosses_national_day(app, now):
    scene.calendar()
    now.instant = clock.beijing_instant(dt.date(2026, 9, 28), dt.time(15, 30))
    _, challenge, row = _noticed()
    # 29, 30 September, then the holiday to 7 October; 8, 9, the make-up Saturday 10, 12, 13 October
    assert text.last_day_of(row) == dt.date(2026, 10, 13)
    assert row.ends_at == clock.beijing_instant(dt.date(2026, 10, 14))
    assert (challenge.state, row.state, row.calendar_known, row.workdays) == (C.NOTICED, N.PUBLISHED, True, 7)


def test_nothing_is_announced_before_the_end(app, now):
    scene.calendar()
    officer, challenge, row = _noticed()
    now.instant = row.ends_at - dt.timedelta(seconds=1)
    with pytest.raises(Refused) as early, transaction():
        actions.announce(officer, challenge)
    assert early.value.refusal.sentence == "公示期未满，期满后才能公布结果。"
    now.instant = row.ends_at
    with transaction():
        actions.announce(officer, challenge)
    assert (challenge.state, row.state) == (C.ANNOUNCED, N.CLOSED)


def test_a_second_click_on_publish_and_announce_finds_it_done(app, now):
    scene.calendar()
    officer, challenge, row = _noticed()
    with transaction():
        actions.publish(officer, challenge, row.id)
    with pytest.raises(Refused), transaction():
        actions.publish(officer, challenge, row.id + 1)
    now.instant = row.ends_at
    for _ in range(2):
        with transaction():
            actions.announce(officer, challenge)
    taken = [one.action for one in audit.entries_of(f"challenge:{challenge.id}")]
    assert [taken.count(one) for one in ("challenge.publish_notice", "challenge.announce")] == [1, 1]


def test_an_unknown_calendar_stops_the_announcement_until_it_is_entered(app, now):
    scene.calendar()
    now.instant = clock.beijing_instant(dt.date(2026, 12, 28), dt.time(9))
    officer, challenge, row = _noticed()
    assert (row.calendar_known, text.last_day_of(row)) == (False, dt.date(2027, 1, 6))
    now.instant = row.ends_at + dt.timedelta(days=1)
    with pytest.raises(Refused) as refused, transaction():
        actions.announce(officer, challenge)
    assert "尚未公布节假日安排" in refused.value.refusal.sentence
    with transaction():
        actions.set_holiday(officer, dt.date(2027, 1, 1), "rest", "元旦", "通知")
    assert (row.calendar_known, text.last_day_of(row)) == (False, dt.date(2027, 1, 7))
    with transaction():
        actions.set_holiday(officer, dt.date(2027, 10, 1), "rest", "国庆节", "通知")
    assert row.calendar_known is False
    _rest_of_2027(officer)
    assert row.calendar_known is True
    entry = audit.head()
    assert (entry.action, entry.public, entry.after["calendar_known"]) == ("notice.recompute", True, True)
    now.instant = max(now.instant, row.ends_at)
    with transaction():
        actions.announce(officer, challenge)
    assert challenge.state is C.ANNOUNCED


def test_holidays_are_logged_and_lengthen_running_notices_only(app, now):
    scene.calendar()
    officer, _, ended = _noticed()
    before = ended.ends_at
    now.instant = before
    _, _, running = _noticed()
    day = workdays.add_workdays(clock.beijing(running.published_at).date(), 1)
    old_end = running.ends_at
    with transaction():
        assert actions.set_holiday(officer, day, "rest", "临时放假", "市政府通知") == [running]
    longer = running.ends_at
    assert (ended.ends_at, longer > old_end) == (before, True)
    with transaction():
        assert actions.set_holiday(officer, day, "rest", "改名", "市政府通知") == []
    changed = audit.entries_of("holidays")[-1]
    assert (changed.before["name"], changed.after["name"]) == ("临时放假", "改名")
    with transaction():
        assert actions.drop_holiday(officer, day) == []
    assert running.ends_at == longer
    assert [one.action for one in audit.entries_of("holidays")] == [
        "holiday.set",
        "holiday.set",
        "holiday.drop",
    ]


def test_no_edit_of_the_calendar_brings_a_published_end_nearer(app, now):
    scene.calendar()
    now.instant = clock.beijing_instant(dt.date(2026, 9, 28), dt.time(15, 30))
    officer, _, row = _noticed()
    promised = row.ends_at
    with transaction():
        for day in (dt.date(2026, 10, 3), dt.date(2026, 10, 4)):
            assert actions.set_holiday(officer, day, "work", "调休", "误录") == []
        for day in (1, 2, 5, 6, 7):
            assert actions.drop_holiday(officer, dt.date(2026, 10, day)) == []
    # Without National Day the year counts as unknown, yet what was certain at publication stays certain.
    assert workdays.knows(2026) is False
    assert (row.ends_at, row.calendar_known) == (promised, True)
    assert [
        one for one in audit.entries_of(f"challenge:{row.challenge_id}") if "recompute" in one.action
    ] == []


def _rest_of_2027(officer):
    """The statutory holidays between New Year and National Day, one day each."""
    days = {(2, 8): "春节", (4, 5): "清明节", (5, 3): "劳动节", (6, 9): "端午节", (9, 15): "中秋节"}
    with transaction():
        for (month, day), name in days.items():
            actions.set_holiday(officer, dt.date(2027, month, day), "rest", name, "通知")


def test_a_make_up_day_of_an_unannounced_year_settles_the_end_without_shortening_it(app, now):
    scene.calendar()
    now.instant = clock.beijing_instant(dt.date(2026, 12, 28), dt.time(9))
    officer, _, row = _noticed()
    promised = row.ends_at
    with transaction():
        actions.set_holiday(officer, dt.date(2027, 1, 2), "work", "调休上班", "通知")
        actions.set_holiday(officer, dt.date(2027, 12, 31), "rest", "元旦", "通知")
        actions.set_holiday(officer, dt.date(2027, 10, 1), "rest", "国庆节", "通知")
    _rest_of_2027(officer)
    assert (row.ends_at, row.calendar_known) == (promised, True)
    assert audit.head().what == "节假日安排已公布，公示截止时间核定"


def test_a_cancelled_list_revokes_its_notice_with_the_reason(app):
    scene.calendar()
    officer, challenge, row = _noticed()
    with transaction():
        apply(officer, challenge, "ask_cancel", reason="政策调整")
        apply(world.user("leader"), challenge, "cancel", reason="同意撤榜")
    assert (challenge.state, row.state, row.reason) == (C.CANCELLED, N.REVOKED, "同意撤榜")
