"""The page of a final account: who reads it, hands in and checks; wrong forms come back with sentences."""

from challenge.delivery.final_accounts.states import F
from tests import world
from tests.challenge.delivery.final_accounts import scene
from tests.challenge.delivery.ledger import scene as money
from tests.challenge.delivery.ledger.test_plan import ruled


def test_a_final_account_through_the_pages(client_of, app):
    officer, project, people = scene.passed()
    base = f"/desk/projects/{project.code}/final-account"
    team, finance, desk = (client_of(one) for one in (people.team, people.finance, officer))
    page = team.get(base).get_data(as_text=True)
    assert ("尚未提交" in page, "还有款项没有到账或者取消" in page, "我已核对" in page) == (True, True, False)
    assert client_of(world.user("researcher")).get(base).status_code == 404
    scene.settled(project, people)
    page = team.get(base).get_data(as_text=True)
    assert ("结余的去向" in page, "规则包 2026-1 第二十八条" in page, "我已核对" in page) == (
        True,
        True,
        True,
    )
    assert "查看决算" in desk.get(f"/desk/projects/{project.code}/ledger").get_data(as_text=True)
    digest = page.split('name="digest"')[1].split('value="')[1].split('"')[0]
    refused = team.post(base, data={"digest": digest})
    assert (refused.status_code, "请核对后勾选" in refused.get_data(as_text=True)) == (422, True)
    assert team.post(base, data={"digest": "0", "agreed": "y"}).status_code == 409
    assert desk.post(base, data={"digest": digest, "agreed": "y"}).status_code == 403
    assert finance.get(f"{base}/steps/confirm").status_code == 409
    assert team.post(base, data={"digest": digest, "agreed": "y"}).status_code == 302
    spent = f"/desk/projects/{project.code}/expenses"
    page = team.get(spent).get_data(as_text=True)
    assert ("支出不能再登记或者冲销" in page, f"{spent}/new" in page, "/strike" in page) == (
        True,
        False,
        False,
    )
    for step in ("new", f"{project.expenses[0].id}/strike"):
        refused = team.get(f"{spent}/{step}")
        assert (refused.status_code, "决算已提交" in refused.get_data(as_text=True)) == (422, True)
    assert team.get(f"{base}/steps/confirm").status_code == 403
    assert finance.get(f"{base}/steps/hand_in").status_code == 404
    assert finance.post(f"{base}/steps/return", data={"reason": ""}).status_code == 422
    assert "核对决算" in finance.get("/desk").get_data(as_text=True)
    assert "核对无误" in finance.get(base).get_data(as_text=True)
    assert finance.post(f"{base}/steps/return", data={"reason": "漏记测试费。"}).status_code == 302
    assert "已办理：退回决算。" in finance.get(base).get_data(as_text=True)
    assert f"{spent}/new" in team.get(spent).get_data(as_text=True)
    assert "退回的理由：漏记测试费。" in team.get(base).get_data(as_text=True)
    scene.hand_in(project, people.team)
    assert finance.post(f"{base}/steps/confirm").status_code == 302
    assert project.final_account.state is F.CONFIRMED
    page = desk.get(base).get_data(as_text=True)
    assert (project.final_account.digest in page, "核对无误" in page) == (True, True)
    page = desk.get(f"/desk/challenges/{project.challenge.code}").get_data(as_text=True)
    assert "下一步：攻关已结束，款项结清后办结榜单。" in page
    assert "攻关已结束" in client_of(people.team).get("/results").get_data(as_text=True)


def test_a_leader_lets_the_list_end_though_a_surplus_is_not_back(client_of, app):
    officer, project, people = scene.passed()
    ruled(project, surplus_public="退回")
    scene.confirmed(project, people)
    row = money.payment(project, "public")
    at = f"/desk/projects/{project.code}/payments/{row.number}"
    leader, desk = client_of(people.leader), client_of(officer)
    label = "另行追偿，不再等待退回"
    assert label in leader.get(at).get_data(as_text=True)
    assert label not in leader.get(at.replace(f"/{row.number}", "/1")).get_data(as_text=True)
    assert label not in desk.get(at).get_data(as_text=True)
    page = leader.get(f"{at}/steps/pursue").get_data(as_text=True)
    assert "应退回的金额保留，退回后仍可登记" in page
    refused = leader.post(f"{at}/steps/pursue", data={"reason": ""})
    assert (refused.status_code, "怎样追偿" in refused.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{at}/steps/pursue", data={"reason": "收不回。"}).status_code == 403
    finish = f"/desk/challenges/{project.challenge.code}/steps/finish"
    assert "没有登记退回，退回后才能办结" in desk.get(finish).get_data(as_text=True)
    assert leader.post(f"{at}/steps/pursue", data={"reason": "已申报债权。"}).status_code == 302
    page = client_of(people.finance).get(at).get_data(as_text=True)
    assert ("已决定另行追偿：已申报债权。" in page, "登记退回" in page) == (True, True)
    assert desk.get(finish).status_code == 200
