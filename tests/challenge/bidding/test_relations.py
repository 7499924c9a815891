"""Units that become related to the poster after a bid was begun: refused at submission, shown after opening."""

import pytest

from accounts.models import FormerName
from challenge.bidding import opening_pages, pages, relations
from challenge.bidding.actions import drafting, submission
from challenge.bidding.models import Partner
from challenge.states import B, C
from core import clock
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused
from tests import bids, world
from tests.challenge.review import scene

CLAUSE = "（规则包 2026-1 第九条）"
BARRED = f"贵单位与发榜方存在关联关系，不得揭此榜{CLAUSE}。"


def _adopt(challenge, organisation):
    """The officer makes `organisation` the parent of the poster."""
    with transaction():
        challenge.organisation.parent_id = organisation.id


def test_a_draft_of_a_unit_that_has_become_related_is_not_sealed(client_of):
    bid = bids.drafted(world.challenge(C.OPEN))
    _adopt(bid.challenge, bid.organisation)
    with pytest.raises(Refused) as refused:
        submission.submit(bid.leader, bid, "k", bid.version)
    assert (refused.value.refusal.status, refused.value.refusal.sentence) == (422, BARRED)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/submit"))
    assert BARRED in browser.text()
    assert "检查全部通过" not in browser.text()
    data = {"key": "k", "draft_version": bid.version}
    assert browser.post(bids.page_of(bid, "/submit"), data=data).status_code == 422
    assert bids.find(bid.code).state is B.DRAFT


def test_a_sealed_bid_of_a_related_unit_is_not_replaced(client_of):
    bid = bids.sealed(world.challenge(C.OPEN))
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
    _adopt(bid.challenge, bid.organisation)
    with pytest.raises(Refused, match="第九条"):
        submission.submit(bid.leader, bid, "k2", bid.version)
    other = bids.sealed(bid.challenge)
    with transaction():
        other.organisation.parent_id = bid.challenge.organisation_id
    with pytest.raises(Conflict, match="第九条"):
        drafting.begin_replacement(other.leader, other)


def test_withdrawing_promises_no_new_bid_to_a_related_unit(client_of):
    bid = bids.sealed(world.challenge(C.OPEN))
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/steps/withdraw"))
    assert "重新编制并提交新的方案" in browser.text()
    _adopt(bid.challenge, bid.organisation)
    browser.get(bids.page_of(bid, "/steps/withdraw"))
    assert "重新编制" not in browser.text()
    assert f"{BARRED}不能再提交新的方案。" in browser.text()
    browser.post(bids.page_of(bid, "/steps/withdraw"))
    browser.get(bids.page_of(bid))
    assert "重新编制并提交" not in browser.text()


def test_a_member_of_a_related_unit_is_a_gap(app):
    bid = bids.drafted(world.challenge(C.OPEN))
    assert relations.member_gaps(bid) == []
    with transaction():
        bid.members[0].unit, bid.members[0].name = bid.challenge.organisation.name, "甲"
    (gap,) = relations.member_gaps(bids.find(bid.code))
    poster = bid.challenge.organisation.name
    assert (gap.step, gap.text) == ("members", f"成员“甲”所在单位即发榜方“{poster}”，不得参加{CLAUSE}。")
    assert gap in submission.gaps(bids.find(bid.code))


PARTNER = {"role": "试制", "work_percent": 0, "money_percent": 0, "ip_note": ""}
FREE_CODE = "91999999MA00000019"


def _partnered(challenge, name, code):
    """A draft with this partner and its agreement."""
    bid = bids.drafted(challenge, partners=[PARTNER | {"name": name, "credit_code": code}])
    with transaction():
        drafting.attach(bid, "协议.pdf", bids.PDF, "agreement")
    return bids.find(bid.code)


def _texts(bid):
    return [one.text for one in submission.gaps(bid)]


@pytest.fixture
def posted(app):
    """An open list of a poster with a parent and a former name."""
    parent = world.organisation(name="云峰控股集团有限公司")
    poster = world.organisation(name="雁脊储能科技（试验）有限公司（演示）", parent_id=parent.id)
    with transaction():
        db.session.add(FormerName(organisation_id=poster.id, name="雁脊蓄电池厂", until=clock.now()))
    return world.challenge(C.OPEN, author=world.user("enterprise", organisation_id=poster.id))


@pytest.mark.parametrize(
    "name",
    [
        "雁脊储能科技（试验）有限公司（演示）",
        "雁脊储能科技(试验)有限公司(演示)",
        " 雁脊储能 科技（试验）有限公司",
        "雁脊 蓄电池厂",
    ],
)
def test_the_poster_is_no_partner_under_its_name_whatever_the_code(posted, name):
    path = f"即发榜方“{posted.organisation.name}”{CLAUSE}。"
    assert _texts(_partnered(posted, name, FREE_CODE)) == [f"合作单位“{name}”不得参加：{path}"]


def test_the_posters_kin_are_no_partners_by_code_or_by_name(posted):
    parent = posted.organisation.parent
    for name, code in (("随手写的名", parent.credit_code), ("云峰控股集团 有限公司", FREE_CODE)):
        text = _texts(_partnered(posted, name, code))[-1]
        assert text.startswith(f"合作单位“{name}”不得参加：“{parent.name}”是发榜方")
        assert text.endswith(f"的上级单位{CLAUSE}。")


def test_a_name_and_a_code_of_two_units_are_refused(posted, client_of):
    named, coded = world.organisation(name="甲研究所"), world.organisation(name="乙研究所")
    bid = _partnered(posted, "甲 研究所", coded.credit_code)
    sentence = (
        f"合作单位“甲 研究所”的名称与统一社会信用代码不属于同一单位：代码 {coded.credit_code} 属于“乙研究所”，"
        f"“甲研究所”的代码是 {named.credit_code}。请核对后更正。"
    )
    assert _texts(bid) == [sentence]
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/submit"))
    assert sentence in browser.text()
    with pytest.raises(Refused) as refused:
        submission.submit(bid.leader, bid, "k", bid.version)
    assert sentence in refused.value.refusal.sentence
    assert _texts(_partnered(posted, "甲研究所", named.credit_code)) == []
    assert _texts(_partnered(posted, "没有登记的单位", named.credit_code)) == [
        f"合作单位“没有登记的单位”的名称与统一社会信用代码不属于同一单位：代码 {named.credit_code} 属于“甲研究所”。请核对后更正。"
    ]


def test_a_sealed_bid_whose_partner_has_become_related_is_neither_confirmed_nor_replaced(posted, client_of):
    other = world.organisation(name="丙研究所")
    bid = _partnered(posted, other.name, other.credit_code)
    with transaction():
        submission.submit(bid.leader, bid, "k", bid.version)
        posted.substance_version = 2
        other.parent_id = posted.organisation_id
    path = f"“丙研究所”是发榜方“{posted.organisation.name}”的下属单位{CLAUSE}。"
    sentence = f"合作单位“丙研究所”不得参加：{path}"
    bid = bids.find(bid.code)
    browser = client_of(bid.leader)
    browser.get(bids.page_of(bid, "/steps/confirm_version"))
    assert sentence in browser.text()
    with pytest.raises(Refused) as refused, transaction():
        submission.confirm_version(bid.leader, bid)
    assert refused.value.refusal.sentence.startswith(sentence)
    bid = bids.find(bid.code)
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
    with pytest.raises(Refused, match="第九条"):
        submission.submit(bid.leader, bid, "k2", bid.version)


def test_ties_stand_at_opening_and_check_beside_the_declaration(client_of):
    officer, challenge = scene.opened(1)
    (bid,) = challenge.bids
    poster = challenge.organisation
    sister = world.organisation()
    with transaction():
        poster.parent_id = bid.organisation_id
        db.session.get(type(sister), sister.id).parent_id = bid.organisation_id
        db.session.add(Partner(bid_id=bid.id, name="随手写的名", credit_code=sister.credit_code))
        bid.members[0].unit = f" {poster.name}"
        bid.content.lead = {"name": bid.organisation.name, "role": "总体"}
    db.session.expire_all()
    lead = f"牵头单位：“{bid.organisation.name}”是发榜方“{poster.name}”的上级单位。"
    known = [
        lead,
        f"合作单位“随手写的名”：“{sister.name}”与发榜方“{poster.name}”同属一个上级单位。",
    ]
    assert relations.ties(bid)[:2] == known
    browser = client_of(officer)
    for path in ("", "/check"):
        browser.get(bids.page_of(bid, path))
        assert lead in browser.text()
        assert "声明不存在关联关系。（与系统核对结果不符）" in browser.text()
    assert pages.opened(bid, bid.leader)["relations"] is None
    assert opening_pages.opening(challenge, world.user("supervisor"))["ties"] == []
    assert [code for code, _unit, _found in opening_pages._ties_of_opened(challenge)] == [bid.code]
