"""The poster chooses where the mode says so: among what it may read, checked by experts, kept to by the officer."""

from types import SimpleNamespace

import pytest

from challenge import permissions as may
from challenge.bidding.models import Bid
from challenge.bidding.queries import visible_bids
from challenge.notice import actions as notice
from challenge.notice import text
from challenge.review.actions import deciding
from challenge.review.choosing import actions, rules
from challenge.states import B, C, Mode
from core.audit import AuditEntry
from core.database import db, transaction
from core.errors import Conflict
from core.gates import may as allowed
from core.workflow import Refused
from tests import world
from tests.challenge.review import scene

WEAK = ((170, 160),) * 5


def transfer(*figures):
    """(officer, the owner's person, list of 成果转化 with two scored bids)."""
    owner = world.user("researcher")
    programme = world.programme(mode=Mode.TRANSFER)
    officer, challenge, _ = scene.scored(
        *figures, mode=Mode.TRANSFER, programme_id=programme.id, author=owner
    )
    return officer, owner, challenge


def choose(owner, challenge, places, reason="使用条件最好。"):
    """The bids at these places of the list, in this order."""
    with transaction():
        return actions.choose(owner, challenge, [challenge.bids[one].id for one in places], reason)


def test_the_choice_binds_the_officer_and_needs_no_second(app):
    officer, owner, challenge = transfer()
    first, second = (bid.id for bid in challenge.bids)
    with pytest.raises(Refused, match="由成果方选定，请等待"), transaction():
        deciding.propose(officer, challenge, [second], "建议。")
    choose(owner, challenge, [1, 0])
    with pytest.raises(Refused, match="只能推荐成果方选定的方案"), transaction():
        deciding.propose(officer, challenge, [first], "建议。")
    with transaction():
        row = deciding.propose(officer, challenge, [second], "建议。")
    assert (row.override_reason, [bid.state for bid in challenge.bids]) == ("", [B.RESERVE, B.NOMINATED])


def test_who_was_not_given_a_place_does_not_follow(app):
    officer, owner, challenge = transfer()
    choose(owner, challenge, [1])
    with transaction():
        deciding.propose(officer, challenge, [challenge.bids[1].id], "建议。")
    assert [bid.state for bid in challenge.bids] == [B.UNSELECTED, B.NOMINATED]


def test_experts_keep_a_weak_bid_from_being_chosen(app):
    officer, owner, challenge = transfer(WEAK)
    choose(owner, challenge, [0])
    score = "低于 95 分"
    pack = {**challenge.programme.rules}
    pack["rules"] = pack["rules"] | {"chosen_score_min": pack["rules"]["chosen_score_min"] | {"value": 95}}
    with transaction():
        challenge.programme.rules = pack
    with pytest.raises(Refused, match=score), transaction():
        deciding.propose(officer, challenge, [challenge.bids[0].id], "建议。")


def test_a_later_choice_replaces_the_first_and_stays_sealed(app):
    _officer, owner, challenge = transfer()
    first = choose(owner, challenge, [0])
    assert choose(owner, challenge, [0]) is first
    choose(owner, challenge, [1], "再看更合适。")
    assert [one.ranked for one in challenge.poster_choices] == [[bid.id] for bid in challenge.bids]
    entries = db.session.scalars(db.select(AuditEntry).filter_by(action="challenge.choose")).all()
    assert [(one.sealed, one.thread) for one in entries] == [(True, f"review:{challenge.id}")] * 2


def test_who_chooses_and_what_can_be_chosen(app):
    _officer, owner, challenge = transfer()
    colleague = world.user("researcher", organisation_id=owner.organisation_id)
    for person in (colleague, world.user("enterprise"), world.user("officer"), world.user("leader")):
        with pytest.raises(Refused, match="不由您选定"), transaction():
            actions.choose(person, challenge, [challenge.bids[0].id], "好。")
    for wrong in ([], [999], [challenge.bids[0].id] * 2):
        with pytest.raises(Conflict, match="请刷新页面"), transaction():
            actions.choose(owner, challenge, wrong, "好。")


def test_the_poster_reads_what_it_chooses_among_and_nothing_else(app):
    _officer, owner, challenge = transfer()
    poor = world.bid(challenge, B.UNQUALIFIED)
    government = world.challenge(C.REVIEWING, author=owner)
    other = world.bid(government, B.REVIEWING)
    wanted = {bid.id for bid in challenge.bids if bid is not poor}
    rows = db.session.scalars(db.select(Bid)).all()
    assert {bid.id for bid in rows if allowed(owner, bid, may.READ_BID)} == wanted
    assert {bid.id for bid in db.session.scalars(visible_bids(owner)).unique()} == wanted
    assert other.id not in wanted


def test_the_notice_says_who_chose_and_why(app):
    scene.calendar()
    officer, owner, challenge = transfer()
    choose(owner, challenge, [1, 0])
    with transaction():
        row = deciding.propose(officer, challenge, [challenge.bids[1].id], "建议。")
        deciding.award(world.user("leader"), challenge, row.id, "同意。")
        found = notice.draft(officer, challenge)
    said = "".join(text.paragraphs(found))
    assert "拟选定的转化方案由成果方选定，理由：使用条件最好。" in said
    assert "未按" not in said


def test_a_list_of_another_mode_waits_for_no_choice(app):
    _officer, challenge, _ = scene.scored()
    assert rules.poster_has_chosen(challenge) is None
    with pytest.raises(Refused, match="不由您选定"), transaction():
        actions.choose(challenge.author, challenge, [challenge.bids[0].id], "好。")


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(app, client_of):
    _officer, owner, challenge = transfer()
    one, two = challenge.bids
    path = f"/desk/challenges/{challenge.code}/choice"
    browser = client_of(owner)
    assert browser.get(path).status_code == 200
    wrong = (
        ({}, "请写明选定理由"),
        ({"reason": "好"}, "请选定一个方案"),
        ({"reason": "好", f"place_{one.id}": "2"}, "不跳号"),
        ({"reason": "好", f"place_{one.id}": "1", f"place_{two.id}": "1"}, "不重复"),
        ({"reason": "好", f"place_{one.id}": "7"}, "请从列表中选择"),
    )
    for data, said in wrong:
        answer = browser.post(path, data=data)
        assert (answer.status_code, said in answer.text) == (422, True), data
    browser.post(path, data={"reason": "好", f"place_{two.id}": "1", f"place_{one.id}": "2"})
    db.session.expire_all()
    assert rules.choice_of(challenge).ranked == [two.id, one.id]
    assert client_of(world.user("enterprise")).get(path).status_code == 404
    assert client_of(world.user("officer")).get(path).status_code == 403


def test_nobody_chooses_while_the_list_rests(app):
    assert "榜单已暂停" in rules.time_to_choose(SimpleNamespace(state=C.SUSPENDED))


def test_the_page_of_the_list_says_that_the_poster_is_to_choose(app, client_of):
    officer, owner, challenge = transfer()
    path, choice = f"/desk/challenges/{challenge.code}", f'href="/desk/challenges/{challenge.code}/choice"'
    due = "选定，专家同时评审。等待：成果方"
    said = client_of(owner).get(path).text
    assert (due in said, f'btn-primary" {choice}' in said, "暂时没有需要您" in said) == (True, True, False)
    officers = client_of(officer).get(path).text
    assert (due in officers, choice in officers) == (True, False)
    choose(owner, challenge, [0])
    said = client_of(owner).get(path).text
    assert (due in said, "收齐评审意见" in said, f'btn-primary" {choice}' in said) == (False, True, False)


def test_all_that_is_wrong_with_a_choice_is_said_at_once(app, client_of):
    _officer, owner, challenge = transfer()
    places = {f"place_{bid.id}": "1" for bid in challenge.bids}
    path = f"/desk/challenges/{challenge.code}/choice"
    answer = client_of(owner).post(path, data=places | {"reason": ""})
    assert answer.status_code == 422
    assert ["请写明选定理由" in answer.text, "请选定一个方案" in answer.text] == [True, True]
    wrong = dict.fromkeys(places, "第一")
    assert client_of(owner).post(path, data=wrong | {"reason": "好。"}).status_code == 422


def test_officer_and_leader_read_what_the_poster_has_chosen(app, client_of):
    officer, owner, challenge = transfer()
    choose(owner, challenge, [1, 0])
    path, (first, second) = f"/desk/challenges/{challenge.code}", (bid.id for bid in challenge.bids)
    page = client_of(officer).get(f"{path}/propose").text
    assert ("只能推荐其选定的方案" in page, "未按排名推荐" in page) == (True, False)
    assert [f'value="{one}"' in page for one in (first, second)] == [False, True]
    answer = client_of(officer).post(f"{path}/propose", data={"winner": str(first), "reason": "建议。"})
    assert (answer.status_code, "请选择推荐方案" in answer.text) == (422, True)
    client_of(officer).post(f"{path}/propose", data={"winner": str(second), "reason": "建议。"})
    decision = client_of(world.user("leader")).get(f"{path}/decision").text
    assert ("成果方选定的理由" in decision, "使用条件最好。" in decision) == (True, True)
