"""Pages of projects and contracts: who opens them, what they keep, what they refuse."""

import io

import challenge.permissions as may
from challenge.delivery.queries import visible_projects
from challenge.delivery.states import K, P
from core.database import db
from core.gates import may as allowed
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.review.scene import step_up

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_the_list_shows_to_each_their_own(client_of):
    _officer, mine = scene.announced(title="储能电堆")
    _officer, other = scene.announced(title="煤矸石制品")
    auditor = world.user("auditor")
    for person, seen in (
        (mine.leader, [True, False]),
        (mine.challenge.author, [True, False]),
        (other.leader, [False, True]),
        (world.user("finance"), [True, True]),
        (auditor, [True, True]),
        (world.user("researcher"), [False, False]),
    ):
        text = client_of(person).get("/desk/projects/").get_data(as_text=True)
        assert [one.code in text for one in (mine, other)] == seen
        codes = [client_of(person).get(f"/desk/projects/{one.code}").status_code for one in (mine, other)]
        assert codes == [200 if one else 404 for one in seen]
    found = client_of(auditor).get("/desk/projects/?q=煤矸石&state=signing").get_data(as_text=True)
    assert (other.code in found, mine.code in found) == (True, False)


def test_who_may_act_when_the_leader_is_gone_reads_the_project(client_of):
    _officer, project = scene.signed()
    unit = project.organisation_id
    first = world.user("researcher", organisation_id=unit, is_first_account=True)
    colleague = world.user("researcher", organisation_id=unit)
    for person, status in ((first, 200), (colleague, 404)):
        for path in (
            "",
            "/contract",
            "/changes",
            "/changes/leader",
            "/closures",
            "/closures/new",
            "/milestones/1",
        ):
            found = client_of(person).get(f"/desk/projects/{project.code}{path}", follow_redirects=True)
            assert (path, found.status_code) == (path, status)
        seen = project in db.session.scalars(visible_projects(person))
        assert seen == allowed(person, project, may.READ_PROJECT) == (status == 200)
    texts = client_of(first).get(f"/desk/projects/{project.code}/expenses")
    assert texts.status_code in (403, 404)


def test_a_list_takes_a_fixed_number_of_queries(client_of, queries):
    browser = client_of(world.user("auditor"))
    scene.announced()
    counts = []
    for _ in range(2):
        with queries() as seen:
            assert browser.get("/desk/projects/").status_code == 200
        counts.append(len(seen))
        for _ in range(3):
            scene.announced()
    assert counts[0] == counts[1]


def test_a_contract_through_the_pages(client_of):
    officer, project = scene.announced()
    base = f"/desk/projects/{project.code}/contract"
    desk, team = client_of(officer), client_of(project.leader)
    poster, leader = client_of(project.challenge.author), world.user("leader")
    assert "任务书尚未发出" in team.get(base).get_data(as_text=True)
    refused = desk.post(base, data={"starts_on": "2026-02-31", "extra": "样品由揭榜方运送。"})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert ("请填写正确的日期" in text, "样品由揭榜方运送。" in text) == (True, True)
    kept = project.challenge.indicators[0].id
    sent = {"starts_on": "2026-10-01", "extra": "样品由揭榜方运送。", "as_asked": [str(kept)]}
    assert desk.post(base, data=sent).status_code == 302
    (contract,) = project.contracts
    assert [one["threshold"] for one in contract.content["indicators"]] == ["35", "1.5"]
    assert "任务书尚未发出" in team.get(base).get_data(as_text=True)
    assert desk.post(f"{base}/offer", data={"seen": str(contract.version)}).status_code == 422
    read = {"seen": str(contract.version), "checked": "y"}
    assert desk.post(f"{base}/offer", data=read).status_code == 422  # its money departs from a rule: why?
    assert desk.post(f"{base}/offer", data=read | {"check_reason": scene.WHY}).status_code == 302
    assert contract.state is K.OFFERED
    page = team.get(base).get_data(as_text=True)
    assert ("≥ 35 Wh/L" in page, "代表揭榜方确认" in page) == (True, True)
    digest = {"digest": contract.digest}
    for person in (project.leader, project.challenge.author, leader):
        step_up(person)
    assert team.post(f"{base}/confirm", data=digest).status_code == 422
    bad = digest | {"agreed": "y", "file": (io.BytesIO(b"MZ"), "任务书.exe")}
    answer = team.post(f"{base}/confirm", data=bad)
    assert (answer.status_code, "只接受 PDF" in answer.get_data(as_text=True)) == (422, True)
    good = digest | {"agreed": "y", "file": (io.BytesIO(PDF), "任务书签章.pdf")}
    assert team.post(f"{base}/confirm", data=good).status_code == 302
    copy = poster.get(f"/desk/projects/{project.code}/contracts/1/bidder")
    assert (copy.status_code, copy.get_data()) == (200, PDF)
    assert poster.get(f"/desk/projects/{project.code}/contracts/1/poster").status_code == 404
    assert poster.post(f"{base}/confirm", data=digest | {"agreed": "y"}).status_code == 302
    assert client_of(leader).post(f"{base}/confirm", data=digest | {"agreed": "y"}).status_code == 302
    assert (contract.state, project.state) == (K.IN_FORCE, P.ACTIVE)
    shown = team.get(f"/desk/projects/{project.code}").get_data(as_text=True)
    assert ("≤ 1.5 %" in shown, "任务书生效，开始攻关" in shown) == (True, True)


def test_outsiders_neither_read_nor_write(client_of):
    _officer, project, contract = scene.offered()
    base = f"/desk/projects/{project.code}"
    stranger = world.user("researcher")
    step_up(stranger)
    browser = client_of(stranger)
    for path in (base, f"{base}/contract", f"{base}/contracts/1", f"{base}/steps/abandon"):
        assert browser.get(path).status_code == 404
    sent = {"digest": contract.digest, "agreed": "y", "reason": "不。"}
    for path in ("confirm", "refuse"):
        assert browser.post(f"{base}/contract/{path}", data=sent).status_code in (302, 404)
    assert (contract.state, contract.signatures) == (K.OFFERED, [])


def test_a_step_says_what_it_does_and_asks_why(client_of):
    _officer, project, _contract = scene.offered()
    path = f"/desk/projects/{project.code}/steps"
    team = client_of(project.leader)
    assert "确认放弃揭榜" in team.get(f"{path}/abandon").get_data(as_text=True)
    assert team.post(f"{path}/abandon", data={"reason": ""}).status_code == 422
    assert team.get(f"{path}/terminate").status_code == 403
    assert team.get(f"{path}/nothing").status_code == 404
    leader = client_of(world.user("leader"))
    typed = {"reason": "核心设备停产。", "reason_code": "nonsense"}
    refused = leader.post(f"{path}/terminate", data=typed)
    assert (refused.status_code, "核心设备停产。" in refused.get_data(as_text=True)) == (422, True)
    assert leader.post(f"{path}/terminate", data=typed | {"reason_code": "no_need"}).status_code == 302
    page = team.get(f"/desk/projects/{project.code}").get_data(as_text=True)
    assert "已无继续必要" in page
    assert project.state is P.TERMINATED


def test_messages_lead_to_pages_that_open(client_of):
    _officer, project, _contract = scene.offered()
    for person in (project.leader, project.challenge.author):
        text = client_of(person).get("/account/messages").get_data(as_text=True)
        assert f"任务书待您确认：{project.code}" in text
