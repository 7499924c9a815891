"""Pages of outcomes: who opens them, what they keep and refuse, what a list costs, what a spreadsheet holds."""

import csv
import io

import pytest

import challenge.permissions as may
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.following.queries import visible_follow_ups
from challenge.delivery.outcomes.kinds import KINDS
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.recruiting.queries import visible_talents
from challenge.delivery.outcomes.registering.models import Achievement, TechContract
from challenge.delivery.outcomes.registering.queries import visible_contracts, visible_results
from challenge.delivery.outcomes.states import R, T, U
from core import clock, looks
from core.database import db, transaction
from tests import world
from tests.challenge.delivery.outcomes import scene
from tests.challenge.delivery.test_views import PDF
from tests.challenge.test_twins import differences

BASE = "/desk/outcomes"
FORM = {
    "goal": "能源生产、分配和合理利用",
    "buyer_kind": "企业法人：内资企业",
    "buyer_place": "山西省朔州市朔城区",
    "seller_kind": "事业法人：高等院校",
    "seller_place": "山西省太原市",
    "title": "高密度液流电池电堆设计",
    "category": "技术开发（委托开发）",
    "buyer": "甲方",
    "buyer_code": "",
    "seller": "乙方",
    "seller_code": "",
    "field": "新能源与高效节能",
    "total_fen": "25",
    "technical_fen": "20",
    "payment": "分期支付",
    "signed_on": "2026-09-16",
    "starts_on": "2026-10-01",
    "ends_on": "2028-04-01",
    "rights": "专利",
    "source": "地市县计划",
}


def later(now, person, days):
    """So many days on; the password of this person is a new one."""
    now.forward(days=days)
    with transaction():
        person.password_at = clock.now()


def everybody(*rows):
    """People who stand in every way to the projects of these records, and nobody in particular."""
    found = {role: world.user(role) for role in world.Role}
    for place, row in enumerate(rows):
        project = row.project
        found |= {f"team {place}": project.leader, f"poster {place}": project.challenge.author}
        found |= {f"officer {place}": project.challenge.handler}
    side = world.user("officer", organisation_id=rows[0].project.organisation_id)
    first = world.user("enterprise", organisation_id=rows[0].project.organisation_id, is_first_account=True)
    return found | {
        "officer of the team's unit": side,
        "first account of the team's unit": first,
        "enterprise without unit": world.user("enterprise", organisation_id=None),
    }


def test_map_and_twins_agree(app):
    _officer, first = scene.registered()
    _officer, project = scene.ended()
    _officer, person = scene.talent()
    hirer = world.user("enterprise")
    people = everybody(first, project.achievement, person) | {"hirer": hirer}
    for _ in range(2):
        assert differences(people, TechContract, may.READ_REGISTRATION, visible_contracts) == {}
        assert differences(people, Achievement, may.READ_REGISTRATION, visible_results) == {}
        assert differences(people, FollowUp, may.READ_FOLLOW_UP, visible_follow_ups) == {}
        assert differences(people, Talent, may.READ_TALENT, visible_talents) == {}
        with transaction():
            found = {"stay": "flexible", "agreed_at": person.created_at, "unit_id": hirer.organisation_id}
            db.session.execute(db.update(Talent).values(state=T.MATCHED, **found))
        db.session.expire_all()
    readers = {
        name
        for name, user in people.items()
        if may.READ_TALENT and any(one(user, person) for one in may.READ_TALENT)
    }
    assert {"hirer", "team 2", "officer 2"} <= readers
    assert readers.isdisjoint({world.Role.FINANCE, world.Role.SUPERVISOR, world.Role.AUDITOR, "poster 2"})


def test_a_registration_through_the_pages(client_of):
    officer, row = scene.contract()
    team, poster, desk = (
        client_of(row.project.leader),
        client_of(row.project.challenge.author),
        client_of(officer),
    )
    path = f"{BASE}/contracts/{row.code}"
    assert "任何一方都可以填写" in poster.get(path).get_data(as_text=True)
    codes = {"buyer_code": row.buyer_code, "seller_code": row.seller_code}
    bad = (
        FORM
        | codes
        | {"technical_fen": "26", "ends_on": "2026-09-31", "field": "炼金", "seen": str(row.version)}
    )
    answer = team.post(f"{path}/edit", data=bad | {"buyer_code": "123"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for sentence in ("不能大于合同成交金额", "请填写正确的日期", "请从列表中选择", "应为 18 位"):
        assert sentence in text
    assert 'value="26"' in text
    stale = team.post(f"{path}/edit", data=FORM | codes | {"seen": "0", "note": "甲方补充"})
    assert (stale.status_code, "最新内容" in stale.get_data(as_text=True)) == (409, True)
    assert "甲方补充" in stale.get_data(as_text=True)
    assert team.post(f"{path}/edit", data=FORM | codes | {"seen": str(row.version)}).status_code == 302
    assert team.post(f"{path}/steps/submit").status_code == 302
    assert team.get(f"{path}/steps/register").status_code == 403
    assert desk.get(f"{path}/edit").status_code == 404
    page = desk.get(path).get_data(as_text=True)
    assert page.index("核对无误，登记</a>") < page.index(
        "退回补正</a>"
    )  # the first is drawn as the one to take
    assert desk.get(f"{path}/steps/register").status_code == 200
    empty = desk.post(f"{path}/steps/register", data={"number": "", "registered_on": "2027-01-01"})
    assert (empty.status_code, "不能晚于今天" in empty.get_data(as_text=True)) == (422, True)
    sent = {"number": "2026140000000009", "registered_on": "2026-09-16"}
    assert desk.post(f"{path}/steps/register", data=sent).status_code == 302
    assert (row.state, row.number, row.technical_fen) == (R.REGISTERED, "2026140000000009", 20_000_000)
    page = desk.get(f"{path}/steps/correct").get_data(as_text=True)
    assert "更正理由" in page
    right = FORM | codes | {"total_fen": "30", "seen": str(row.version)}
    assert desk.post(f"{path}/steps/correct", data=right).status_code == 422
    named = {"goal": "登记系统里的名称", "reason": "补充协议。"}
    assert desk.post(f"{path}/steps/correct", data=right | named).status_code == 302
    assert row.goal == "登记系统里的名称"
    assert row.total_fen == 30_000_000
    _officer, other = scene.submitted()
    taken = client_of(_officer).post(f"{BASE}/contracts/{other.code}/steps/register", data=sent)
    assert (taken.status_code, "已用于另一份登记" in taken.get_data(as_text=True)) == (422, True)


def test_the_list_is_found_filtered_and_exported_in_the_order_of_the_form(client_of):
    _officer, row = scene.registered(title="=储能电堆")
    _officer, other = scene.contract(title="煤矸石制品")
    auditor = client_of(world.user("auditor"))
    found = auditor.get(f"{BASE}/contracts?q=2026140000000001&state=registered&year=2026").get_data(
        as_text=True
    )
    assert (row.code in found, other.code in found) == (True, False)
    assert "没有符合条件的记录" in auditor.get(f"{BASE}/contracts?year=20").get_data(as_text=True)
    answer = auditor.get(f"{BASE}/contracts?export=csv&sort=code")
    assert answer.mimetype == "text/csv"
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert lines[0][:4] == ["登记编号", "合同名称", "合同类别", "买方名称"]
    assert lines[1][:2] == ["2026140000000001", "'=储能电堆"]
    assert auditor.get(f"{BASE}/contracts?export=xlsx").mimetype.endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_filter_can_be_used_and_kept(client_of, kind):
    scene.ended()
    browser = client_of(world.user("officer"))
    for one in KINDS[kind].filters:
        value = one.choices[0][0] if one.choices else "2026"
        page = browser.get(f"{BASE}/{kind}?{one.name}={value}&sort=code")
        assert (page.status_code, "清除条件" in page.get_data(as_text=True)) == (200, True), one.name


def test_turnover_stands_beside_the_plan(client_of):
    scene.registered()
    officer = client_of(world.user("officer"))
    bad = officer.post(f"{BASE}/turnover", data={"year": "2027", "amount_fen": "", "source": ""})
    text = bad.get_data(as_text=True)
    assert (bad.status_code, "不能晚于今年" in text, "请写明数据来源" in text) == (422, True, True)
    for amount in ("1", "95,040"):
        sent = {"year": "2025", "amount_fen": amount, "source": "全国技术合同管理与服务系统"}
        assert officer.post(f"{BASE}/turnover", data=sent).status_code == 302
    page = officer.get(f"{BASE}/contracts").get_data(as_text=True)
    for said in ("17.28 亿元", "95,040.00 万元", "55%", "全国技术合同管理与服务系统", "20.00 万元"):
        assert said in page
    assert "17.28 亿元" not in client_of(world.user("researcher")).get(f"{BASE}/contracts").get_data(
        as_text=True
    )
    assert client_of(world.user("auditor")).get(f"{BASE}/turnover").status_code == 403


def test_a_follow_up_through_the_pages(client_of, now):
    officer, project = scene.ended()
    row = project.follow_ups[0]
    path = f"{BASE}/follow-ups/{row.code}"
    later(now, officer, 365)
    team = client_of(project.leader)
    bad = {"sales_fen": "-3", "tax_fen": "x", "jobs": "1.5", "seen": str(row.version)}
    answer = team.post(f"{path}/edit", data=bad)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "金额不能是负数" in text, "之间的整数" in text) == (422, True, True)
    figures = {"sales_fen": "120", "tax_fen": "0", "saved_fen": "", "invested_fen": "0", "jobs": "12"}
    wrong = figures | {"seen": str(row.version), "file": (io.BytesIO(b"MZ"), "报表.exe")}
    assert team.post(f"{path}/edit", data=wrong).status_code == 422
    sent = figures | {"seen": str(row.version), "file": (io.BytesIO(PDF), "报表.pdf")}
    assert team.post(f"{path}/edit", data=sent).status_code == 302
    assert (row.sales_fen, row.tax_fen, row.saved_fen, row.jobs) == (120_000_000, 0, None, 12)
    assert team.post(f"{path}/steps/submit").status_code == 422
    assert 'value="0"' in team.get(f"{path}/edit").get_data(as_text=True)
    again = figures | {"saved_fen": "0", "seen": str(row.version)}
    assert team.post(f"{path}/edit", data=again).status_code == 302
    assert team.post(f"{path}/steps/submit").status_code == 302
    desk = client_of(officer)
    assert desk.get(f"{path}/file").get_data() == PDF
    assert client_of(world.user("researcher")).get(f"{path}/file").status_code == 404
    back = desk.get(f"{path}/steps/return").get_data(as_text=True)
    assert ("填报期限不变" in back, "付款期限" in back) == (True, False)
    assert desk.post(f"{path}/steps/check").status_code == 302
    assert row.state is U.CHECKED
    assert "已核对 1 份" in desk.get(f"{BASE}/follow-ups").get_data(as_text=True)


def test_a_person_agrees_and_each_look_is_logged(client_of):
    officer, row = scene.talent()
    path = f"{BASE}/talents/{row.code}"
    mine, desk = client_of(row.user), client_of(officer)
    assert mine.post(f"{path}/steps/agree", data={"stay": "flexible", "origin": "太原"}).status_code == 422
    said = {"stay": "flexible", "origin": "某大学，太原市", "needs": "需要中试场地", "agreed": "y"}
    assert mine.post(f"{path}/steps/agree", data=said).status_code == 302
    assert "需要中试场地" in mine.get(path).get_data(as_text=True)
    assert "需要中试场地" in desk.get(path).get_data(as_text=True)
    seen = db.session.scalars(db.select(looks.Look).filter_by(kind="talent")).all()
    assert [one.user_id for one in seen] == [officer.id]
    unit = world.organisation("塞上储能有限公司")
    hirer = client_of(world.user("enterprise", organisation_id=unit.id))
    assert hirer.get(path).status_code == 404
    missing = desk.post(f"{path}/steps/match", data={"unit": "没有这家"})
    assert (missing.status_code, "没有找到" in missing.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{path}/steps/match", data={"unit": unit.name}).status_code == 302
    assert "需要中试场地" in hirer.get(path).get_data(as_text=True)
    met = {"day": "2026-09-16", "note": "双方有意。"}
    assert desk.post(f"{path}/steps/meet", data=met).status_code == 302
    early = desk.post(f"{path}/steps/settle", data={"day": "2026-09-15"})
    assert (early.status_code, "不能早于对接日期" in early.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{path}/notes", data={"note": ""}).status_code == 422
    assert desk.post(f"{path}/notes", data={"note": "已约下周见面"}).status_code == 302
    assert "已约下周见面" in desk.get(path).get_data(as_text=True)
    assert "已约下周见面" not in hirer.get(path).get_data(as_text=True)
    assert "删除意向" in mine.get(path).get_data(as_text=True)
    assert mine.post(f"{path}/steps/withdraw").status_code == 302
    assert row.state is T.DECLINED


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_list_takes_a_fixed_number_of_queries(client_of, queries, kind):
    browser, counts = client_of(world.user("officer")), []
    make = {"contracts": scene.registered, "talents": scene.talent}.get(kind, scene.ended)
    number = iter(range(9))
    for more in (1, 3):
        for _ in range(more):
            make(**({"number": f"2026{next(number)}"} if kind == "contracts" else {}))
        with queries() as seen:
            assert browser.get(f"{BASE}/{kind}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_outsiders_find_nothing(client_of):
    _officer, row = scene.contract()
    stranger = client_of(world.user("researcher"))
    for path in (f"contracts/{row.code}", f"contracts/{row.code}/edit", f"of/{row.project.code}", "nothing"):
        assert stranger.get(f"{BASE}/{path}").status_code == 404
    assert stranger.post(f"{BASE}/of/{row.project.code}/results").status_code == 404


def test_a_project_shows_what_came_of_it(client_of):
    officer, row = scene.contract()
    page = client_of(officer).get(f"{BASE}/of/{row.project.code}").get_data(as_text=True)
    assert (row.code in page, "现在办理成果登记" in page, "现在办理技术合同登记" in page) == (
        True,
        True,
        False,
    )
    assert client_of(row.project.leader).post(f"{BASE}/of/{row.project.code}/results").status_code == 302
    assert row.project.achievement.state is R.DRAFT


def test_duties_of_each(client_of, now):
    officer, row = scene.submitted()
    team = client_of(row.project.leader)
    assert f"核对技术合同登记 {row.code}" in client_of(officer).get("/desk").get_data(as_text=True)
    assert "填报技术合同登记" not in team.get("/desk").get_data(as_text=True)
    other, project = scene.ended()
    later(now, other, 430)
    page = client_of(project.leader).get("/desk").get_data(as_text=True)
    assert ("填报成果登记" in page, "填报结题后跟踪表" in page) == (True, True)
    assert "跟踪表逾期未报" in client_of(other).get("/desk").get_data(as_text=True)
    _officer, asked = scene.talent()
    assert "答复人才引进意向征询" in client_of(asked.user).get("/desk").get_data(as_text=True)
