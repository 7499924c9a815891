"""单位资料: who corrects it, what is kept and logged, what is refused, and who reads name and parent afterwards."""

import pytest

from accounts import conflict, permissions
from accounts.actions.organisations import change_organisation
from accounts.models import FormerName, Message
from challenge.bidding.rules import unrelated
from challenge.posting.actions import publishing
from challenge.states import C
from core import audit, clock, outbox
from core.database import db, transaction
from core.formats import date_zh
from core.gates import may
from talent.conflicts import ties_between
from tests import world

REASON = "变更登记通知书〔2026〕12号"


@pytest.fixture
def firm(app):
    return world.organisation("松涛电池厂")


def typed(row, **changes):
    facts = {
        "opened": conflict.opened_with(row),
        "name": row.name,
        "nature": "enterprise",
        "county": "朔城区",
    }
    return facts | {"industry": "", "parent_code": "", "renaming": "renamed", "reason": REASON} | changes


def page(row):
    return f"/desk/accounts/organisations/{row.id}/edit"


def test_a_new_name_keeps_the_former_one_and_is_logged(client_of, firm):
    officer = world.user("officer")
    first = world.user("enterprise", organisation_id=firm.id, is_first_account=True)
    browser = client_of(officer)
    browser.get(f"/desk/accounts/organisations/{firm.id}")
    assert page(firm) in [one.get("href") for one in browser.all("a")]
    assert browser.post(page(firm), data=typed(firm, name="松涛储能有限公司")).status_code == 302
    db.session.rollback()
    assert (firm.name, [one.name for one in firm.former_names]) == ("松涛储能有限公司", ["松涛电池厂"])
    entry = audit.entries_of(f"organisation:{firm.id}")[-1]
    assert (entry.action, entry.actor_id, entry.what) == (
        "organisation.change",
        officer.id,
        "修改单位资料：名称",
    )
    assert entry.before == {"name": "松涛电池厂"}
    assert entry.after == {"name": "松涛储能有限公司", "reason": REASON}
    told = db.session.query(Message).filter_by(user_id=first.id).one()
    assert told.subject == "贵单位资料已更新：松涛储能有限公司"
    browser.get(f"/desk/accounts/organisations/{firm.id}")
    assert ("松涛电池厂" in browser.text(), REASON in browser.text()) == (True, True)
    browser.get("/desk/accounts/organisations?q=松涛电池厂")
    assert "松涛储能有限公司" in browser.text()


def test_taking_the_former_name_again_leaves_no_double(firm):
    officer = world.user("officer")
    for name in ("松涛储能", "松涛电池厂", "松涛储能"):
        with transaction():
            change_organisation(officer, firm, {"name": name}, REASON)
    assert [one.name for one in db.session.query(FormerName)] == ["松涛电池厂"]


def test_a_slip_is_corrected_and_leaves_no_former_name(client_of, firm):
    expert = world.profile(unit="松涛电池厂")
    browser = client_of(world.user("officer"))
    sent = typed(firm, name="松韬电池厂", renaming="misspelt")
    assert browser.post(page(firm), data=sent).status_code == 302
    db.session.rollback()
    assert (firm.name, firm.former_names, ties_between(expert, [firm.id])) == ("松韬电池厂", [], [])
    assert audit.entries_of(f"organisation:{firm.id}")[-1].what == "修改单位资料：名称（更正错字）"


def test_other_brackets_are_no_other_name(client_of, firm):
    with transaction():
        change_organisation(world.user("officer"), firm, {"name": "松涛(东区)"}, REASON, misspelt=True)
    sent = typed(firm, name="松涛（东区）", renaming="")
    assert client_of(world.user("officer")).post(page(firm), data=sent).status_code == 302
    db.session.rollback()
    assert (firm.name, firm.former_names) == ("松涛（东区）", [])


def test_a_former_name_that_was_none_is_removed_with_a_reason(client_of, firm):
    expert, officer = world.profile(unit="松涛电池厂"), world.user("officer")
    with transaction():
        change_organisation(officer, firm, {"name": "松涛储能"}, REASON)
    browser = client_of(officer)
    browser.get(f"/desk/accounts/organisations/{firm.id}")
    links = [one.get("href") for one in browser.all("a")]
    address = f"/desk/accounts/organisations/{firm.id}/former-names/{firm.former_names[0].id}/remove"
    assert address in links
    assert [tie.kind for tie in ties_between(expert, [firm.id])] == ["same_unit"]
    assert browser.post(address, data={"reason": ""}).status_code == 422
    assert client_of(world.user("leader")).post(address, data={"reason": "误录"}).status_code == 403
    assert browser.post(address, data={"reason": "误录"}).status_code == 302
    db.session.expire_all()
    assert (firm.former_names, ties_between(expert, [firm.id])) == ([], [])
    entry = audit.entries_of(f"organisation:{firm.id}")[-1]
    assert (entry.action, entry.what) == ("organisation.drop_name", "删除曾用名“松涛电池厂”")
    assert (entry.before, entry.after) == ({"former_name": "松涛电池厂"}, {"reason": "误录"})
    assert browser.get(address).status_code == 404


def test_what_did_not_change_is_neither_logged_nor_told(client_of, firm):
    world.user("enterprise", organisation_id=firm.id, is_first_account=True)
    before = audit.head()
    assert client_of(world.user("admin")).post(page(firm), data=typed(firm)).status_code == 302
    db.session.rollback()
    assert (audit.head(), db.session.query(Message).count()) == (before, 0)


def test_the_parent_is_read_by_the_conflicts(client_of, firm):
    above = world.organisation("松涛集团")
    expert = world.profile(organisation_id=above.id, unit=above.name)
    listed = world.challenge(C.OPEN, author=world.user("enterprise", organisation_id=firm.id))
    assert unrelated(above, listed) is None
    assert ties_between(expert, [firm.id]) == []
    answer = client_of(world.user("officer")).post(
        page(firm), data=typed(firm, parent_code=above.credit_code)
    )
    assert answer.status_code == 302
    db.session.expire_all()
    assert firm.parent_id == above.id
    assert unrelated(above, listed).startswith("贵单位与发榜方存在关联关系")
    assert [tie.kind for tie in ties_between(expert, [firm.id])] == ["parent"]


def test_a_former_name_still_ties_an_expert(firm):
    expert = world.profile(unit="松涛电池厂")
    with transaction():
        change_organisation(world.user("officer"), firm, {"name": "松涛储能有限公司"}, REASON)
    assert [tie.kind for tie in ties_between(expert, [firm.id])] == ["same_unit"]


def test_lists_are_found_under_the_new_name(client, firm):
    listed = world.challenge(C.OPEN, author=world.user("enterprise", organisation_id=firm.id))
    with transaction():
        publishing.make_findable(listed)
        change_organisation(world.user("officer"), firm, {"name": "青峰储能有限公司"}, REASON)
    client.get("/challenges?q=青峰")
    assert listed.title not in client.text()
    outbox.run_due()
    client.get("/challenges?q=青峰储能")
    assert listed.title in client.text()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "请填写单位名称。"),
        ({"name": "别的单位"}, "已有同名单位"),
        ({"name": "别的 单位"}, "已有同名单位"),
        ({"name": "另一大学(东区)"}, "已有同名单位"),
        ({"name": "松涛储能", "renaming": ""}, "请选择是单位更名，还是更正错字。"),
        ({"name": "松涛储能", "renaming": "x"}, "请选择是单位更名，还是更正错字。"),
        ({"reason": ""}, "请写明变更依据"),
        ({"county": "月球"}, "不是有效的选择"),
        ({"parent_code": "123"}, "18"),
        ({"parent_code": "unknown"}, "没有找到这个信用代码的已审核单位"),
        ({"parent_code": "self"}, "上级单位不能是本单位。"),
        ({"parent_code": "below"}, "是本单位的下级，不能作为上级单位。"),
    ],
)
def test_what_is_refused_and_kept(client_of, firm, changes, sentence):
    world.organisation("别的单位")
    world.organisation("另一大学（东区）")
    middle = world.organisation(parent_id=firm.id)
    below = world.organisation(parent_id=middle.id)
    codes = {"self": firm.credit_code, "below": below.credit_code, "unknown": world.credit_code(999)}
    sent = typed(firm, industry="储能") | changes
    sent["parent_code"] = codes.get(sent["parent_code"], sent["parent_code"])
    browser = client_of(world.user("officer"))
    assert browser.post(page(firm), data=sent).status_code == 422
    said = browser.text()
    assert sentence in said
    db.session.rollback()
    assert (firm.name, firm.parent_id, firm.industry) == ("松涛电池厂", None, "")


def test_a_namesake_is_shown_beside_the_organisation(client_of, firm):
    other = world.organisation("松涛 电池厂")
    browser = client_of(world.user("officer"))
    browser.get(f"/desk/accounts/organisations/{firm.id}")
    assert f"已有同名单位“松涛 电池厂”（{other.credit_code}）" in browser.text()
    assert f"/desk/accounts/organisations/{other.id}" in [one.get("href") for one in browser.all("a")]


def test_the_former_name_of_another_is_taken_only_knowingly(client_of, firm):
    other, officer = world.organisation("青峰电池厂"), world.user("officer")
    with transaction():
        change_organisation(officer, other, {"name": "青峰储能"}, REASON)
    told = f"“青峰电池厂”是单位“青峰储能”（{other.credit_code}）的曾用名，用至 {date_zh(clock.now())}"
    browser, sent = client_of(officer), typed(firm, name="青峰 电池厂")
    assert browser.post(page(firm), data=sent).status_code == 422
    assert told in browser.text()
    assert browser.all("input", name="confirmed")[0].get("checked") is None
    asked = {"former_name": browser.all("input", name="former_name")[0].get("value")}
    assert browser.post(page(firm), data=sent | asked).status_code == 422
    confirmed = asked | {"confirmed": "y"}
    other_name = {"former_name": "别的名称", "confirmed": "y"}
    assert browser.post(page(firm), data=sent | other_name).status_code == 422
    db.session.expire_all()
    assert firm.name == "松涛电池厂"
    assert browser.post(page(firm), data=sent | confirmed).status_code == 302
    db.session.expire_all()
    assert firm.name == "青峰 电池厂"
    assert audit.entries_of(f"organisation:{firm.id}")[-1].after["namesakes"] == [told]
    browser.get(f"/desk/accounts/organisations/{other.id}")
    shared = f"曾用名“青峰电池厂”与单位“青峰 电池厂”（{firm.credit_code}）的现用名称相同"
    assert shared in browser.text()


@pytest.mark.parametrize(
    "words", ["松涛(东区)", "松涛 （东区）", "松 涛", "CODE", "ＣＯＤＥ", "旧名.松涛", "旧名•松涛"]
)
def test_units_are_found_however_typed(client_of, firm, words):
    officer = world.user("officer", display_name="无名")
    other = world.organisation("别的单位")
    for name in ("旧名·松涛", "松涛（东区）电池厂"):
        with transaction():
            change_organisation(officer, firm, {"name": name}, REASON)
    person = world.user("enterprise", organisation_id=firm.id, display_name="松涛的人")
    wide = "".join(chr(ord(one) + 0xFEE0) for one in firm.credit_code)
    words = {"CODE": f" {firm.credit_code[:9]} {firm.credit_code[9:].lower()}", "ＣＯＤＥ": wide}.get(
        words, words
    )
    browser = client_of(officer)
    browser.get("/desk/accounts/organisations", query_string={"q": words})
    assert (firm.name in browser.text(), other.name in browser.text()) == (True, False)
    browser.get("/desk/accounts", query_string={"q": words})
    assert (person.username in browser.text(), officer.username in browser.text()) == (True, False)


def test_who_may_correct(client_of, firm):
    people = {
        "officer": world.user("officer"),
        "admin": world.user("admin"),
        "security": world.user("security"),
        "officer inside": world.user("officer", organisation_id=firm.id),
        "enterprise": world.user("enterprise", organisation_id=firm.id, is_first_account=True),
        "leader": world.user("leader"),
    }
    answers = {name: client_of(one).get(page(firm)).status_code for name, one in people.items()}
    assert answers == {
        "officer": 200,
        "admin": 200,
        "security": 404,
        "officer inside": 404,
        "enterprise": 403,
        "leader": 403,
    }
    assert may(world.user("admin"), firm, permissions.EDIT_ORGANISATION)


def test_the_list_is_narrowed_to_outside_the_city(client_of, firm):
    world.organisation("省城大学", county="")
    browser = client_of(world.user("officer", organisation_id=None))
    browser.get("/desk/accounts/organisations?county=市外")
    assert ("省城大学" in browser.text(), "松涛电池厂" in browser.text()) == (True, False)
    browser.get("/desk/accounts/organisations?county=朔城区")
    assert ("省城大学" in browser.text(), "松涛电池厂" in browser.text()) == (False, True)
