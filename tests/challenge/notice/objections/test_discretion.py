"""What tells who objects: names however they are typed, and what others read of reasons and evidence."""

import pytest
import sqlalchemy as sa

from accounts.models import FormerName
from challenge.notice.objections import discretion
from challenge.notice.objections.actions import writing
from challenge.notice.objections.models import Objection
from core import clock
from core.database import db, transaction
from tests import world
from tests.bids import PDF
from tests.challenge.notice.objections import scene


@pytest.fixture
def who(app):
    """A person of a unit that once had another name."""
    unit = world.organisation("雁北理工大学（演示）")
    with transaction():
        unit.former_names.append(FormerName(name="雁北矿业学院", until=clock.now()))
    known = {"name": "顾鸣冤", "phone": "139-0000-1111", "email": "gu@example.com"}
    return known | {"unit": unit.name, "organisation_id": unit.id}


@pytest.mark.parametrize(
    "text",
    [
        "雁北理工大学所述不成立。",
        "雁北理工大学（演示）所述不成立。",
        "雁北理工大学(演示)",
        "雁北矿业学院的来信",
        "顾 鸣冤同志",
        "电话 13900001111",
        "GU@Example.com",
    ],
)
def test_a_name_is_found_however_it_is_typed(who, text):
    assert discretion.names(text, who)


def test_other_words_are_no_name(who):
    assert not discretion.names("顾\n鸣冤的事另查；理工大学甚多（演示）。", who)
    assert not discretion.names("随便什么", {"name": "", "unit": "", "organisation_id": None})


def test_short_name_of_a_company(app):
    who = {"unit": "雁门矿机（集团）有限责任公司"}
    assert discretion.names("雁门矿机来信", who)
    assert not discretion.names("某有限责任公司", who)


@pytest.fixture
def people(client_of, now):
    """(objection in review, browsers by part)."""
    scene.calendar()
    staff = [world.user("supervisor"), world.user("supervisor"), world.user("leader")]
    objector = world.user("researcher", organisation_id=world.organisation("雁北理工大学（演示）").id)
    _, _, notice = scene.noticed()
    row = scene.drafted(objector, notice)
    parts = {"first": staff[0], "second": staff[1], "leader": staff[2], "objector": objector}
    return row, parts, {name: client_of(one) for name, one in parts.items()}


def test_only_the_second_and_the_objector_read_why_a_review_is_asked_for(people):
    row, parts, browsers = people
    with transaction():
        writing.submit(parts["objector"], row)
    scene.answered(row)
    scene.make(parts["objector"], row, "ask_review", text="APPEALTOKEN")
    assert (row.handler, row.second) == (parts["first"], parts["second"])
    pages = ["", "/answer", "?print=1"]
    for name, browser in browsers.items():
        found = any(b"APPEALTOKEN" in browser.get(f"/desk/objections/{row.key}{one}").data for one in pages)
        assert found is (name in ("second", "objector")), name
        assert b"APPEALTOKEN" not in browser.get("/desk/objections?export=csv").data


def test_the_original_name_of_evidence_stands_behind_the_look(people):
    row, parts, browsers = people
    with transaction():
        writing.attach(row, "顾鸣冤证据.pdf", PDF)
        writing.submit(parts["objector"], row)
    path = f"/desk/objections/{row.key}"
    browsers["objector"].get(path)
    assert "顾鸣冤证据.pdf" in browsers["objector"].text()
    browsers["first"].get(path)
    assert "证据1.pdf" in browsers["first"].text()
    assert "顾鸣冤" not in browsers["first"].text()
    sent = browsers["first"].get(f"{path}/files/{row.files[0].id}")
    assert "%E8%AF%81%E6%8D%AE1.pdf" in sent.headers["Content-Disposition"]
    assert "%E9%A1%BE" not in sent.headers["Content-Disposition"]
    browsers["first"].post(path + "/objector")
    assert "原名 顾鸣冤证据.pdf" in browsers["first"].text()


def test_the_writer_is_warned_of_the_own_name_and_held_to_it(people):
    row, parts, browsers = people
    path, browser = f"/desk/objections/{row.key}", browsers["objector"]
    typed = scene.WRITTEN | {"name": parts["objector"].display_name, "facts": "我在雁北理工大学看到的。"}
    browser.get(browser.post(path + "/edit", data=typed | {"go": "submit"}).location)
    assert "内容中出现了您的姓名、单位或联系方式" in browser.text()
    browser.get(browser.post(path + "/edit", data=typed | {"go": "save", "facts": "看到的。"}).location)
    assert "内容中出现了" not in browser.text()
    assert browser.post(path + "/edit", data=typed | {"email": "not-mail"}).status_code == 422
    assert "邮箱格式不对" in browser.text()
    assert browser.post(path + "/edit", data=typed | {"name": "别人名字"}).status_code == 422
    assert "姓名须与账号登记的姓名" in browser.text()
    with transaction():
        writing.save(row, typed | {"name": "别人名字"})
    assert browser.post(path + "/submit", data={"pledged": "y"}).status_code == 422
    assert db.session.scalar(sa.select(Objection.code)) is None
