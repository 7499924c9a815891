"""Two officers at one organisation: the later one reads what the other has changed."""

import pytest

from accounts.actions.organisations import change_organisation
from core import workflow
from core.database import db, transaction
from tests import world
from tests.accounts.test_organisations import REASON, firm, page, typed

__all__ = ["firm"]


def test_two_at_once_the_later_one_reads_both(client_of, firm):
    above, browser = world.organisation("松涛集团"), client_of(world.user("admin"))
    browser.get(page(firm))
    old = typed(firm, name="乙名") | {"opened": browser.all("input", name="opened")[0].get("value")}
    with transaction():
        change_organisation(world.user("officer"), firm, {"industry": "储能", "parent_id": above.id}, REASON)
    assert browser.post(page(firm), data=old).status_code == 409
    told = "产业领域：您打开时为“未选”，现为“储能”。上级单位：您打开时为“无”，现为“松涛集团”。"
    assert told in browser.text().replace("\n", "").replace(" ", "")
    assert browser.text().count("您打开时为") == 2
    assert browser.all("input", name="name")[0].get("value") == "乙名"
    old["opened"] = browser.all("input", name="opened")[0].get("value")
    assert browser.post(page(firm), data=old).status_code == 302
    db.session.expire_all()
    assert (firm.name, firm.industry, firm.parent_id) == ("乙名", "", None)


def test_what_does_not_stand_on_the_form_is_no_conflict(client_of, firm):
    old = typed(firm, industry="储能")
    with transaction():
        workflow.apply(world.user("officer"), firm, "stop", reason="核查")
        workflow.apply(world.user("officer"), firm, "resume", reason="核查")
    assert client_of(world.user("officer")).post(page(firm), data=old).status_code == 302


@pytest.mark.parametrize("opened", ["", "x", None])
def test_a_form_that_does_not_know_what_it_was_opened_with_is_asked_again(client_of, firm, opened):
    browser, sent = client_of(world.user("officer")), typed(firm, name="乙名") | {"opened": opened}
    sent = {name: value for name, value in sent.items() if value is not None}
    assert browser.post(page(firm), data=sent).status_code == 409
    assert "名称：您打开时为“不详”，现为“松涛电池厂”。" in browser.text()
