"""The page of an acceptance: the whole way through forms, what they keep, and who does not get in."""

import datetime as dt
import io

from challenge.delivery.acceptance import actions
from challenge.delivery.acceptance.states import Conclusion, V
from challenge.delivery.panels.states import Vote
from challenge.delivery.states import P, Source
from challenge.states import Mode
from core import clock, workdays
from core.database import transaction
from tests import world
from tests.challenge.delivery.acceptance import scene
from tests.challenge.delivery.panels import scene as panels
from tests.challenge.delivery.test_views import PDF


def _base(project):
    return f"/desk/projects/{project.code}/acceptance"


def _typed(project, *values):
    return {f"value_{one.id}": value for one, value in zip(project.indicators, values, strict=True)}


def test_the_button_waits_for_the_gate_that_it_would_be_refused_at(client_of):
    _officer, project = scene.scene.signed()
    text = client_of(project.leader).get(_base(project)).get_data(as_text=True)
    assert ("尚未判定，项目也未到期" in text, 'value="submit" disabled' in text) == (True, True)
    _officer, done = scene.worked()
    text = client_of(done.leader).get(_base(done)).get_data(as_text=True)
    assert 'value="submit" disabled' not in text


def test_an_acceptance_through_the_pages(client_of, now):
    officer, project = scene.worked()
    base = _base(project)
    team, poster, desk = (client_of(one) for one in (project.leader, project.challenge.author, officer))
    assert "申请验收" in team.get(base).get_data(as_text=True)
    assert "还没有申请验收" in poster.get(base).get_data(as_text=True)
    sent = {"summary": "全部完成。", "go": "submit"} | _typed(project, "42 Wh/L", "1.2 %")
    bad = sent | {"reports": (io.BytesIO(PDF), "报告.pdf")}
    answer = team.post(base, data=bad)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "请填写出具检测报告的机构" in text, "全部完成。" in text) == (422, True, True)
    assert team.post(base, data=sent).status_code == 302
    page = team.get(base).get_data(as_text=True)
    assert ("还不能提交：请至少上传一份第三方检测报告" in page, 'value="42 Wh/L"' in page) == (True, True)
    assert "全部完成。" not in poster.get(base).get_data(as_text=True)
    whole = sent | {"institution": "省检测中心", "reports": (io.BytesIO(PDF), "报告.pdf")}
    assert team.post(base, data=whole).status_code == 302
    (row,) = project.acceptances
    assert (row.state, project.state) == (V.SUBMITTED, P.ACCEPTING)
    (file,) = row.files
    assert poster.get(f"{base}/files/{file.id}").get_data() == PDF
    assert poster.get(f"{base}/files/{file.id + 1}").status_code == 404
    assert team.post(f"{base}/files/{file.id}/remove").status_code == 409
    empty = poster.post(f"{base}/certificate", data={"satisfaction": "good", "certificate": ""})
    assert empty.status_code == 422
    said = {"satisfaction": "good", "certificate": "已装机，连续运行三个月。"}
    assert poster.post(f"{base}/certificate", data=said).status_code == 302
    assert desk.post(f"{base}/check", data={"go": "return", "missing": ""}).status_code == 422
    assert desk.post(f"{base}/check", data={"go": "return", "missing": "缺决算说明。"}).status_code == 302
    assert "缺决算说明。" in team.get(base).get_data(as_text=True)
    assert team.post(base, data=sent).status_code == 302
    test = {"institution": "国家检测中心"} | _typed(project, "42.1 Wh/L", "1.1 %")
    assert desk.post(f"{base}/tests", data=test).status_code == 422  # without its report
    report = {"files": (io.BytesIO(PDF + b"2"), "测试.pdf")}
    assert desk.post(f"{base}/tests", data=test | report).status_code == 302
    assert desk.post(f"{base}/check", data={"go": "admit"}).status_code == 302
    members = panels.concluded(officer, project.panels[-1])
    assert "42.1 Wh/L" in client_of(members[0].profile.user).get(base).get_data(as_text=True)
    page = desk.get(base).get_data(as_text=True)
    assert ("提出验收结论" in page, "5 票" in page) == (True, True)
    fail = desk.post(f"{base}/proposal", data={"conclusion": "fail", "basis": "不行。"})
    text = fail.get_data(as_text=True)
    assert (fail.status_code, "评议组表决多数为“通过”" in text, "不行。" in text) == (422, True, True)
    assert desk.post(f"{base}/proposal", data={"conclusion": "rectify", "basis": "整改。"}).status_code == 422
    assert (
        desk.post(f"{base}/proposal", data={"conclusion": "pass", "basis": "全部达到。"}).status_code == 302
    )
    leader = client_of(world.user("leader"))
    assert leader.post(f"{base}/decision", data={"go": "approve", "decision": ""}).status_code == 422
    assert leader.post(f"{base}/decision", data={"go": "approve", "decision": "同意。"}).status_code == 302
    with transaction():
        workdays.seed(2026, 2026)
    assert desk.post(f"{base}/publish").status_code == 302
    public = client_of(world.user("researcher")).get(f"/notices/{row.notice.code}").get_data(as_text=True)
    assert ("拟定验收结论为“通过”" in public, members[0].profile.name in public) == (True, True)
    now.forward(days=20)
    desk = client_of(officer)
    assert desk.post(f"{base}/conclude").status_code == 302
    assert (row.state, project.state) == (V.CONCLUDED, P.PASSED)
    chain = desk.get(f"/desk/projects/{project.code}/indicators").get_data(as_text=True)
    for words in ("验收自评", "验收测试", "42.1 Wh/L", "验收结论", "达到（按检测结果）"):
        assert words in chain
    assert client_of(world.user("researcher")).get(f"/notices/{row.notice.code}").status_code == 200


def test_a_departure_through_the_pages(client_of):
    officer, project, row = scene.voted((Vote.FAIL,) * 5, scene.BAD)
    base, desk = _base(project), client_of(officer)
    page = desk.get(base).get_data(as_text=True)
    said = "<li><strong>整改后通过</strong>：评议组表决多数为“不通过”</li>"
    assert ("拟定下列结论的，与判定或者表决不一致" in page, said in page) == (True, True)
    data = {"conclusion": "pass", "basis": "常温达标。", "override_reason": "测试工况不同。"}
    assert desk.post(f"{base}/proposal", data=data).status_code == 302
    other = client_of(world.user("officer"))
    assert "复核" in other.get(base).get_data(as_text=True)
    assert other.post(f"{base}/second", data={"go": "return_override", "why": ""}).status_code == 422
    assert other.post(f"{base}/second", data={"go": "second"}).status_code == 302
    leader = client_of(world.user("leader", display_name="谢审定"))
    page = leader.get(base).get_data(as_text=True)
    assert "必达指标未判定达到：能量密度；评议组表决多数为“不通过”" in page
    assert (
        leader.post(f"{base}/decision", data={"go": "send_back", "decision": "按表决办。"}).status_code == 302
    )
    back = "退回重新研究（谢审定）：按表决办。"
    assert (row.state, back in desk.get(base).get_data(as_text=True)) == (V.REVIEWING, True)


def test_the_round_after_a_rectification_begins_with_what_was_said(client_of, now):
    until = clock.today() + dt.timedelta(days=40)
    _officer, project, row = scene.approved(
        scene.Conclusion.RECTIFY, (Vote.RECTIFY,) * 5, scene.BAD, until=until
    )
    page = client_of(project.leader).get(_base(project)).get_data(as_text=True)
    opinion = next(one.opinion for one in project.panels)
    assert opinion
    shown = [text in page for text in (row.summary, opinion, "已填入上一轮的自评")]
    assert shown == [True, True, True]
    values = [one.value for one in row.measurements if one.source is Source.SELF]
    assert [f'value="{one}"' in page for one in values] == [True] * len(values)
    scene.write(project)
    assert "已填入上一轮的自评" not in client_of(project.leader).get(_base(project)).get_data(as_text=True)


def test_a_rectification_that_never_came_is_concluded_on_the_page(client_of, now):
    until = clock.today() + dt.timedelta(days=40)
    officer, project, _row = scene.approved(
        scene.Conclusion.RECTIFY, (Vote.RECTIFY,) * 5, scene.BAD, until=until
    )
    base, desk, second = _base(project), client_of(officer), scene.write(project)
    page = desk.get(base).get_data(as_text=True)
    assert ("整改并重新申请验收" in page, 'name="basis"' in page, "各项指标完成。" in page) == (
        True,
        False,
        False,
    )
    (paper,) = second.files
    assert desk.get(f"{base}/files/{paper.id}").status_code == 404  # what the team prepares is its own
    assert client_of(project.leader).get(f"{base}/files/{paper.id}").status_code == 200
    now.forward(days=41)
    desk = client_of(officer)
    assert 'name="basis"' in desk.get(base).get_data(as_text=True)
    said = {"conclusion": "fail", "basis": "逾期未整改。"}
    assert (desk.post(f"{base}/proposal", data=said).status_code, second.state) == (302, V.PROPOSED)


def test_what_failed_leads_to_money_back_and_a_lead(client_of, now):
    officer, project, _row = scene.concluded(now, scene.Conclusion.FAIL, (Vote.FAIL,) * 5, scene.BAD)
    base, desk = _base(project), client_of(officer)
    assert desk.post(f"{base}/lead", data={"facts": ""}).status_code == 422
    assert desk.post(f"{base}/lead", data={"facts": "检测报告系伪造。"}).status_code == 302
    again = desk.post(f"{base}/lead", data={"facts": "检测报告系伪造。"})
    assert (again.status_code, "已就本项目登记" in again.get_data(as_text=True)) == (422, True)


def test_strangers_neither_read_nor_write(client_of, queries):
    officer, project, row = scene.voted()
    base = _base(project)
    for person in (world.user("researcher"), world.user("enterprise"), world.user("expert")):
        assert client_of(person).get(base).status_code == 404
    assert client_of(officer).get("/desk/projects/GG2020-0001/acceptance").status_code == 404
    other = client_of(world.user("officer"))
    assert other.get(base).status_code == 200
    assert other.post(f"{base}/proposal", data={"conclusion": "pass", "basis": "好。"}).status_code == 403
    assert other.post(f"{base}/publish").status_code == 409
    assert row.state is V.REVIEWING
    desk = client_of(officer)
    with queries() as seen:
        assert desk.get(base).status_code == 200
    assert len(seen) < 80


def test_what_the_bureau_weighs_is_not_told_before_the_notice(client_of, now):
    officer, project, acceptance = scene.voted((Vote.DILIGENT,) * 5, scene.BAD)
    with transaction():
        actions.propose(officer, acceptance, Conclusion.DILIGENT, "以测试为准。", cause=scene.Cause.ROUTE)
    leader = world.user("leader")
    for person, reads in ((project.leader, False), (project.challenge.author, False), (leader, True)):
        page = client_of(person).get(_base(project)).get_data(as_text=True)
        told = [words in page for words in ("以测试为准。", "拟定结论", "尽责证据", "技术路线风险")]
        assert told == [reads] * 4
    with transaction():
        actions.send_back(leader, acceptance, "send_back", "材料是否真实，再核。")
    for person, reads in ((project.leader, False), (project.challenge.author, False), (officer, True)):
        assert ("再核。" in client_of(person).get(_base(project)).get_data(as_text=True)) is reads


def test_a_researcher_who_posted_a_result_certifies(client_of, now):
    person, programme = world.user("researcher"), world.programme(mode=Mode.TRANSFER)
    _officer, project, _row = scene.submitted(
        mode=Mode.TRANSFER, programme_id=programme.id, author=person, organisation_id=person.organisation_id
    )
    said = {"satisfaction": "good", "certificate": "已投产。"}
    assert client_of(person).post(f"{_base(project)}/certificate", data=said).status_code == 302
    assert client_of(project.leader).post(f"{_base(project)}/certificate", data=said).status_code == 403
