"""Needs and questions of the room, both answers of each."""

import datetime as dt

from challenge.posting import required, rules
from challenge.states import C, G, Q, Secrecy
from core import clock
from core.database import transaction
from tests import world


def days(number):
    """An instant so many days from now."""
    return clock.now() + dt.timedelta(days=number)


def test_required_fields(app):
    assert required.every_required_field(world.challenge()) is None
    empty = world.challenge(title="", reward_fen=0, cash_fen=0)
    with transaction():
        empty.indicators = []
    assert required.every_required_field(empty) == (
        "还有必填内容未填写：题目、悬赏金额、技术指标（至少一项）。请补充后再提交。"
    )


def test_programme_must_run_within_its_window(app):
    def told(**facts):
        return rules.in_active_programme(world.challenge(C.POOLED, programme_id=world.programme(**facts).id))

    assert rules.in_active_programme(world.challenge(C.POOLED)) == "请先选择项目批次。"
    assert told() is None
    assert told(state=G.DRAFT) == "项目批次“测试批次”未启动或已结束。"
    assert told(opens_at=days(1)) == "项目批次“测试批次”的发布窗口尚未开始。"
    assert told(opens_at=days(-2), closes_at=days(0)) == "项目批次“测试批次”的发布窗口已经结束。"
    assert told(opens_at=days(-2), closes_at=days(1)) is None


def test_time_to_bid(app):
    assert rules.deadline_within_rules(world.challenge(C.POOLED)) == "请填写揭榜截止时间。"
    assert rules.deadline_within_rules(world.challenge(C.POOLED, deadline=days(20))) is None
    short = "揭榜期不得少于 20 天（规则包 2026-1 第一条），请推迟截止时间。"
    assert rules.deadline_within_rules(world.challenge(C.POOLED, deadline=days(19))) == short
    assert rules.time_left_within_rules(world.challenge(C.OPEN, deadline=days(19))) == short
    assert rules.time_left_within_rules(world.challenge(C.OPEN, deadline=days(20))) is None


def test_opinions_given_before_a_return_do_not_count(app, now):
    demand = world.challenge(C.APPRAISING)
    world.opinion(demand)
    now.forward(hours=1)
    with transaction():
        demand.state_since = clock.now()
    world.opinion(demand)
    assert rules.enough_opinions(demand) == "入库至少需要 2 份论证意见，现有 1 份（规则包 2026-1 第五条）。"
    world.opinion(demand)
    assert rules.enough_opinions(demand) is None
    with transaction():
        demand.state_since = None
    assert len(rules.current_opinions(demand)) == 3


def test_county_screening(app):
    demand = world.challenge(C.SUBMITTED)
    assert rules.county_stays_out(demand) is None
    assert rules.county_takes_part(demand) == "朔城区未参与初审，可直接受理（规则包 2026-1 第六条）。"
    joined = world.challenge(C.SUBMITTED, county_screens=True)
    assert rules.county_takes_part(joined) is None
    assert rules.county_stays_out(joined) == "朔城区参与初审，请先转县区初审（规则包 2026-1 第六条）。"


def test_question_window(app):
    assert rules.questions_open(world.challenge(C.OPEN)) is None
    assert rules.questions_open(world.challenge(C.OPENED)) == "榜单已不在揭榜期，不能再提问。"
    assert rules.questions_open(world.challenge(C.OPEN, deadline=days(0))) == "榜单已不在揭榜期，不能再提问。"
    assert rules.questions_open(world.challenge(C.OPEN, questions_until=days(0))) == (
        "提问已截止：提问在揭榜截止前 7 天结束（规则包 2026-1 第七条）。"
    )
    assert rules.questions_open(world.challenge(C.OPEN, questions_until=None)) is None


def test_who_asks_and_who_answers(app):
    listed = world.challenge(C.OPEN)
    question = type("Asked", (), {"challenge": listed, "state": Q.ASKED})
    people = {
        "poster": listed.author,
        "officer": world.user("officer"),
        "own officer": world.user("officer", organisation_id=listed.organisation_id),
        "colleague": world.user("researcher", organisation_id=listed.organisation_id),
        "researcher": world.user("researcher"),
    }
    assert [name for name, one in people.items() if rules.may_ask(one, listed)] == ["colleague", "researcher"]
    answering = [name for name, one in people.items() if rules.answers_question(one, question)]
    assert answering == ["poster", "officer"]
    assert rules.answer_in_time(question) is None
    question.challenge = world.challenge(C.OPENED)
    assert rules.answer_in_time(question) == "榜单已不在揭榜期，不能再公开答复。"


def test_sections_by_level(app, client):
    from flask_login import AnonymousUserMixin

    levels = [one.value for one in Secrecy]
    sections = ("background", "difficulty", "content", "scene")
    listed = world.challenge(C.OPEN, secrecy=dict(zip(sections, levels, strict=True)))
    guest, reader = AnonymousUserMixin(), world.user("researcher")

    def read(user, **facts):
        return [level for name, level in zip(sections, levels, strict=True)
                if rules.reads_section(user, listed, name, **facts)]  # fmt: skip

    assert read(guest) == ["public"]
    assert read(reader) == ["public", "registered"]
    assert read(reader, pledged=True) == ["public", "registered", "signed"]
    assert read(reader, invited=True) == ["public", "registered"]
    assert read(reader, pledged=True, invited=True) == levels
    for handling in (listed.author, world.user("officer"), world.user("county", county="朔城区")):
        assert read(handling) == levels


def test_cycle_within_rules(app):
    assert rules.cycle_within_rules(world.challenge(cycle_months=36)) is None
    assert rules.cycle_within_rules(world.challenge(cycle_months=None)) is None
    assert rules.cycle_within_rules(world.challenge(cycle_months=37)) == (
        "攻关周期不得超过 36 个月（规则包 2026-1 第二条），请调整。"
    )


def test_staff_of_the_poster_do_not_appraise_its_demand(app):
    demand = world.challenge(C.APPRAISING)
    assert rules.appraises(world.user("finance"), demand) is True
    assert rules.appraises(world.user("leader", organisation_id=demand.organisation_id), demand) is False
    assert rules.appraises(world.user("researcher"), demand) is False
