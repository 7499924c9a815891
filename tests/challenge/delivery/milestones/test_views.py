"""Pages of milestones: the whole way through forms, what they keep, and who does not get in."""

import io

from challenge.delivery.states import M
from tests import world
from tests.challenge.delivery.milestones import scene
from tests.challenge.delivery.test_views import PDF


def _typed(project, *values):
    return {f"value_{one.id}": value for one, value in zip(project.indicators, values, strict=True)}


def test_a_milestone_through_the_pages(client_of, now):
    officer, project, one = scene.signed()
    base = f"/desk/projects/{project.code}/milestones/1"
    team, poster, desk = (client_of(one) for one in (project.leader, project.challenge.author, officer))
    sent = {"text": "样机完成装配。", "go": "submit"}
    bad = sent | {"files": (io.BytesIO(b"MZ"), "样机.exe")}
    answer = team.post(f"{base}/evidence", data=bad)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "只接受 PDF" in text, "样机完成装配。" in text) == (422, True, True)
    short = team.post(f"{base}/evidence", data=sent)
    assert (short.status_code, one.state) == (302, M.PLANNED)
    page = team.get(base).get_data(as_text=True)
    assert ("还不能提交" in page, "样机完成装配。" in page) == (True, True)
    assert "样机完成装配。" not in poster.get(base).get_data(as_text=True)
    good = sent | _typed(project, "38 Wh/L", "1.2 %") | {"files": (io.BytesIO(PDF), "检测记录.pdf")}
    assert team.post(f"{base}/evidence", data=good).status_code == 302
    assert one.state is M.SUBMITTED
    (file,) = one.reports[0].files
    assert poster.get(f"{base}/files/{file.id}").get_data() == PDF
    assert poster.get(f"{base}/files/{file.id + 1}").status_code == 404
    page = poster.get(base).get_data(as_text=True)
    assert ("38 Wh/L" in page, "未达到" in page, "发榜方意见" in page) == (True, True, True)
    assert poster.post(f"{base}/comment", data={"advice": "pass", "text": ""}).status_code == 422
    assert poster.post(f"{base}/comment", data={"advice": "pass", "text": "已现场查看。"}).status_code == 302
    page = desk.get(base).get_data(as_text=True)
    assert "本轮实测未达到任务书约定：能量密度" in page
    test = {"institution": "省检测中心"} | _typed(project, "41.2 Wh/L", "")
    refused = desk.post(f"{base}/test", data=test)
    assert (refused.status_code, "请上传检测报告" in refused.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{base}/test", data=test | {"files": (io.BytesIO(PDF), "报告.pdf")}).status_code == 302
    assert desk.post(f"{base}/conclude", data={"outcome": "rectify", "reason": "复测。"}).status_code == 422
    assert desk.post(f"{base}/conclude", data={"outcome": "pass", "reason": "检测达到。"}).status_code == 302
    assert one.state is M.PASSED
    chain = team.get(f"/desk/projects/{project.code}/indicators").get_data(as_text=True)
    for words in ("≥ 35 Wh/L", "41 Wh/L", "38 Wh/L", "41.2 Wh/L", "达到（按检测结果）"):
        assert words in chain
    plan = team.get(f"/desk/projects/{project.code}/milestones").get_data(as_text=True)
    assert ("2027.04.01" in plan, "已通过" in plan) == (True, True)
    assert "里程碑" in team.get(f"/desk/projects/{project.code}").get_data(as_text=True)


def test_a_file_that_was_chosen_by_mistake_is_taken_back(client_of):
    _officer, project, one = scene.signed()
    base = f"/desk/projects/{project.code}/milestones/1"
    team = client_of(project.leader)
    twice = {"text": "样机。", "files": [(io.BytesIO(PDF), "甲.pdf"), (io.BytesIO(PDF), "乙.pdf")]}
    assert team.post(f"{base}/evidence", data=twice).status_code == 302
    file_id = one.reports[0].files[0].id
    assert len(one.reports[0].files) == 1
    assert client_of(project.challenge.author).get(f"{base}/files/{file_id}").status_code == 404
    for _ in range(2):
        assert team.post(f"{base}/evidence/{file_id}/remove").status_code == 302
    assert team.get(f"{base}/files/{file_id}").status_code == 404


def test_an_expert_is_asked_and_answers(client_of):
    officer, project, _one = scene.submitted()
    base = f"/desk/projects/{project.code}/milestones/1"
    desk, expert = client_of(officer), world.user("expert", display_name="林评估")
    assert client_of(expert).get(base).status_code == 404
    missing = desk.post(f"{base}/experts", data={"who": "没有这人"})
    assert (missing.status_code, "没有找到" in missing.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{base}/experts", data={"who": "林评估"}).status_code == 302
    browser = client_of(expert)
    page = browser.get(base).get_data(as_text=True)
    assert ("接受评估" in page, "38 Wh/L" in page) == (True, False)
    assert browser.get(f"/desk/projects/{project.code}").status_code == 404
    assert f'href="/desk/projects/{project.code}"' not in page
    second = world.user("expert", display_name="周评估")
    assert desk.post(f"{base}/experts", data={"who": second.username}).status_code == 302
    assert client_of(second).post(f"{base}/answer", data={"go": "accept", "free": "y"}).status_code == 302
    assert "周评估" in desk.get(base).get_data(as_text=True)
    assert "周评估" not in client_of(project.leader).get(base).get_data(as_text=True)
    assert browser.post(f"{base}/answer", data={"go": "accept"}).status_code == 422
    assert browser.post(f"{base}/answer", data={"go": "accept", "free": "y"}).status_code == 302
    assert "38 Wh/L" in browser.get(base).get_data(as_text=True)
    assert browser.post(f"{base}/opinion", data={"advice": "pass", "text": "数据可信。"}).status_code == 302
    assert "数据可信。" in client_of(project.leader).get(base).get_data(as_text=True)
    assert "数据可信。" not in client_of(second).get(base).get_data(as_text=True)  # before the own opinion


def test_strangers_neither_read_nor_write(client_of):
    _officer, project, one = scene.commented()
    base = f"/desk/projects/{project.code}"
    for person in (world.user("researcher"), world.user("enterprise"), world.user("expert")):
        for path in ("milestones", "indicators", "milestones/1", "milestones/9"):
            assert client_of(person).get(f"{base}/{path}").status_code == 404
    other = client_of(world.user("officer"))
    data = {"outcome": "pass", "reason": "可以。"}
    assert other.post(f"{base}/milestones/1/conclude", data=data).status_code in (403, 422)
    assert one.state is M.COMMENTED


def test_the_page_of_a_project_asks_the_same_number_of_queries(client_of, queries):
    officer, project, _one = scene.commented()
    counts = []
    browser = client_of(officer)
    for page in ("", "/milestones", "/indicators", "/milestones/1"):
        with queries() as seen:
            assert browser.get(f"/desk/projects/{project.code}{page}").status_code == 200
        counts.append(len(seen))
    assert max(counts) < 40
