"""Pages of milestones: the whole way through forms, what they keep, and who does not get in."""

import datetime as dt
import io

import pytest

from challenge.delivery.milestones import rules
from challenge.delivery.states import M, Source
from challenge.states import A
from core import clock
from core.database import db, transaction
from core.formats import moment
from talent.queries import own_profile
from talent.states import P
from tests import world
from tests.challenge.delivery.milestones import scene
from tests.challenge.delivery.test_views import PDF
from tests.client import HTML


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
    assert "必达指标未达到：能量密度" in page
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


SVG = "{http://www.w3.org/2000/svg}"


def _bars(browser):
    """(name, tone, beginning, width, words) of each bar of the plan that is shown."""
    (table,) = (one for one in browser.page.iter(HTML + "table") if one.get("class") == "gantt")
    for row in table.find(HTML + "tbody"):
        (bar,) = (one for one in row.iter(SVG + "rect") if "gantt-bar" in one.get("class"))
        place = (float(bar.get(side).rstrip("%")) for side in ("x", "width"))
        name, _picture, text = row
        yield name.text, bar.get("class").split()[-1], *place, text.text


def test_the_plan_shows_the_milestones_of_its_project_and_the_late_one_as_late(client_of, now):
    _officer, project, one = scene.signed()
    _other, stranger, _first = scene.commented()
    with transaction():
        stranger.milestones[1].name = "别家的里程碑"
    team = client_of(project.leader)
    address = f"/desk/projects/{project.code}/milestones"
    team.get(address)
    names = [f"{each.number} {each.name}" for each in project.milestones]
    before = list(_bars(team))
    assert [name for name, *_ in before] == names == ["1 样机", "2 中试", "3 示范"]
    days = [f"{each.due_on:%Y.%m.%d}" for each in project.milestones]
    assert [text for *_, text in before] == [f"{day}\u3000计划中" for day in days]
    assert {tone for _, tone, *_ in before} == {"gantt-quiet"}
    starts = [start for _, _, start, _, _ in before]
    assert starts == sorted(set(starts))  # each begins where the one before was due
    now.instant = clock.beijing_instant(one.due_on) + dt.timedelta(days=12, hours=1)
    team = client_of(project.leader)
    team.get(address)
    after = list(_bars(team))
    assert [(tone, text) for _, tone, _, _, text in after] == [
        ("gantt-bad", f"{days[0]}\u3000计划中，已逾期 12 天"),
        *[("gantt-quiet", f"{day}\u3000计划中") for day in days[1:]],
    ]


def test_what_cannot_be_read_as_a_number_is_said_before_it_is_handed_in_for_good(client_of):
    officer, project, one = scene.signed()
    base = f"/desk/projects/{project.code}/milestones/1"
    team, desk = client_of(project.leader), client_of(officer)
    sent = {"text": "样机完成装配。", "go": "submit"}
    for typed, said in (
        ("四十一", "能量密度：没有读到数值，请以数字开头，例如“41 Wh/L”；没有测的留空。"),
        ("41 kWh/L", "能量密度：单位与任务书约定的不一致，请换算为 Wh/L。"),
    ):
        answer = team.post(f"{base}/evidence", data=sent | _typed(project, typed, ""), follow_redirects=True)
        page = answer.get_data(as_text=True)
        assert ("还不能提交" in page, said in page, f'value="{typed}"' in page) == (True, True, True)
        assert one.state is M.PLANNED
    assert team.post(f"{base}/evidence", data=sent | _typed(project, "-41 Wh/L", "")).status_code == 302
    assert one.state is M.SUBMITTED
    assert "小于 0，请核对" in team.get(base).get_data(as_text=True)
    test = {"institution": "省检测中心", "files": (io.BytesIO(PDF), "报告.pdf")} | _typed(
        project, "四十一", ""
    )
    refused = desk.post(f"{base}/test", data=test)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "没有读到数值，请以数字开头" in text, "省检测中心" in text) == (
        422,
        True,
        True,
    )


def test_what_the_milestone_is_about_is_asked_first_and_said_to_be(client_of):
    _officer, project, one = scene.signed()
    with transaction():
        one.indicator = project.indicators[-1].name
    page = client_of(project.leader).get(f"/desk/projects/{project.code}/milestones/1").get_data(as_text=True)
    last, first = project.indicators[-1], project.indicators[0]
    assert page.index(f'name="value_{last.id}"') < page.index(f'name="value_{first.id}"')
    assert page.count("本里程碑的考核指标，任务书约定") == 1


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
    officer, project, one = scene.submitted()
    base = f"/desk/projects/{project.code}/milestones/1"
    desk, expert = client_of(officer), scene.expert(display_name="林评估")
    assert client_of(expert).get(base).status_code == 404
    tied = world.user("expert", display_name="钱相关")
    world.profile("钱相关", user_id=tied.id, unit=project.organisation.name)
    offered = desk.get(f"{base}/experts").get_data(as_text=True)
    assert ("林评估" in offered, "本年度已评 0 次" in offered, "须回避" in offered) == (True, True, True)
    assert "林评估" not in desk.get(f"{base}/experts?name=钱").get_data(as_text=True)
    missing = desk.post(f"{base}/experts", data={})
    assert (missing.status_code, "请从候选名单中选择" in missing.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{base}/experts", data={"profile": 10**9}).status_code == 404
    assert desk.post(f"{base}/experts", data={"profile": own_profile(tied).id}).status_code == 422
    assert desk.post(f"{base}/experts", data={"profile": own_profile(expert).id}).status_code == 302
    assert "林评估" not in desk.get(f"{base}/experts").get_data(as_text=True)
    browser = client_of(expert)
    page = browser.get(base).get_data(as_text=True)
    assert ("接受评估" in page, "41 Wh/L" in page) == (True, False)
    (asked,) = rules.of_round(one, Source.EXPERT)
    assert moment(asked.reply_due_at) in page
    assert asked.reply_due_at == clock.after_days(asked.asked_at, 10)
    assert browser.get(f"/desk/projects/{project.code}").status_code == 404
    assert f'href="/desk/projects/{project.code}"' not in page
    second = scene.expert(display_name="周评估")
    assert desk.post(f"{base}/experts", data={"profile": own_profile(second).id}).status_code == 302
    assert client_of(second).post(f"{base}/answer", data={"go": "accept", "free": "y"}).status_code == 302
    assert "周评估" in desk.get(base).get_data(as_text=True)
    assert "周评估" not in client_of(project.leader).get(base).get_data(as_text=True)
    assert browser.post(f"{base}/answer", data={"go": "accept"}).status_code == 422
    assert browser.post(f"{base}/answer", data={"go": "accept", "free": "y"}).status_code == 302
    assert "41 Wh/L" in browser.get(base).get_data(as_text=True)
    assert browser.post(f"{base}/opinion", data={"advice": "pass", "text": "数据可信。"}).status_code == 302
    for side in (project.leader, project.challenge.author):
        for page in (base, f"/desk/projects/{project.code}"):
            text = client_of(side).get(page).get_data(as_text=True)
            assert ("林评估" in text, "评估专家" in text) == (False, True)
    assert "数据可信。" in client_of(project.leader).get(base).get_data(as_text=True)
    assert "林评估" in desk.get(base).get_data(as_text=True)
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


def test_a_rectification_begins_with_what_was_given_and_takes_its_files_along(client_of, now):
    officer, project, one = scene.signed()
    base = f"/desk/projects/{project.code}/milestones/1"
    team, desk = client_of(project.leader), client_of(officer)
    sent = {"text": "样机完成装配。", "files": (io.BytesIO(PDF), "检测记录.pdf"), "go": "submit"}
    team.post(f"{base}/evidence", data=sent | _typed(project, "38 Wh/L", "1.2 %"))
    scene.comment(one)
    reason = {"outcome": "rectify", "reason": "增加反萃级数；连续三批复测。", "until": "2026-11-30"}
    assert desk.post(f"{base}/conclude", data=reason).status_code == 302
    assert one.state is M.RECTIFYING
    page = team.get(base).get_data(as_text=True)
    for words in (
        "<li>增加反萃级数</li>",
        "<li>连续三批复测</li>",
        "样机完成装配。</textarea>",
        'value="1.2 %"',
    ):
        assert words in page
    former = one.reports[0].files[0]
    again = {"text": "已增加反萃级数。", "carried": str(former.id), "go": "save"} | _typed(
        project, "42 Wh/L", "1.1 %"
    )
    for _twice in range(2):
        assert team.post(f"{base}/evidence", data=again).status_code == 302
    draft = one.reports[-1]
    (file,) = draft.files
    assert (file.name, file.sha256, file.blob == former.blob) == (former.name, former.sha256, False)
    assert team.get(f"{base}/files/{file.id}").get_data() == PDF


def _has_reviewed(project, profile):
    world.assignment(project.challenge, profile, A.LOCKED)


def _is_unwilling(_project, profile):
    profile.review_willing = False


def _has_left(_project, profile):
    profile.state = P.LEFT


@pytest.mark.parametrize("becomes", [_has_reviewed, _is_unwilling, _has_left])
def test_nobody_is_asked_whom_the_page_does_not_offer(client_of, becomes):
    officer, project, one = scene.submitted()
    expert = own_profile(scene.expert(display_name="林评估"))
    becomes(project, expert)
    db.session.commit()
    desk, path = client_of(officer), f"/desk/projects/{project.code}/milestones/1/experts"
    assert "林评估" not in desk.get(path).get_data(as_text=True)
    forged = desk.post(path, data={"profile": expert.id})
    assert (forged.status_code, "不在候选专家之列" in forged.get_data(as_text=True)) == (422, True)
    assert rules.of_round(one, Source.EXPERT) == []


def test_the_list_of_experts_asks_as_often_for_many_as_for_one(client_of, queries):
    officer, project, _one = scene.submitted()
    browser, counts = client_of(officer), []
    for more in (1, 9):
        for _ in range(more):
            scene.expert()
        with queries() as seen:
            assert browser.get(f"/desk/projects/{project.code}/milestones/1/experts").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
