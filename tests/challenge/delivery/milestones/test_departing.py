"""A milestone whose agreed judge was not heard, or whose must indicator is missed, passes only with a reason and a second officer."""

from types import SimpleNamespace

import pytest

from challenge.delivery.milestones import actions, departing
from challenge.delivery.states import M, Source, Y
from core import audit_walk
from core.database import transaction
from core.workflow import Refused
from reports.desk.duties import duties
from tests import world
from tests.challenge.delivery.milestones import scene

JUDGE = "第三方检测机构"
REASON = "检测机构停业，以发榜方现场复测记录代替。"


def checked(officer, one, *values):
    with transaction():
        actions.add_test(officer, one, "省检测中心", "", scene.values(one.project, values), {}, ())


def what(person):
    return [one.what for one in duties(person)]


@pytest.mark.parametrize(
    ("named", "sources"),
    [
        ("", []),
        ("经办人", []),
        ("省检测中心", [(Source.THIRD_PARTY,)]),
        ("评审专家组", [(Source.EXPERT,)]),
        ("发榜方与第三方", [(Source.THIRD_PARTY,), (Source.POSTER,)]),
        ("省能源研究会", [(Source.THIRD_PARTY, Source.EXPERT)]),
    ],
)
def test_whose_report_the_contract_asks_for(named, sources):
    assert [kinds for _words, kinds in departing.judges(SimpleNamespace(judge=named))] == sources


def test_the_agreed_judge_has_to_speak_in_this_round(app):
    officer, _project, one = scene.commented(judge=JUDGE)
    with pytest.raises(Refused, match="本轮没有第三方检测报告"), transaction():
        actions.conclude(officer, one, "pass", "自测达到约定，发榜方确认。")
    checked(officer, one, "41.5 Wh/L", "")
    with pytest.raises(Refused, match="不需要复核"), transaction():
        actions.conclude(officer, one, "propose_pass", REASON)
    with transaction():
        actions.conclude(officer, one, "pass", "检测达到。")
    assert (one.state, one.departures) == (M.PASSED, None)


def test_a_departure_needs_a_reason_and_a_second_officer(app):
    officer, project, one = scene.commented(judge=JUDGE)
    checked(officer, one, "38 Wh/L", "")
    other, own = world.user("officer"), world.user("officer", organisation_id=project.organisation_id)
    with pytest.raises(Refused, match="必达指标未达到：能量密度"), transaction():
        actions.conclude(officer, one, "pass", REASON)
    with pytest.raises(Refused, match="不少于 10 个字"), transaction():
        actions.conclude(officer, one, "propose_pass", "可以")
    with transaction():
        actions.conclude(officer, one, "propose_pass", REASON)
    assert ("判定里程碑" in what(officer), "复核里程碑判定" in what(other)) == (False, True)
    for stranger in (officer, own, project.leader, world.user("leader")):
        with pytest.raises(Refused), transaction():
            actions.second(stranger, one)
    with transaction():
        actions.second(other, one, "先补测。")
    assert (one.state, one.proposed_by_id, "判定里程碑" in what(officer)) == (M.COMMENTED, None, True)
    with transaction():
        actions.conclude(officer, one, "propose_pass", REASON)
    with transaction():
        actions.second(other, one)
    assert (one.state, one.concluded_by_id, one.second_by_id) == (M.PASSED, officer.id, other.id)
    assert (one.reason, one.departures) == (REASON, ["必达指标未达到：能量密度"])
    assert any(row.state is Y.UNLOCKED for row in project.payments)
    assert audit_walk.first_broken() is None


def test_a_new_report_ends_what_was_proposed(app):
    officer, _project, one = scene.commented(judge=JUDGE)
    with transaction():
        actions.conclude(officer, one, "propose_pass", REASON)
    checked(officer, one, "41.5 Wh/L", "")
    assert one.proposed_by_id is None
    with pytest.raises(Refused), transaction():
        actions.second(world.user("officer"), one)


def test_it_is_weighed_on_the_page_of_officers_alone(client_of):
    officer, project, one = scene.commented(judge=JUDGE)
    base, page = f"/desk/projects/{project.code}/milestones/1", f"/desk/projects/{project.code}"
    desk, team, other = (client_of(who) for who in (officer, project.leader, world.user("officer")))
    data = {"outcome": "propose_pass", "reason": "可以"}
    short = desk.post(f"{base}/conclude", data=data)
    assert (short.status_code, "不少于 10 个字" in short.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{base}/conclude", data=data | {"reason": REASON}).status_code == 302
    assert REASON in other.get(base).get_data(as_text=True)
    for path in (base, page):
        assert REASON not in team.get(path).get_data(as_text=True)
    assert other.post(f"{base}/second", data={"go": "refuse"}).status_code == 422
    assert other.post(f"{base}/second", data={"go": "agree"}).status_code == 302
    text = team.get(base).get_data(as_text=True)
    assert (one.state, REASON in text, "本轮没有第三方检测报告" in text) == (M.PASSED, True, True)
