"""A contact tells each side what comes next and whose turn it is; what the other side has written is not lost."""

from challenge.bidding.liaison.actions import agreeing, contacting
from challenge.bidding.liaison.queries import waiting_for
from challenge.bidding.liaison.turns import next_of
from core.database import db, transaction
from tests import bids
from tests.challenge.bidding.liaison import scene


def told(row):
    """What the team reads, what the demander reads."""
    return next_of(row, True), next_of(row, False)


def confirm(person, row):
    """This person confirms the agreement that stands."""
    with transaction():
        agreeing.confirm(db.session.merge(person), row, row.digest)


def test_each_side_reads_whose_turn_it_is(app, now):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    team, demander = told(row)
    assert ("等待发榜方答复" in team, "轮到贵单位答复" in demander) == (True, True)
    with transaction():
        contacting.answer(poster, row, True, scene.ANSWERED)
    assert ["拟定合作协议" in one for one in told(row)] == [True, True]
    with transaction():
        agreement = agreeing.draft(row.person, row, scene.TERMS)
    assert ["双方都要确认" in one for one in told(row)] == [True, True]
    confirm(row.person, agreement)
    team, demander = told(row)
    assert ("等待对方确认" in team, "轮到您核对后确认" in demander) == (True, True)
    confirm(poster, agreement)
    team, demander = told(row)
    assert ("轮到您编制联合方案" in team, "等待对方编制" in demander) == (True, True)
    bids.sealed(challenge, row.person)
    assert ["等待揭榜截止后开标" in one for one in told(row)] == [True, True]
    with transaction():
        agreeing.end(row.person, agreement)
    renewed = scene.agreement(scene.drafted_again(row).code)
    for person in (row.person, poster):
        confirm(person, renewed)
    team, demander = told(row)
    assert ("轮到您替换方案" in team, "等待对方替换" in demander) == (True, True)


def test_a_contact_that_came_to_nothing_says_so(app, now):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    late = scene.asked(challenge)
    with transaction():
        contacting.answer(poster, row, False, {"note": "方向不合。"})
    assert "可以在榜单页面重新提出" in next_of(row, True)
    now.forward(days=60)
    assert "不能办理对接和协议" in next_of(late, False)
    with transaction():
        contacting.withdraw(late.person, late)
    assert told(late) == (None, None)


def test_an_agreement_in_force_asks_the_team_for_its_bid(app, client_of):
    poster, challenge = scene.listed()
    row = scene.signed(challenge, poster).liaison
    assert [what for _one, what in waiting_for(row.person)] == ["编制联合方案"]
    assert "编制联合方案" in client_of(row.person).get("/desk").text
    assert list(waiting_for(poster)) == []
    bids.sealed(challenge, row.person)
    assert list(waiting_for(row.person)) == []


def test_both_read_what_both_have_written(app, client_of):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    page = client_of(row.person).get(f"/desk/liaisons/{row.code}").text
    assert (scene.ASKED["note"] in page, "发榜方的话" in page, "没有填写" in page) == (True, False, False)
    with transaction():
        contacting.answer(db.session.merge(poster), row, True, scene.ANSWERED)
    for person in (row.person, poster):
        page = client_of(person).get(f"/desk/liaisons/{row.code}").text
        assert (scene.ASKED["note"] in page, scene.ANSWERED["note"] in page) == (True, True)


def test_terms_of_a_stale_page_do_not_replace_what_the_other_side_wrote(app, client_of):
    poster, challenge = scene.listed()
    row = scene.drafted(challenge, poster).liaison
    path, opened = f"/desk/liaisons/{row.code}/agreement", row.agreements[0].digest
    with transaction():
        agreeing.draft(row.person, row, scene.TERMS | {"money": "发榜方支付十五万元。"})
    stale = scene.TERMS | {"money": "发榜方支付八万元。", "seen": opened}
    answer = client_of(poster).post(path, data=stale)
    assert (answer.status_code, answer.text.count("发榜方支付十五万元。")) == (409, 1)
    assert answer.text.count("发榜方支付八万元。") == 2
    db.session.expire_all()
    (agreement,) = row.agreements
    assert agreement.content["terms"]["money"] == "发榜方支付十五万元。"
    assert f'value="{agreement.digest}"' in answer.text
    answer = client_of(poster).post(path, data=stale | {"seen": agreement.digest})
    db.session.expire_all()
    assert (answer.status_code, agreement.content["terms"]["money"]) == (302, "发榜方支付八万元。")
