"""The page of a panel: each person's part by forms, what was typed stays, strangers and the sides stay out."""

from challenge.delivery.panels.states import S, Seat
from core import log_tree
from core.database import transaction
from tests import world
from tests.challenge.delivery.panels import scene


def _base(project):
    return f"/desk/projects/{project.code}/panels/acceptance"


def test_a_panel_through_the_pages(client_of, now):
    officer, project, panel = scene.formed()
    base, desk = _base(project), client_of(officer)
    scene.experts()
    few = desk.post(f"{base}/candidates", data={"technical": "2", "industry": "0", "finance": "0"})
    text = few.get_data(as_text=True)
    assert (few.status_code, "合计须为不少于 5 人的单数" in text, "至少 1 人" in text) == (422, True, True)
    wanted = {"technical": "3", "industry": "1", "finance": "1"}
    assert desk.post(f"{base}/candidates", data=wanted | {"technical": "9"}).status_code == 422
    assert desk.post(f"{base}/candidates", data=wanted).status_code == 302
    assert "须等平台公布" in desk.get(base).get_data(as_text=True)
    with transaction():
        log_tree.sign_head()
    assert desk.post(f"{base}/draw").status_code == 302
    assert [one.state for one in panel.members] == [Seat.INVITED] * 5
    first = panel.members[0]
    experts = [client_of(one.profile.user) for one in panel.members]
    page = experts[0].get(base).get_data(as_text=True)
    assert (project.organisation.name in page, "（本人）" in page) == (True, True)
    assert panel.members[1].profile.name not in page
    assert experts[0].post(f"{base}/answer", data={"tie": ""}).status_code == 422
    bare = experts[0].post(f"{base}/answer", data={"tie": "other", "note": ""})
    assert (bare.status_code, "请说明具体情形。" in bare.get_data(as_text=True)) == (422, True)
    told = {"tie": "other", "note": "曾共同参加评审。"}
    assert experts[0].post(f"{base}/answer", data=told).status_code == 302
    for one in experts[1:]:
        assert one.post(f"{base}/answer", data={"tie": "none"}).status_code == 302
    assert "本人声明：其他可能影响公正的情形。曾共同参加评审。" in desk.get(base).get_data(as_text=True)
    assert desk.post(f"{base}/members/{first.id}/chair").status_code == 302
    assert desk.post(f"{base}/start").status_code == 302
    against = experts[0].post(f"{base}/vote", data={"vote": "fail", "note": ""})
    assert (against.status_code, "请写明理由" in against.get_data(as_text=True)) == (422, True)
    for one in experts:
        assert one.post(f"{base}/vote", data={"vote": "pass"}).status_code == 302
    assert desk.post(f"{base}/close").status_code == 302
    assert panel.state is S.CLOSED
    assert experts[1].post(f"{base}/opinion", data={"text": "同意。"}).status_code == 403
    # A chair who cannot write any more is replaced, or nothing would follow from the votes.
    second = panel.members[1]
    assert "<h3>指定组长</h3>" in desk.get(base).get_data(as_text=True)
    assert desk.post(f"{base}/members/{second.id}/chair").status_code == 302
    assert experts[0].post(f"{base}/opinion", data={"text": "同意。"}).status_code == 403
    assert desk.post(f"{base}/members/{first.id}/chair").status_code == 302
    assert experts[0].post(f"{base}/opinion", data={"text": "一致同意通过验收。"}).status_code == 302
    assert "<h3>指定组长</h3>" not in desk.get(base).get_data(as_text=True)
    assert desk.post(f"{base}/members/{second.id}/chair").status_code == 409
    page = client_of(world.user("leader")).get(base).get_data(as_text=True)
    assert ("一致同意通过验收。" in page, "5 票" in page, first.profile.name in page) == (True, True, False)


def test_what_was_typed_for_a_choice_stays(client_of, now):
    officer, project, panel = scene.formed()
    (one, *_others) = scene.experts()
    desk, base = client_of(officer), _base(project)
    page = desk.get(base).get_data(as_text=True)
    assert ("候选专家" in page, one.name in page) == (True, True)
    bad = desk.post(f"{base}/members", data={"profile": one.id, "why": ""})
    text = bad.get_data(as_text=True)
    assert (bad.status_code, f'value="{one.id}" checked' in text) == (422, True)
    assert desk.post(f"{base}/members", data={"why": "抽取不足。"}).status_code == 422
    assert desk.post(f"{base}/members", data={"profile": 999999, "why": "抽取。"}).status_code == 404
    assert desk.post(f"{base}/members", data={"profile": one.id, "why": "抽取不足。"}).status_code == 302
    member, expert = panel.members[0], client_of(one.user)
    assert expert.post(f"{base}/leave", data={"leaving": ""}).status_code == 422
    assert desk.post(f"{base}/members/end", data={"member": member.id, "ending": "没有"}).status_code == 422
    assert expert.post(f"{base}/leave", data={"leaving": "出差。"}).status_code == 302
    assert member.state is Seat.DECLINED
    (late,) = scene.invited(officer, panel, scene.KINDS[:1])
    now.forward(days=4)
    desk, sent = client_of(officer), {"member": late.id, "ending": ""}
    assert desk.post(f"{base}/members/end", data=sent).status_code == 422
    assert desk.post(f"{base}/members/end", data=sent | {"ending": "没有回音。"}).status_code == 302
    assert late.state is Seat.EXPIRED


def test_the_sides_and_strangers_do_not_see_the_panel(client_of, queries):
    officer, project, panel = scene.formed()
    scene.seated(officer, panel)
    base = _base(project)
    for person in (project.leader, project.challenge.author, world.user("expert"), world.user("researcher")):
        assert client_of(person).get(base).status_code == 404
    assert client_of(officer).get(f"/desk/projects/{project.code}/panels/other").status_code == 404
    assert client_of(officer).get(f"/desk/projects/{project.code}/panels/tolerance").status_code == 404
    other = client_of(world.user("officer"))
    page = other.get(base)
    assert (page.status_code, panel.members[0].profile.name in page.get_data(as_text=True)) == (200, False)
    assert other.post(f"{base}/start").status_code == 403
    desk = client_of(officer)
    with queries() as seen:
        assert desk.get(base).status_code == 200
    assert len(seen) < 70
