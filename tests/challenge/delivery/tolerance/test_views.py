"""Pages of tolerance: the whole way through forms, what they refuse and keep, who reads what."""

import io

from challenge.delivery.acceptance.collecting import files_of
from challenge.delivery.panels.states import Vote
from challenge.delivery.states import P
from challenge.delivery.tolerance import actions
from challenge.delivery.tolerance.states import T
from core import inspection
from core.database import transaction
from tests import world
from tests.challenge.delivery.panels import scene as seats
from tests.challenge.delivery.test_views import PDF
from tests.challenge.delivery.tolerance import scene


def base_of(project):
    return f"/desk/projects/{project.code}"


def text_of(browser, path, status=200):
    answer = browser.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def test_the_whole_way_through_the_pages(client_of, now):
    officer, project, people = scene.failed(now)
    base = base_of(project)
    team, poster, desk = client_of(people.team), client_of(people.poster), client_of(officer)
    assert "申请容错评议</a>" in text_of(team, f"{base}/tolerance")
    assert "申请容错评议</a>" not in text_of(poster, f"{base}/tolerance")
    assert "申请容错评议" in text_of(team, f"{base}/milestones/1")
    typed = {"occasion": "milestone", "cause": "route", "text": scene.TEXT}
    for wrong, words in (
        ({"text": ""}, "请写明情况"),
        ({"text": "没有达到"}, "情况说明不少于 30 个字，现有 4 个字"),
        ({"cause": ""}, "请选择主要原因"),
        ({"occasion": "acceptance"}, "请从列表中选择"),
    ):
        refused = team.post(f"{base}/tolerance/new", data=typed | wrong)
        page = refused.get_data(as_text=True)
        assert (refused.status_code, words in page) == (422, True), words
        assert "text" in wrong or scene.TEXT in page
    assert team.post(f"{base}/tolerance/new", data=typed).status_code == 302
    assert "容错评议正在进行" in text_of(team, f"{base}/tolerance/new")
    (case,) = project.tolerances
    assert "容错评议陈述情况" in text_of(poster, "/desk")
    assert "双方陈述中" in text_of(desk, "/desk")
    assert poster.post(f"{base}/tolerance/statement", data={"statement": ""}).status_code == 422
    assert "等待发榜方陈述" in text_of(desk, f"{base}/tolerance")
    assert desk.post(f"{base}/tolerance/submit").status_code == 422
    sent = {"statement": "团队尽力了。", "files": (io.BytesIO(PDF), "现场记录.pdf")}
    assert poster.post(f"{base}/tolerance/statement", data=sent).status_code == 302
    (file,) = case.statements[0].files
    given = f"{base}/tolerances/{case.code}/files/{file.id}"
    assert (poster.get(given).get_data(), team.get(given).status_code) == (PDF, 404)
    assert "团队尽力了。" not in text_of(team, f"{base}/tolerance")
    assert "固定容错证据材料" in text_of(desk, "/desk")
    sent = desk.post(f"{base}/tolerance/submit")
    assert sent.headers["Location"] == f"{base}/panels/tolerance"
    assert "团队尽力了。" in text_of(team, f"{base}/tolerance")
    members = scene.vote(officer, case)
    expert = client_of(members[0].profile.user)
    assert "查看评议材料" in text_of(expert, f"{base}/panels/tolerance")
    frozen = f"{base}/tolerances/{case.code}/dossier"
    for page in (f"{base}/tolerance", frozen, f"{base}/research", f"{base}/research/1"):
        assert 'href="/desk/projects/"' not in text_of(expert, page)
    assert "评议组已有意见" in text_of(desk, f"{base}/tolerance")
    assert "多数认为团队尽责" not in text_of(team, f"{base}/tolerance")
    assert desk.post(f"{base}/tolerance/hear").status_code == 302
    assert "答复容错评议意见" in text_of(team, "/desk")
    page = text_of(team, f"{base}/tolerance")
    assert ("多数认为团队尽责" in page, "4 票" in page) == (True, True)
    assert "多数认为团队尽责" not in text_of(poster, f"{base}/tolerance")
    assert team.post(f"{base}/tolerance/answer", data={"answer": ""}).status_code == 422
    assert team.post(f"{base}/tolerance/answer", data={"answer": "感谢评议。"}).status_code == 302
    leader = client_of(people.leader)
    assert "决定容错评议" in text_of(leader, "/desk")
    page = text_of(leader, f"{base}/tolerance/decision")
    assert ("不再拨付" in page, "感谢评议。" in page, "多数意见是认定尽责" in page) == (True, True, True)
    for wrong, words in (
        ({"outcome": "grant", "reason": ""}, "请写明理由"),
        ({"outcome": "refuse", "reason": "不。"}, ""),
    ):
        refused = leader.post(f"{base}/tolerance/decision", data=wrong)
        assert (refused.status_code, words in refused.get_data(as_text=True)) == (422, True)
    assert (
        leader.post(
            f"{base}/tolerance/decision", data={"outcome": "grant", "reason": "路线已穷尽。"}
        ).status_code
        == 302
    )
    assert (case.state, project.state) == (T.GRANTED, P.DILIGENT)
    page = text_of(poster, f"{base}/tolerance")
    assert ("不作负面评价" in page, "路线已穷尽。" in page) == (True, True)
    assert "尽责未达标结题" in text_of(
        client_of(world.user("researcher")), f"/challenges/{project.challenge.code}/timeline"
    )
    assert "撰写容错案例摘要" in text_of(desk, "/desk")


def test_who_is_invited_declares_before_reading_what_was_stated(client_of, now):
    officer, project, case = scene.begun(now)
    pair = inspection.inspect("现场记录.pdf", PDF), PDF
    with transaction():
        actions.state(project.challenge.author, case, "团队尽力了，数据可靠。", [pair])
    with transaction():
        actions.submit(officer, case)
    member = seats.invited(officer, case.panel)[0]
    browser, base = client_of(member.profile.user), base_of(project)
    file = f"{base}/tolerances/{case.code}/files/{case.statements[0].files[0].id}"
    said = "团队尽力了，数据可靠。"
    assert said not in text_of(browser, f"{base}/tolerance")
    assert browser.get(file).status_code == 404
    with transaction():
        seats.actions.answer(member.profile.user, member, "none")
    assert said in text_of(browser, f"{base}/tolerance")
    assert browser.get(file).get_data() == PDF


def test_what_is_attached_is_frozen_with_the_statement(client_of, now):
    _officer, project, case = scene.begun(now)
    pair = inspection.inspect("现场记录.pdf", PDF), PDF
    with transaction():
        actions.state(project.challenge.author, case, "团队尽力了。", [pair, pair])
    with transaction():
        actions.submit(project.challenge.handler, case)
    (file,) = case.dossier["statements"][0]["files"]
    assert (file["name"], len(file["sha256"])) == ("现场记录.pdf", 64)
    base, team = base_of(project), client_of(project.leader)
    path = f"{base}/tolerances/{case.code}/files/{file['id']}"
    assert "现场记录.pdf" in text_of(team, f"{base}/tolerances/{case.code}/dossier")
    assert (team.get(path).get_data(), team.get(path[:-1] + "999").status_code) == (PDF, 404)
    assert client_of(world.user("researcher")).get(path).status_code == 404
    assert any("现场记录.pdf" in path for path, _title, _blob in files_of(project))


def test_the_decision_asks_for_a_fresh_proof(client_of, now):
    leader, project, _case = scene.deciding(now)
    path, browser = f"{base_of(project)}/tolerance/decision", client_of(leader)
    now.forward(minutes=11)
    for answer in (browser.get(path), browser.post(path, data={"outcome": "grant", "reason": "可以。"})):
        assert (answer.status_code, "step-up" in answer.headers["Location"]) == (302, True)


def test_a_refusal_says_what_follows(client_of, now):
    leader, project, case = scene.deciding(now, (Vote.NOT_DILIGENT,) * 5)
    path, browser = f"{base_of(project)}/tolerance/decision", client_of(leader)
    refused = browser.post(path, data={"outcome": "refuse", "reason": "记录不足。"})
    page = refused.get_data(as_text=True)
    assert (refused.status_code, "请选择项目终止还是继续" in page, "记录不足。" in page) == (422, True, True)
    sent = {"outcome": "return", "reason": "没有看研发记录。"}
    assert browser.post(path, data=sent).status_code == 302
    assert browser.get(path).status_code == 409
    desk = client_of(project.challenge.handler)
    assert "另组容错评议组" in text_of(desk, "/desk")
    assert desk.post(f"{base_of(project)}/tolerance/panel").status_code == 302
    assert case.panel.round == 2
    assert "第 1 轮，已退回" in text_of(desk, f"{base_of(project)}/tolerance")


def test_withdrawing_and_former_cases(client_of, now):
    _officer, project, case = scene.begun(now)
    base, team = base_of(project), client_of(project.leader)
    assert team.post(f"{base}/tolerance/withdraw", data={"withdrawal": ""}).status_code == 422
    assert team.post(f"{base}/tolerance/withdraw", data={"withdrawal": "改用新路线。"}).status_code == 302
    page = text_of(team, f"{base}/tolerance")
    assert ("改用新路线。" in page, "再次申请" in page) == (True, True)
    second = scene.ask(project, project.leader)
    assert case.code in text_of(team, f"{base}/tolerance")
    assert "改用新路线。" in text_of(team, f"{base}/tolerances/{case.code}")
    assert team.get(f"{base}/tolerances/RC9").status_code == 404
    assert team.get(f"{base}/tolerances/{second.code}/dossier").status_code == 404


def test_who_reads_what(client_of, now):
    officer, project, case = scene.submitted(now)
    base, frozen = base_of(project), f"{base_of(project)}/tolerances/{case.code}/dossier"
    people = {
        one: world.user(one)
        for one in ("leader", "supervisor", "auditor", "finance", "researcher", "expert", "enterprise")
    }
    people |= {
        "officer": officer,
        "team": project.leader,
        "poster": project.challenge.author,
        "other": world.user("officer"),
    }
    seen = {
        path: {name for name, one in people.items() if client_of(one).get(base + path).status_code == 200}
        for path in ("/tolerance", "/dossier/team", "/dossier/office", f"/tolerances/{case.code}/dossier")
    }
    watch = {"leader", "supervisor", "auditor", "officer"}
    assert seen == {
        "/tolerance": watch | {"team", "poster", "finance", "other"},
        "/dossier/team": watch | {"team"},
        "/dossier/office": watch,
        f"/tolerances/{case.code}/dossier": watch | {"team"},
    }
    for name in ("finance", "poster", "researcher"):
        assert client_of(people[name]).get(frozen).status_code == 404
    invited = client_of(people["expert"])
    assert invited.get(f"{base}/tolerance").status_code == 404
    with transaction():
        from challenge.delivery.panels import actions

        profile = world.profile(user_id=people["expert"].id, unit="外地大学")
        member = actions.choose(officer, case.panel, profile, "抽取不足。")
    assert (invited.get(f"{base}/tolerance").status_code, invited.get(frozen).status_code) == (200, 404)
    with transaction():
        actions.answer(people["expert"], member, "none")
    assert (invited.get(frozen).status_code, invited.get(f"{base}/research").status_code) == (200, 200)
    assert invited.get(f"{base}/expenses").status_code == 404


def test_the_dossier_as_a_document(client_of, now):
    _officer, project, case = scene.submitted(now)
    base, team = base_of(project), client_of(project.leader)
    path = f"{base}/tolerances/{case.code}/dossier.pdf"
    first = team.get(path)
    assert (first.status_code, first.get_data()[:5]) == (200, b"%PDF-")
    assert team.get(path).get_data() == first.get_data()
    assert team.get(f"{base}/dossier/team.pdf").get_data()[:5] == b"%PDF-"


def test_pages_ask_few_queries_however_long_the_log_is(client_of, now, queries):
    from tests.challenge.delivery.research import scene as log

    officer, project, case = scene.submitted(now)
    browser, base, counts = client_of(officer), base_of(project), []
    for more in (1, 20):
        for number in range(more):
            log.write(project, f"{more} {number}", indicators=[project.indicators[0].id])
        for path in ("/tolerance", "/dossier/team", "/dossier/office", f"/tolerances/{case.code}/dossier"):
            with queries() as seen:
                assert browser.get(base + path).status_code == 200
            counts.append(len(seen))
    assert counts[:4] == counts[4:]
    assert max(counts) < 70
