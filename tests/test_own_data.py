"""The file of the own personal data: every table that speaks of a person is in it, or a line here says why it is not."""

import json

import pytest

from accounts import own_data
from core.database import db, transaction
from tests import world
from tests.challenge.delivery.outcomes import scene as outcomes
from tests.challenge.envoys import scene as envoys
from tests.challenge.market import scene as market

_PEOPLE = {"user_account.id", "profile.id"}
# Not in the file, although the table speaks of the person.
_SEALED = "sealed until the opening, from this file too; the team downloads its own copy"
_JUDGED = "how reviewers are chosen, kept back by the rule pack until the notice"
_CASE = "an identity that is sealed; the person reads the case on its own page"
_SECRET = "a digest of a secret, of no use to anybody"
_OF_A_UNIT = "about an organisation, whose first account reads it at /account/organisation"
KEPT_BACK = {
    "achievement": "names as their team wrote them into a form of the registry; no account stands behind them",
    "admission": _JUDGED,
    "batch": _JUDGED,
    "bid": _SEALED,
    "bid_member": _SEALED,
    "contact_report": _CASE,
    "custodian": _SECRET,
    "draw_commitment": _SECRET,
    "integrity_case": _CASE,
    "look": "what this person has looked at stands among the acts",
    "objection": _CASE,
    "one_time_token": _SECRET,
    "organisation": _OF_A_UNIT,
    "organisation_correction": _OF_A_UNIT,
    "password_history": _SECRET,
    "recommendation_feedback": _JUDGED,
    "recommended_place": _JUDGED,
    "recovery_code": _SECRET,
    "shareholder": _OF_A_UNIT,
    "submission_key": _SEALED,
}
# An account stands here only as whoever did something; each act is in the section 操作记录.
ACTS = {
    "transfer",
    *("acceptance", "acceptance_file", "agreement", "attachment", "batch_version"),
    *("challenge_version", "city_turnover", "closure", "closure_signature"),
    *("closure_statement", "contract", "contract_signature", "expense", "final_account", "follow_up"),
    *("formal_check", "import_run", "invitee", "measurement", "milestone_report", "notice"),
    *("offer_consent", "opening", "opinion", "panel", "payment", "payment_proof"),
    *("poster_choice", "precedent", "project", "project_archive", "project_milestone"),
    *("proposal", "question", "race_gate", "race_objection", "research_entry"),
    *("research_share", "tolerance", "tolerance_statement"),
}


def speaking():
    """Names of the tables that have a column about a person, or a place for one."""
    found = set()
    for table in db.metadata.tables.values():
        for column in table.columns:
            named = {one.target_fullname for one in column.foreign_keys} & _PEOPLE
            if named or column.info.get("personal"):
                found.add(table.name)
    return found


def test_every_table_that_speaks_of_people_is_on_one_list(app):
    lists = [own_data.tables(), set(KEPT_BACK), ACTS]
    assert {name: sum(name in one for one in lists) for name in speaking()} == dict.fromkeys(speaking(), 1)
    assert set().union(*lists) <= set(db.metadata.tables)


def test_a_personal_column_is_never_said_to_be_an_act_alone(app):
    tables = db.metadata.tables
    assert [one for one in ACTS if any(c.info.get("personal") for c in tables[one].columns)] == []


@pytest.fixture
def file_of(client_of):
    """The file somebody downloads, as the browser gets it."""

    def read(person):
        answer = client_of(person).get("/account/export")
        assert answer.mimetype == "application/json"
        return json.loads(answer.data)

    return read


def test_who_comes_to_the_city_reads_what_is_kept_of_it(app, file_of):
    _officer, row = outcomes.talent()
    assert file_of(row.user)["人才引进"][0]["意向和需求"] == ""
    with transaction():
        row.origin, row.needs = "外省某校", "需要中试场地"
    (told,) = file_of(row.user)["人才引进"]
    assert (told["编号"], told["现工作单位和地区"], told["意向和需求"]) == (
        row.code,
        "外省某校",
        "需要中试场地",
    )
    assert file_of(world.user("researcher"))["人才引进"] == []


def test_both_sides_of_a_wish_to_meet_read_their_own_contact(app, file_of):
    owner, buyer, row = market.asked()
    (offered,), (asked,) = file_of(owner)["供给的成果"], file_of(buyer)["对接意向"]
    assert (offered["联系人"], offered["联系邮箱"]) == ("钱联系", "owner@example.com")
    assert (asked["编号"], asked["联系人"], asked["留言"]) == (row.code, "赵采购", market.ASKED["message"])
    # What the other side has said is the other side's.
    assert "buyer@example.com" not in json.dumps(file_of(owner), ensure_ascii=False)
    assert "owner@example.com" not in json.dumps(file_of(buyer), ensure_ascii=False)


def test_an_envoy_and_the_enterprise_read_the_visits(app, file_of):
    made = envoys.rated()
    mine, theirs = file_of(made.envoy.user), file_of(made.client)
    assert mine["担任科技特派员、科技专员"][0]["编号"] == made.envoy.code
    assert theirs["担任科技特派员、科技专员"] == []
    for told in (mine, theirs):
        (mission,) = told["服务任务和服务记录"]
        assert (mission["编号"], mission["评价"]) == (made.mission.code, 5)
        assert [one["见到的人员"] for one in mission["服务记录"]] == ["王工（设备部）"]
    assert file_of(world.user("expert"))["服务任务和服务记录"] == []


def test_an_expert_reads_the_profile(app, file_of):
    person = world.user("expert")
    assert file_of(person)["专家档案"] == []
    world.profile("白特派", user_id=person.id, unit="雁门大学")
    (profile,) = file_of(person)["专家档案"]
    assert (profile["姓名"], profile["单位"]) == ("白特派", "雁门大学")
