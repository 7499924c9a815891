"""An integrity case from the allegation to the end of its period, and what the gates are told of it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from core import workdays, workflow
from core.database import db, transaction
from core.workflow import Refused
from talent.integrity import actions, gate, queries, rules
from talent.integrity.models import IntegrityCase
from talent.integrity.states import I, Phase, Purpose
from talent.models import Profile
from tests import world


@pytest.fixture
def bureau(app):
    with transaction():
        workdays.seed(2026, 2026)
    return world.user("supervisor"), world.user("supervisor"), world.user("leader")


def heard(supervisor, subject):
    with transaction():
        case = actions.open_case(supervisor, subject, "代表成果不实。")
        actions.step(supervisor, case, "check")
        actions.step(supervisor, case, "hear")
    return case


def found(bureau, subject, level="medium", months=24):
    """A finding confirmed by a second person."""
    supervisor, second, _ = bureau
    case = heard(supervisor, subject)
    with transaction():
        case.answered_at = case.state_since
        actions.propose_finding(supervisor, case, level, months, "事实清楚。")
        actions.step(second, case, "confirm")
    return case


def test_nobody_is_found_before_being_heard_or_by_one_person(bureau, now):
    supervisor, second, _ = bureau
    person = world.user("researcher")
    case = heard(supervisor, person)
    with pytest.raises(Refused, match="提交申辩或期满后才能提出认定"), transaction():
        actions.propose_finding(supervisor, case, "medium", 24, "事实清楚。")
    now.instant = case.hearing_due
    with pytest.raises(Refused, match="12—36 个月"), transaction():
        actions.propose_finding(supervisor, case, "medium", 60, "事实清楚。")
    with transaction():
        actions.propose_finding(supervisor, case, "medium", 24, "事实清楚。")
    assert [rules.confirms_case(one, case) for one in (supervisor, second, person)] == [False, True, False]
    with transaction():
        actions.step(second, case, "confirm")
    assert (case.state, case.shown_state, case.is_in_force) == (I.FOUND, Phase.IN_FORCE, True)


def test_the_person_answers_in_time_and_reads_the_case_only_then(bureau, now):
    supervisor = bureau[0]
    person = world.user("researcher")
    with transaction():
        case = actions.open_case(supervisor, person, "代表成果不实。")
    assert db.session.scalars(queries.visible_cases(person)).all() == []
    with transaction():
        actions.step(supervisor, case, "check")
        actions.step(supervisor, case, "hear")
    assert db.session.scalars(queries.visible_cases(person)).all() == [case]
    with transaction():
        actions.step(person, case, "answer", "系笔误，已更正。")
    assert case.texts["answer"] == "系笔误，已更正。"
    with pytest.raises(Refused, match="申辩意见已提交"), transaction():
        actions.step(person, case, "answer", "再次。")
    kept = db.session.scalar(sa.select(IntegrityCase.__table__.c.texts_sealed))
    assert "笔误".encode() not in kept


def test_a_finding_ends_by_the_clock_and_counts_against_a_clean_record(bureau, now):
    person, unit = world.user("researcher"), world.organisation()
    case = found(bureau, person, months=12)
    asked = {"users": [person.id], "organisations": [unit.id], "years": 3}
    assert [one.years for one in gate.findings(Purpose.SUBMIT, **asked)] == [0]
    now.instant = case.until - dt.timedelta(seconds=1)
    assert case.is_in_force
    now.instant = case.until
    assert (case.is_in_force, case.shown_state) == (False, Phase.RELEASED)
    assert gate.findings(Purpose.INVITE, **asked) == []
    assert [one.years for one in gate.findings(Purpose.SUBMIT, **asked)] == [3]
    now.forward(days=3 * 365)
    assert gate.findings(Purpose.SUBMIT, **asked) == []


def test_who_may_know_reads_clause_level_and_period_and_others_do_not(bureau):
    person, stranger, officer = world.user("researcher"), world.user("researcher"), world.user("officer")
    (finding,) = gate.findings(Purpose.SUBMIT, users=[person.id]) if found(bureau, person) else ()
    whole = f"“{person.display_name}”在科研失信限制期内（情节较重，2026年9月16日 至 2028年9月15日），"
    whole += "不能参加揭榜（科研诚信规则 2026-1 第三条第二项）。"
    assert [finding.sentence(one) for one in (person, officer)] == [whole, whole]
    assert "失信" not in finding.sentence(stranger)


def test_a_light_finding_bars_reviewing_and_not_bidding(bureau, queries):
    expert = world.profile(user_id=world.user("expert").id)
    others = [world.profile() for _ in range(30)]
    found(bureau, expert, level="light", months=6)
    everybody = db.session.scalars(sa.select(Profile)).unique().all()
    assert set(everybody) == {expert, *others}
    with queries() as seen:
        barred = gate.of_profiles(Purpose.INVITE, everybody)
    assert (set(barred), len(seen)) == ({expert.id}, 1)
    assert gate.findings(Purpose.SUBMIT, users=[expert.user_id], years=3) == []


def test_an_appeal_is_settled_by_somebody_who_did_not_decide(bureau):
    supervisor, second, leader = bureau
    person = world.user("researcher")
    case = found(bureau, person)
    with transaction():
        actions.step(person, case, "appeal", "请复查。")
    who = {one: workflow.refusal(one, case, "revoke") is None for one in (supervisor, second, leader)}
    assert who == {supervisor: False, second: False, leader: True}
    with transaction():
        actions.step(leader, case, "revoke", "证据不足。")
    assert case.state is I.REVOKED
    assert gate.findings(Purpose.SUBMIT, users=[person.id]) == []


def test_pages_open_for_those_they_concern(bureau, client_of):
    supervisor, _, leader = bureau
    person, officer = world.user("researcher"), world.user("officer")
    case = found(bureau, person, level="serious", months=48)
    path = f"/desk/integrity/{case.code}"
    codes = [client_of(one).get(path).status_code for one in (supervisor, leader, person, officer)]
    assert codes == [200, 200, 200, 404]
    browser = client_of(supervisor)
    for address in (
        "/desk/integrity",
        "/desk/integrity?q=没有",
        "/desk/integrity/new",
        "/integrity",
        "/desk",
    ):
        assert browser.get(address).status_code == 200, address
    assert browser.get("/desk/integrity?export=xlsx").mimetype.endswith("sheet")
    assert client_of(person).get("/desk/integrity/mine").status_code == 200
    answer = browser.post(
        "/desk/integrity/new", data={"kind": "person", "subject": "没有此人", "facts": "事"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/desk/integrity", "/integrity"])
def test_a_list_asks_as_much_for_thirty_cases_as_for_one(bureau, client_of, queries, path):
    browser, counts = client_of(bureau[0]), []
    for more in (1, 29):
        for _ in range(more):
            found(bureau, world.user("researcher"), level="serious", months=48)
        db.session.expire_all()
        with queries() as seen:
            assert browser.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
