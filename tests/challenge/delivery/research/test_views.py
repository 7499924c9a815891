"""Pages of the log: writing through forms, what they refuse and keep, who reads what, the list and its queries."""

import io

import sqlalchemy as sa

from challenge.delivery.research import printing
from challenge.delivery.research import queries as entries
from challenge.delivery.research.models import ResearchEntry
from challenge.delivery.research.states import Work
from core import clock, looks
from core.database import db
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.research import scene
from tests.challenge.delivery.test_views import PDF


def test_an_entry_through_the_pages(client_of, now):
    officer, project = scene.signed(now)
    base = f"/desk/projects/{project.code}/research"
    team, poster, desk = (client_of(one) for one in (project.leader, project.challenge.author, officer))
    assert "写第一条" in team.get(base).get_data(as_text=True)
    assert "揭榜方还没有提供记录" in poster.get(base).get_data(as_text=True)
    typed = {"worked_on": "2026-10-09", "kind": "trial", "text": "流道改型试验。"}
    for wrong, words in (
        ({}, "工作日期不能晚于今天"),
        ({"worked_on": "2026-99-01"}, "请填写正确的日期"),
        (
            {"worked_on": "2020-01-01"},
            "工作日期不能早于2026年9月16日（项目建立或者任务书开始之日，以较早的为准）",
        ),
        ({"worked_on": ""}, "请填写工作日期"),
        ({"worked_on": "2026-10-05"}, "没有勾选有关指标"),
        ({"worked_on": "2026-10-05", "kind": "x"}, "请从列表中选择"),
        ({"worked_on": "2026-10-05", "text": "长" * 5001}, "不能超过 5000 个字"),
        (
            {"worked_on": "2026-10-05", "unrelated": "y", "files": (io.BytesIO(b"MZ"), "样机.exe")},
            "只接受 PDF",
        ),
    ):
        refused = team.post(f"{base}/new", data=typed | wrong)
        text = refused.get_data(as_text=True)
        assert (refused.status_code, words in text) == (422, True), words
        assert "text" in wrong or "流道改型试验。" in text
    assert db.session.scalar(sa.select(sa.func.count(ResearchEntry.id))) == 0
    indicator = str(project.indicators[1].id)
    good = typed | {"worked_on": "2026-09-20", "indicators": [indicator]}
    sent = team.post(f"{base}/new", data=good | {"files": (io.BytesIO(PDF), "数据.pdf")})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{base}/1")
    page = desk.get(f"{base}/1").get_data(as_text=True)
    for words in ("流道改型试验。", "补记，晚 15 天", "漏电流", "数据.pdf", "本条摘要"):
        assert words in page
    (entry,) = db.session.scalars(sa.select(ResearchEntry))
    at = f"{base}/1/files/{entry.files[0].id}"
    assert (desk.get(at).get_data(), poster.get(at).status_code) == (PDF, 404)
    assert (desk.get(f"{base}/1/files/99").status_code, desk.get(f"{base}/9").status_code) == (404, 404)
    assert poster.get(f"{base}/1").status_code == 404
    assert desk.post(f"{base}/1/share").status_code == 403
    assert team.post(f"{base}/1/share").status_code == 302
    assert (poster.get(f"{base}/1").status_code, poster.get(at).get_data()) == (200, PDF)
    shown = poster.get(base).get_data(as_text=True)
    assert ("流道改型试验。" in shown, "记录情况" in shown) == (True, False)
    again = team.get(f"{base}/1/correct").get_data(as_text=True)
    assert ('value="2026-09-20"' in again, "原记录（保留不动）" in again) == (True, True)
    assert team.post(f"{base}/1/correct", data=good | {"text": "应为第二次试验。"}).status_code == 302
    assert "已由<a" in desk.get(f"{base}/1").get_data(as_text=True)
    assert "更正第 1 条" in desk.get(base).get_data(as_text=True)
    assert team.get(f"{base}.pdf").get_data()[:5] == b"%PDF-"
    whole = printing.content(project, officer, clock.now())
    assert [one["number"] for one in whole["entries"]] == [1, 2]
    assert whole["head"] == entries.newest(project).digest == whole["entries"][1]["digest"]
    shown = printing.content(project, project.challenge.author, clock.now())
    assert ([one["number"] for one in shown["entries"]], shown["head"]) == ([1], "")
    assert poster.get(f"{base}/2").status_code == 404


def test_too_many_files_are_refused(client_of, now):
    _officer, project = scene.signed(now)
    team = client_of(project.leader)
    many = [(io.BytesIO(PDF + b"%" * number), f"{number}.pdf") for number in range(21)]
    typed = {"worked_on": "2026-10-05", "kind": "trial", "text": "试验。", "unrelated": "y", "files": many}
    refused = team.post(f"/desk/projects/{project.code}/research/new", data=typed)
    assert (refused.status_code, "附件最多 20 份" in refused.get_data(as_text=True)) == (422, True)


def test_who_is_let_in_and_whose_look_is_logged(client_of, now):
    officer, project = scene.signed(now)
    scene.write(project)
    base = f"/desk/projects/{project.code}/research"
    supervisor = world.user("supervisor")
    let_in = {one: client_of(one).get(f"{base}/1").status_code for one in (officer, supervisor)}
    assert set(let_in.values()) == {200}
    assert client_of(supervisor).get(base).status_code == 200
    for role in ("researcher", "enterprise", "expert", "leader", "officer", "auditor"):
        browser = client_of(world.user(role))
        for path in (base, f"{base}/1"):
            assert browser.get(path).status_code == 404, role
        if role in ("researcher", "enterprise", "expert"):
            assert browser.get(f"{base}/new").status_code == 404, role
    assert client_of(officer).get(f"{base}/new").status_code == 403
    seen = db.session.scalars(sa.select(looks.Look)).all()
    assert [(one.user_id, one.kind) for one in seen] == [(supervisor.id, "research")]


def test_after_the_end_the_log_is_read_and_not_written(client_of, now):
    _officer, project = scene.signed(now)
    scene.write(project)
    projects.ends(project, "abandon", project.leader)
    team, base = client_of(project.leader), f"/desk/projects/{project.code}/research"
    assert "写记录" not in team.get(base).get_data(as_text=True)
    assert team.get(f"{base}/new").status_code == 404
    assert "给发榜方看</button>" not in team.get(f"{base}/1").get_data(as_text=True)


def test_the_list_is_searched_filtered_sorted_and_taken_along(client_of, now):
    officer, project = scene.signed(now)
    scene.write(project, "流道第一次试验", indicators=[project.indicators[0].id])
    scene.write(project, "采购石墨板", kind=Work.PURCHASE, ago=18)
    desk, base = client_of(officer), f"/desk/projects/{project.code}/research"
    first = project.indicators[0].id
    for asked, found in (
        ("q=石墨", "采购"),
        ("kind=trial", "流道"),
        (f"indicator={first}", "流道"),
        ("late=yes", "采购"),
        ("late=no", "流道"),
        ("since=2026-10-01", "流道"),
        ("until=2026-10-01", "采购"),
    ):
        text = desk.get(f"{base}?{asked}").get_data(as_text=True)
        other = {"采购": "流道第一次", "流道": "采购石墨板"}[found]
        assert (other in text, found in text) == (False, True), asked
    assert "没有符合条件的记录" in desk.get(f"{base}?since=x").get_data(as_text=True)
    assert "没有符合条件的记录" in desk.get(f"{base}?shared=yes").get_data(as_text=True)
    assert "流道" in desk.get(f"{base}?shared=no&sort=delay").get_data(as_text=True)
    assert desk.get(f"{base}?export=xlsx").get_data()[:2] == b"PK"


def test_gaps_are_shown_to_the_team_in_time(client_of, now):
    _officer, project = scene.signed(now)
    scene.write(project)
    now.forward(days=22)
    page = client_of(project.leader).get(f"/desk/projects/{project.code}/research").get_data(as_text=True)
    assert "已经 22 天没有新的记录" in page
    assert "2026年10月12日至2026年10月25日（2 周）" in page
    assert "4 周中 1 周有记录" in page
    desk = client_of(project.leader).get("/desk").get_data(as_text=True)
    assert "补上研发记录" in desk


def test_a_page_asks_the_same_number_of_queries_for_one_and_for_thirty(client_of, now, queries):
    officer, project = scene.signed(now)
    browser, counts = client_of(officer), []
    for more in (1, 19):
        for number in range(more):
            scene.write(project, f"{more} {number}", indicators=[project.indicators[0].id])
        with queries() as seen:
            assert browser.get(f"/desk/projects/{project.code}/research").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] < 40


def test_before_the_contract_there_are_no_weeks(client_of, now):
    officer, project = projects.announced()
    page = client_of(officer).get(f"/desk/projects/{project.code}/research").get_data(as_text=True)
    assert ("还没有满一周" in page, entries.weeks_of(project)) == (True, [])
