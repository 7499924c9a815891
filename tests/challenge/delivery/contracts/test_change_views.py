"""Pages of changes: asking keeps what was typed, the sides read old and new side by side, strangers stay out."""

import pytest

from challenge.delivery.states import K
from tests import world
from tests.challenge.delivery import scene
from tests.challenge.delivery.contracts import changing
from tests.challenge.review.scene import step_up

_WHY = {"why": "设备到货推迟。"}


def _typed(project, **facts):
    from challenge.delivery.contracts import change_form, rules

    form = change_form.change_form(project, rules.contract_in_force(project).content)
    typed = (one for one in form if hasattr(one, "_value") and one.type != "BooleanField")
    found = {one.name: one._value() for one in typed if one.name != "csrf_token"}
    return found | _WHY | facts


def test_a_change_through_the_pages(app, client_of):
    officer, project = changing.signed()
    base = f"/desk/projects/{project.code}"
    team, poster, desk = (client_of(one) for one in (project.leader, project.challenge.author, officer))
    assert "申请延期" in team.get(f"{base}/changes").get_data(as_text=True)
    page = team.get(f"{base}/changes/new").get_data(as_text=True)
    assert ("榜单要求 ≥ 35 Wh/L" in page, "协作研究院" in page) == (True, True)
    assert (
        page.count('data-label="相差"') == 3
    )  # on a phone what it comes to is read without scrolling sideways
    with app.test_request_context():
        typed = _typed(project, due_2="2027-12-01", threshold_1="34", fen_2_public="2")
        same = _typed(project)
    nothing = typed | {name: "0" for name in typed if name.startswith("fen_")}
    assert team.post(f"{base}/changes/new", data=nothing).status_code == 422
    refused = team.post(f"{base}/changes/new", data=typed)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "财政资金各里程碑合计应为" in text, "设备到货推迟。" in text) == (
        422,
        True,
        True,
    )
    assert team.post(f"{base}/changes/new", data=typed | {"due_2": "2027-02-31"}).status_code == 422
    assert team.post(f"{base}/changes/new", data=same).status_code == 422
    typed["fen_3_public"] = "5"
    assert team.post(f"{base}/changes/new", data=typed).status_code == 302
    contract = project.contracts[-1]
    assert contract.state is K.REQUESTED
    card = team.get(base).get_data(as_text=True)
    assert ("第 2 版，变更申请，待核对" in card, "没有变更" in card) == (True, False)
    text = poster.get(f"{base}/contract").get_data(as_text=True)
    assert ("低于榜单要求：能量密度" in text, "变更前后对照" in text) == (True, True)
    sent = {"seen": str(contract.version), "checked": "y", "check_reason": "按定榜时的构成。"}
    assert desk.post(f"{base}/changes/2/offer", data={"seen": "x"}).status_code == 422
    assert desk.post(f"{base}/changes/2/offer", data=sent).status_code == 422
    assert desk.post(f"{base}/changes/2/offer", data=sent | {"note": "论证后调整。"}).status_code == 302
    agreed = {"digest": contract.digest, "agreed": "y"}
    for person in (project.leader, project.challenge.author):
        step_up(person)
        assert client_of(person).post(f"{base}/contract/confirm", data=agreed).status_code == 302
    leader = world.user("leader")
    step_up(leader)
    assert "同意指标低于榜单要求" in client_of(leader).get(f"{base}/contract").get_data(as_text=True)
    assert client_of(leader).post(f"{base}/contract/confirm", data=agreed).status_code == 422
    assert (
        client_of(leader).post(f"{base}/contract/confirm", data=agreed | {"lowered": "y"}).status_code == 302
    )
    assert contract.state is K.IN_FORCE
    history = poster.get(f"{base}/changes").get_data(as_text=True)
    assert ("设备到货推迟。" in history, "2.00 万元" in history) == (True, True)
    public = (
        client_of(world.user()).get(f"/challenges/{project.challenge.code}/timeline").get_data(as_text=True)
    )
    assert "论证后调整。" in public


def test_milestones_come_and_go_through_the_pages(app, client_of):
    _officer, project = changing.signed()
    team, path = client_of(project.leader), f"/desk/projects/{project.code}/changes/new"
    page = team.get(path).get_data(as_text=True)
    assert ("取消这个里程碑" in page, "<legend>新里程碑 5</legend>" in page) == (True, True)
    with app.test_request_context():
        plain = _typed(project, sum_own="6")
    new = {"title_4": "现场考核", "due_4": "2028-04-01", "deliverable_4": "报告", "judge_4": "市质检所"}
    typed = plain | new | {"remove_2": "y", "fen_2_demander": "0", "fen_2_public": "0", "fen_2_own": "0"}
    moved = {"fen_4_demander": "4.5", "fen_4_public": "3", "fen_4_own": "2.5"}
    for wrong, said in (
        ({}, "合计应为 6.00 万元"),
        (moved | {"judge_4": ""}, "请填写新里程碑 4 的判定方"),
        (moved | {"due_4": ""}, "请填写正确的日期"),
        (moved | {"title_5": "多余"}, "请填写正确的日期"),
        (moved | {"fen_2_own": "1", "fen_4_own": "1.5"}, "里程碑 2 取消后没有款项"),
        (moved | {"sum_public": "11", "fen_4_public": "4"}, "不能超过定榜时的 10.00 万元"),
    ):
        answer = team.post(path, data=typed | wrong)
        text = answer.get_data(as_text=True)
        assert (answer.status_code, said in text, "现场考核" in text) == (422, True, True), said
    assert team.post(path, data=typed | moved).status_code == 302
    text = team.get(f"/desk/projects/{project.code}/contract").get_data(as_text=True)
    assert ("2　中试：交付物" in text, "4　现场考核：判定方" in text, "揭榜方自筹合计" in text) == (True,) * 3


def test_a_team_of_one_reads_that_nobody_can_follow_its_leader(client_of):
    _officer, project = scene.signed()
    path = f"/desk/projects/{project.code}/changes/leader"
    assert "现在没有人可以接任；无合格人选的" in client_of(project.leader).get(path).get_data(as_text=True)


def test_extension_and_successor_through_the_pages(client_of):
    _officer, project = changing.signed()
    base = f"/desk/projects/{project.code}/changes"
    team, mate = client_of(project.leader), changing.mate_of(project)
    assert team.get(f"{base}/extension").status_code == 200
    refused = team.post(f"{base}/extension", data=_WHY | {"months": "13", "last_only": "no"})
    page = refused.get_data(as_text=True)
    assert (refused.status_code, "请填写 1 至 12 之间的整数" in page, "第三十三条" in page) == (
        422,
        True,
        True,
    )
    assert "最迟2029年" in page  # where the end would move
    assert team.post(f"{base}/extension", data=_WHY | {"months": "6", "last_only": "no"}).status_code == 302
    assert team.get(f"{base}/new").status_code == 422
    for action in ("decline", "nothing"):
        assert team.get(f"{base}/2/{action}").status_code == 404
    assert team.get(f"{base}/2/withdraw").status_code == 200
    assert team.post(f"{base}/2/withdraw", data={"reason": ""}).status_code == 422
    assert team.post(f"{base}/2/withdraw", data={"reason": "不再需要。"}).status_code == 302
    typed = _WHY | {"why_code": "departure", "successor": str(mate.id)}
    assert "现在没有人可以接任" not in team.get(f"{base}/leader").get_data(as_text=True)
    assert team.post(f"{base}/leader", data=typed | {"successor": "x"}).status_code == 422
    assert client_of(mate).post(f"{base}/leader", data=typed).status_code == 302
    assert project.contracts[-1].successor_id == mate.id


@pytest.mark.parametrize("path", ["new", "extension", "leader", "2/decline", ""])
def test_outsiders_find_nothing(client_of, path):
    _officer, project = changing.signed()
    changing.asked(project, {"partners": []})
    browser = client_of(world.user("researcher", "enterprise"))
    assert browser.get(f"/desk/projects/{project.code}/changes/{path}".rstrip("/")).status_code == 404


def test_staff_without_a_part_read_and_do_not_ask(client_of):
    _officer, project = changing.signed()
    reader = client_of(world.user("officer"))
    base = f"/desk/projects/{project.code}/changes"
    assert "申请延期" not in reader.get(base).get_data(as_text=True)
    assert reader.get(f"{base}/new").status_code == 403


def test_history_takes_a_fixed_number_of_queries(client_of, queries):
    officer, project = changing.signed()
    browser, base, counts = client_of(world.user("auditor")), f"/desk/projects/{project.code}/changes", []
    for number in range(3):
        changing.agreed(
            officer, changing.asked(project, {"milestones": {1: {"deliverable": f"样机 {number}"}}})
        )
        with queries() as seen:
            assert browser.get(base).status_code == 200
        counts.append(len(seen))
    assert counts[1] == counts[2]
