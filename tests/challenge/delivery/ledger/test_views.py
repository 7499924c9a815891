"""Pages of the ledger: who opens them, what they show, refuse and keep."""

import io

from challenge.delivery.ledger import actions
from challenge.delivery.states import WORKING, Payer, Y
from challenge.states import Mode
from core import clock, inspection
from core.database import transaction
from core.formats import wan
from tests import world
from tests.challenge.delivery import scene as projects
from tests.challenge.delivery.ledger import scene
from tests.challenge.review.scene import step_up

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
    step_up(people.poster)
    assert poster.post(f"{at}/steps/approve").status_code == 302
    typed = {"paid_on": "2026-99-01", "voucher": "付字 12 号"}
    refused = poster.post(f"{at}/steps/register", data=typed)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "请填写正确的日期" in text, "付字 12 号" in text) == (422, True, True)
    ahead = poster.post(f"{at}/steps/register", data=typed | {"paid_on": "2027-01-01"})
    assert (ahead.status_code, "日期不能晚于今天" in ahead.get_data(as_text=True)) == (422, True)
    early = poster.post(f"{at}/steps/register", data=typed | {"paid_on": "2019-01-01"})
    said = "日期不能早于任务书生效日 2026年9月16日，请核对。"
    assert (early.status_code, said in early.get_data(as_text=True)) == (422, True)
    assert "maxlength" not in text
    long = poster.post(f"{at}/steps/register", data=typed | {"paid_on": "2026-09-16", "voucher": "凭" * 61})
    assert (long.status_code, "不能超过 60 个字" in long.get_data(as_text=True)) == (422, True)
    good = typed | {"paid_on": "2026-09-16"}
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
        "spent_on": "2026-09-16",
        "text": "电解液",
        "voucher": "记 3",
    }
    refused = team.post(f"{base}/new", data=typed)
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "请用数字填写金额" in text, "电解液" in text) == (422, True, True)
    assert team.post(f"{base}/new", data=typed | {"payer": "public", "amount_fen": "1"}).status_code == 422
    over = team.post(f"{base}/new", data=typed | {"amount_fen": "9000000", "spent_on": "2019-01-01"})
    text = over.get_data(as_text=True)
    for said in (
        "不足以列支，请核对金额。",
        "日期不能早于揭榜方自筹首笔付款日期 2026年9月16日",
        "电解液",
        "记 3",
    ):
        assert said in text
    assert over.status_code == 422
    sent = typed | {"amount_fen": "5,000.00", "file": (io.BytesIO(PDF), "发票.pdf")}
    assert team.post(f"{base}/new", data=sent).status_code == 302
    (row,) = project.expenses
    assert (row.amount_fen, row.text) == (500_000, "电解液")
    for reader in (officer, people.finance, world.user("auditor")):
        page = client_of(reader).get(base).get_data(as_text=True)
        assert ("5,000.00 元" in page, "经费包干" in page, "冲销</a>" in page) == (True, True, False)
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
    whole = finance.get("/desk/projects/payments").get_data(as_text=True)
    assert f'data-label="收款方">{mine.organisation.name}' in whole
    found = finance.get("/desk/projects/payments?q=煤矸石&payer=public&state=locked").get_data(as_text=True)
    assert (f"{other.code}-02" in found, f"{mine.code}-02" in found) == (True, False)
    assert finance.get("/desk/projects/payments?export=xlsx").mimetype.endswith("sheet")


def test_the_list_says_what_waits_what_is_late_and_what_it_comes_to(client_of, now):
    _officer, project, people = scene.ledger()
    finance, page = client_of(people.finance), "/desk/projects/payments"
    assert "没有符合条件的拨付" in finance.get(f"{page}?standing=open").get_data(as_text=True)
    scene.passes(project, 1)
    row = scene.payment(project, "demander")
    with transaction():
        actions.request(people.team, row)
    now.instant = row.due_at
    client = client_of(people.poster)
    assert "没有符合条件的拨付" in client.get(f"{page}?standing=late").get_data(as_text=True)
    now.forward(seconds=1)
    late = client.get(f"{page}?standing=late").get_data(as_text=True)
    assert (row.code in late, "所列 1 笔合计" in late, "4.50 万元" in late) == (True, True, True)
    listed = client_of(people.finance).get(f"{page}?standing=open").get_data(as_text=True)
    open_ones = [one for one in project.payments if one.state in WORKING]
    in_all = wan(sum(one.amount_fen for one in open_ones))
    assert f'所列 {len(open_ones)} 笔合计 <strong class="sum">{in_all}' in listed


def test_the_list_takes_a_fixed_number_of_queries(client_of, queries):
    browser = client_of(world.user("finance"))
    counts = []
    for _ in range(2):
        scene.ledger()
        with queries() as seen:
            assert browser.get("/desk/projects/payments").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_money_that_comes_back_has_a_day_a_voucher_and_a_sum_in_the_history(client_of):
    _officer, project, people = scene.ledger()
    scene.passes(project, 1)
    row = scene.paid(people, scene.payment(project, "demander"))
    projects.ends(project)
    at = f"/desk/projects/{project.code}/payments/{row.number}"
    poster = client_of(people.poster)
    typed = {"amount_fen": "99", "paid_on": "2026-09-15", "voucher": "退字 1 号"}
    refused = poster.post(f"{at}/steps/refund", data=typed)
    early = "日期不能早于本笔付款日期 2026年9月16日"
    assert (refused.status_code, early in refused.get_data(as_text=True)) == (422, True)
    refused = poster.post(f"{at}/steps/refund", data=typed | {"paid_on": "2026-09-16"})
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "最多可以登记退回 4.50 万元" in text, "退字 1 号" in text) == (
        422,
        True,
        True,
    )
    good = typed | {"paid_on": "2026-09-16", "amount_fen": "4.5"}
    assert poster.post(f"{at}/steps/refund", data=good).status_code == 302
    page = poster.get(at).get_data(as_text=True)
    assert "4.50 万元，2026年9月16日，凭证号 退字 1 号" in page
    assert "/steps/refund" not in page


def test_a_side_reads_what_was_spent_of_what_it_has_received_alone(client_of):
    programme = world.programme(mode=Mode.ENTERPRISE)
    officer, project, people = scene.ledger(mode=Mode.ENTERPRISE, programme_id=programme.id)
    scene.passes(project, 1)
    scene.paid(people, scene.payment(project, "demander"))
    facts = {"line": "", "spent_on": clock.today(), "text": "团队采购电解液", "voucher": "记 1"}
    upload = inspection.inspect("发票.pdf", PDF), PDF
    with transaction():
        row = actions.spend(people.team, project, Payer.DEMANDER, 100, facts, upload)
    at = f"/desk/projects/{project.code}/expenses"
    for reader, reads in ((people.team, True), (officer, True), (people.poster, False)):
        browser = client_of(reader)
        page = browser.get(at)
        shown = facts["text"] in page.get_data(as_text=True)
        export = facts["text"] in browser.get(f"{at}?export=csv").get_data().decode("utf-8-sig", "ignore")
        file = browser.get(f"{at}/{row.id}/file").status_code
        assert (page.status_code, shown, export, file) == (200, reads, reads, 200 if reads else 404)
