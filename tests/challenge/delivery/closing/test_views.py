"""Pages of closures: asking with evidence, speaking, deciding, settling, confirming; strangers find nothing."""

import io

import pytest

from challenge.delivery.closing.states import E
from challenge.delivery.states import P
from core.formats import moment
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.closing import scene
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.test_views import PDF
from tests.challenge.review.scene import step_up


def test_a_closure_through_the_pages(client_of):
    officer, project, people = scene.under_contract()
    base = f"/desk/projects/{project.code}/closures"
    team, poster, desk, leader = (
        client_of(one) for one in (people.team, people.poster, officer, people.leader)
    )
    assert "申请终止项目" in team.get(base).get_data(as_text=True)
    typed = {"reason_code": "milestone", "facts": "样机失效。"}
    assert team.post(f"{base}/new", data=typed).status_code == 422
    refused = poster.post(f"{base}/new", data=typed)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "没有判定不通过的里程碑" in text, "样机失效。" in text) == (422, True, True)
    bad = {"reason_code": "no_need", "facts": "设备停产。", "files": (io.BytesIO(b"MZ"), "a.exe")}
    assert team.post(f"{base}/new", data=bad).status_code == 422
    bare = desk.post(f"{base}/new", data={"reason_code": "no_need", "facts": "设备停产。"})
    text = bare.get_data(as_text=True)
    assert (bare.status_code, "由经办人提出的，须上传证明材料" in text, "设备停产。" in text) == (
        422,
        True,
        True,
    )
    good = bad | {"files": (io.BytesIO(PDF), "函.pdf")}
    assert team.post(f"{base}/new", data=good).status_code == 302
    (row,) = project.closures
    here = f"{base}/1"
    assert "受理终止申请" in desk.get("/desk").get_data(as_text=True)
    for reader in (team, poster, desk):
        text = reader.get(f"/desk/projects/{project.code}").get_data(as_text=True)
        assert "终止办理：技术或者市场重大变化，已无继续必要（待受理）。等待经办人受理。" in text
    assert poster.get(f"{here}/files/{row.files[0].id}").get_data() == PDF
    assert poster.get(f"{here}/files/999").status_code == 404
    assert team.get(f"{here}/steps/accept").status_code == 403
    assert team.get(f"{here}/steps/draw").status_code == 404
    assert desk.post(f"{here}/steps/accept").status_code == 302
    assert "就终止申请陈述意见" in poster.get("/desk").get_data(as_text=True)
    assert poster.post(f"{here}/speak", data={"text": "同意。"}).status_code == 422
    assert poster.post(f"{here}/speak", data={"text": "同意。", "agrees": "yes"}).status_code == 302
    assert "决定是否终止项目" in leader.get("/desk").get_data(as_text=True)
    assert leader.post(f"{here}/steps/end", data={"reason": ""}).status_code == 422
    assert leader.post(f"{here}/steps/end", data={"reason": "设备停产。"}).status_code == 302
    assert (row.state, project.state) == (E.SETTLING, P.TERMINATED)
    assert desk.get(f"{here}/settlement").status_code == 200
    assert desk.get(f"{here}/settlement.pdf").status_code == 404
    assert desk.post(f"{here}/settlement", data={"percent_1": "101"}).status_code == 422
    assert desk.post(f"{here}/settlement", data={"percent_1": "40"}).status_code == 302
    assert team.get(f"{here}/settlement.pdf").data.startswith(b"%PDF-")
    sent = {"digest": row.settlement_digest, "agreed": "y"}
    for person in (people.team, people.poster, people.leader):
        step_up(person)
        browser = client_of(person)
        assert "确认终止结算单" in browser.get("/desk").get_data(as_text=True)
        assert browser.post(f"{here}/confirm", data={"digest": row.settlement_digest}).status_code == 422
        assert browser.post(f"{here}/confirm", data=sent).status_code == 302
    assert row.state is E.AGREED
    text = team.get(here).get_data(as_text=True)
    assert ("1.80 万元" in text, "结算生效" in text) == (True, True)


def test_a_claim_of_default_shows_what_the_platform_knows(client_of, now):
    _officer, project, people, row = money.dunned(now)
    now.forward(days=11)
    scene.asked(project, people.team, "demander_default")
    text = client_of(people.poster).get(f"/desk/projects/{project.code}/closures/1").get_data(as_text=True)
    assert ("受理后项目暂停" in text, row.code in text, moment(row.dunned_at) in text) == (True, True, True)


@pytest.mark.parametrize("path", ["", "/new", "/1", "/1/speak", "/1/settlement.pdf"])
def test_outsiders_find_nothing(client_of, path):
    _officer, project, people = scene.under_contract()
    scene.asked(project, people.team)
    browser = client_of(world.user("researcher", "enterprise"))
    assert browser.get(f"/desk/projects/{project.code}/closures{path}").status_code == 404


def test_staff_read_and_do_not_ask(client_of):
    _officer, project, _people = scene.under_contract()
    reader = client_of(world.user("officer"))
    assert reader.get(f"/desk/projects/{project.code}/closures/new").status_code == 403


def test_the_list_takes_a_fixed_number_of_queries(client_of, queries):
    browser, counts = client_of(world.user("auditor")), []
    for number in (1, 3):
        for _ in range(number):
            _officer, project = projects.signed()
            scene.asked(project, project.leader)
        with queries() as seen:
            page = browser.get("/desk/projects/closures?state=asked&q=GG")
        counts.append(len(seen))
        assert (page.status_code, page.get_data(as_text=True).count("待受理") >= number) == (200, True)
    assert counts[0] == counts[1]
    assert browser.get("/desk/projects/closures?export=1").status_code == 200


def test_desks_take_a_fixed_number_of_queries(client_of, queries):
    leader, counts = world.user("leader"), []
    browser = client_of(leader)
    for number in (1, 2):
        for _ in range(number):
            officer, project = projects.signed()
            scene.heard(scene.asked(project, project.leader), officer)
        with queries() as seen:
            assert "决定是否终止项目" in browser.get("/desk").get_data(as_text=True)
        counts.append(len(seen))
    assert counts[0] == counts[1]
