"""Pages of the ledger: who opens them, what they show, refuse and keep."""

import io

from challenge.delivery.states import Y
from tests import world
from tests.challenge.delivery.ledger import scene

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_money_moves_through_the_pages(client_of):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row, own = scene.payment(project, "demander"), scene.payment(project, "own")
    base = f"/desk/projects/{project.code}"
    at = f"{base}/payments/{row.number}"
    team, poster, desk = client_of(people.team), client_of(people.poster), client_of(officer)
    locked = scene.payment(project, "public")
    page = team.get(f"{base}/payments/{locked.number}").get_data(as_text=True)
    assert "首笔财政资金不超过发榜方实付金额的 50%，发榜方已付到账 0.00 万元" in page
    assert "规则包 2026-1 第二十条" in page
    assert "确认申请拨付" in team.get(f"{at}/steps/request").get_data(as_text=True)
    assert poster.get(f"{at}/steps/request").status_code == 403
    assert team.get(f"{at}/steps/nothing").status_code == 404
    assert team.post(f"{at}/steps/request", data={"note": "样机已通过。"}).status_code == 302
    assert "样机已通过。" in poster.get(at).get_data(as_text=True)
    refused = poster.post(f"{at}/steps/refuse", data={"reason": ""})
    assert (refused.status_code, "请写明理由" in refused.get_data(as_text=True)) == (422, True)
    assert poster.post(f"{at}/steps/approve").status_code == 302
    typed = {"paid_on": "2026-99-01", "voucher": "付字 12 号"}
    refused = poster.post(f"{at}/steps/register", data=typed)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "请填写正确的日期" in text, "付字 12 号" in text) == (422, True, True)
    ahead = poster.post(f"{at}/steps/register", data=typed | {"paid_on": "2027-01-01"})
    assert (ahead.status_code, "日期不能晚于今天" in ahead.get_data(as_text=True)) == (422, True)
    good = typed | {"paid_on": "2026-09-10"}
    bad = poster.post(f"{at}/steps/register", data=good | {"file": (io.BytesIO(b"MZ"), "回单.exe")})
    assert (bad.status_code, row.state) == (422, Y.APPROVED)
    sent = good | {"file": (io.BytesIO(PDF), "回单.pdf")}
    assert poster.post(f"{at}/steps/register", data=sent).status_code == 302
    copy = team.get(f"{at}/file")
    assert (copy.status_code, copy.get_data()) == (200, PDF)
    assert team.post(f"{at}/steps/confirm").status_code == 302
    assert team.get(f"{base}/payments/{own.number}/file").status_code == 404
    assert (row.state, row.voucher, row.confirmed_by_id) == (Y.CONFIRMED, "付字 12 号", people.team.id)
    page = desk.get(f"{base}/ledger").get_data(as_text=True)
    for said in ("4.50 万元", "已到账", "不符，请核实", "约定出资", "付字 12 号"):
        assert said in page
    trail = client_of(people.finance).get(f"{base}/transfers?to=received").get_data(as_text=True)
    assert f"{row.code} 确认到账" in trail


def test_expenses_through_the_pages(client_of):
    officer, project, people = scene.ledger()
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "own"))
    base = f"/desk/projects/{project.code}/expenses"
    team = client_of(people.team)
    typed = {
        "payer": "own",
        "amount_fen": "多",
        "spent_on": "2026-09-10",
        "text": "电解液",
        "voucher": "记 3",
    }
    refused = team.post(f"{base}/new", data=typed)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "请用数字填写金额" in text, "电解液" in text) == (422, True, True)
    assert team.post(f"{base}/new", data=typed | {"payer": "public", "amount_fen": "1"}).status_code == 422
    sent = typed | {"amount_fen": "0.5", "file": (io.BytesIO(PDF), "发票.pdf")}
    assert team.post(f"{base}/new", data=sent).status_code == 302
    (row,) = project.expenses
    assert (row.amount_fen, row.text) == (500_000, "电解液")
    for reader in (officer, people.finance, world.user("auditor")):
        page = client_of(reader).get(base).get_data(as_text=True)
        assert ("0.50 万元" in page, "经费包干" in page, "冲销</a>" in page) == (True, True, False)
        assert client_of(reader).get(f"{base}/{row.id}/file").get_data() == PDF
    assert client_of(people.poster).get(base).status_code == 404
    assert client_of(people.poster).get(f"{base}/{row.id}/file").status_code == 404
    assert team.post(f"{base}/{row.id}/strike", data={"reason": ""}).status_code == 422
    assert team.post(f"{base}/{row.id}/strike", data={"reason": "重复登记"}).status_code == 302
    assert "已冲销：重复登记" in team.get(base).get_data(as_text=True)
    assert team.get(f"{base}/{row.id + 1}/strike").status_code == 404


def test_each_sees_the_payments_of_their_own(client_of):
    _officer, mine, _people = scene.ledger(title="储能电堆")
    _other_officer, other, _others = scene.ledger(title="煤矸石制品")
    for person, seen in (
        (mine.leader, [True, False]),
        (mine.challenge.author, [True, False]),
        (world.user("finance"), [True, True]),
        (world.user("auditor"), [True, True]),
        (world.user("researcher"), [False, False]),
    ):
        browser = client_of(person)
        text = browser.get("/desk/projects/payments").get_data(as_text=True)
        assert [f"{one.code}-01" in text for one in (mine, other)] == seen
        for path in ("ledger", "transfers", "payments/1"):
            codes = [browser.get(f"/desk/projects/{one.code}/{path}").status_code for one in (mine, other)]
            assert codes == [200 if one else 404 for one in seen]
    finance = client_of(world.user("finance"))
    found = finance.get("/desk/projects/payments?q=煤矸石&payer=public&state=locked").get_data(as_text=True)
    assert (f"{other.code}-02" in found, f"{mine.code}-02" in found) == (True, False)
    assert finance.get("/desk/projects/payments?export=xlsx").mimetype.endswith("sheet")


def test_the_list_takes_a_fixed_number_of_queries(client_of, queries):
    browser = client_of(world.user("finance"))
    counts = []
    for _ in range(2):
        scene.ledger()
        with queries() as seen:
            assert browser.get("/desk/projects/payments").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
