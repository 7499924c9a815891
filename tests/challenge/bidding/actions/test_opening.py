"""The opening: two people after the deadline; every sealed bid opened or unreadable, none skipped."""

import pytest

from accounts.models import RoleGrant
from accounts.states import Role
from challenge.bidding.actions import drafting, opening, submission
from challenge.bidding.content import change_note
from challenge.bidding.models import Bid
from challenge.posting.actions.publishing import record_version
from challenge.posting.models import Attachment, Indicator
from challenge.states import B, C, Confidence
from core import files
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused
from tests import bids, world


@pytest.fixture
def challenge(app):
    """An open list, beside another one whose sealed bid must stay sealed."""
    bids.sealed(world.challenge(C.OPEN))
    return world.challenge(C.OPEN)


def after_deadline(challenge, now):
    """Move the clock to the deadline."""
    now.instant = challenge.deadline


def states(challenge):
    """States of the bids of a list."""
    return list(
        db.session.scalars(db.select(Bid.state).filter_by(challenge_id=challenge.id).order_by(Bid.id))
    )


def test_sealed_bids_become_rows(challenge, now):
    partner = {
        "name": "协作所",
        "credit_code": "91999999MA00000019",
        "role": "试制",
        "work_percent": 40,
        "money_percent": 30,
        "ip_note": "共有",
    }
    bid = bids.drafted(
        challenge, partners=[partner], lead={"role": "研发", "work_percent": 60, "money_percent": 70}
    )
    with transaction():
        drafting.attach(bid, "协议.pdf", bids.PDF, "agreement")
        submission.submit(bid.leader, bid, "k", bid.version)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    bid = bids.find(bid.code)
    assert (challenge.state, bid.state, bid.opened_at) == (C.OPENED, B.OPENED, now.instant)
    assert [(p.indicator.name, p.value, p.confidence) for p in bid.promises] == [
        ("能量密度", "36", Confidence.HIGH),
        ("漏电流", "1.5", Confidence.HIGH),
    ]
    assert [(m.name, m.month, m.percent) for m in bid.milestones] == [("短堆", 6, 40), ("整堆", 18, 60)]
    assert [(p.name, p.work_percent, p.money_percent) for p in bid.partners] == [("协作所", 40, 30)]
    content = bid.content
    assert (content.total_fen, content.own_fen, content.public_fen, content.demander_fen) == (
        30_000_000,
        10_000_000,
        10_000_000,
        10_000_000,
    )
    assert (content.ip_accepts, content.is_lump_sum, content.related_parties) == (True, True, "")
    attachment = db.session.scalar(db.select(Attachment).filter_by(owner_type="bid", owner_id=bid.id))
    assert (attachment.name, attachment.is_encrypted, files.read(attachment.blob, True)) == (
        "协议.pdf",
        True,
        bids.PDF,
    )
    others = db.session.scalars(db.select(Bid.state).where(Bid.challenge_id != challenge.id)).all()
    assert others == [B.SEALED]


def test_damaged_bids_are_shown_as_unreadable_with_the_reason(challenge, now):
    good, torn, swapped = (bids.sealed(challenge) for _ in range(3))
    with transaction():
        torn.sealed = torn.sealed[:-1] + bytes([torn.sealed[-1] ^ 1])
        swapped.digest = "0" * 64
    after_deadline(challenge, now)
    bids.open_list(challenge)
    assert states(challenge) == [B.OPENED, B.UNREADABLE, B.UNREADABLE]
    assert bids.find(torn.code).reason == "方案无法开启：密文已损坏或密钥不符。"
    assert bids.find(swapped.code).reason == "方案无法开启：登记的摘要与回执不一致。"
    assert (bids.find(torn.code).content, bids.find(torn.code).promises) == (None, [])
    minutes = challenge.openings[0].minutes
    assert sorted(one["code"] for one in minutes["bids"]) == sorted([good.code, torn.code, swapped.code])
    assert {one["code"]: one["readable"] for one in minutes["bids"]} == {
        good.code: True,
        torn.code: False,
        swapped.code: False,
    }


def test_a_missing_attachment_makes_the_bid_unreadable(challenge, now):
    bid = bids.drafted(challenge)
    with transaction():
        blob = drafting.attach(bid, "a.pdf", bids.PDF, "other").blob
        submission.submit(bid.leader, bid, "k", bid.version)
    files.delete(blob)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    assert bids.find(bid.code).reason == "方案无法开启：附件缺失（a.pdf）。"


def test_a_ciphertext_put_back_from_a_former_version_does_not_pass(challenge, now):
    bid = bids.sealed(challenge)
    former = bid.sealed, bid.digest
    with transaction():
        drafting.begin_replacement(bid.leader, bid)
        submission.submit(bid.leader, bid, "second", bid.version)
    with transaction():
        bid.sealed, bid.digest = former
    after_deadline(challenge, now)
    bids.open_list(challenge)
    assert bids.find(bid.code).state is B.UNREADABLE


def test_drafts_and_withdrawn_bids_are_never_opened(challenge, now):
    bids.drafted(challenge)
    gone = bids.sealed(challenge)
    with transaction():
        submission.withdraw(gone.leader, gone)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    assert states(challenge) == [B.UNOPENED, B.WITHDRAWN]
    assert challenge.openings[0].minutes["bids"] == []
    assert bids.find(gone.code).opened_at is None


def test_the_minutes_say_who_when_and_which_digests(challenge, now):
    one, two = bids.sealed(challenge), bids.sealed(challenge)
    officer, leader = world.user("officer"), world.user("leader")
    after_deadline(challenge, now)
    bids.open_list(challenge, officer, leader)
    minutes = challenge.openings[0].minutes
    at = "2026-10-31T02:00:00.000000Z"
    assert (minutes["challenge"], minutes["deadline"], minutes["equal"]) == (challenge.code, at, True)
    assert minutes["first"] == {"name": officer.display_name, "role": "经办", "at": at}
    assert minutes["second"] == {"name": leader.display_name, "role": "局领导", "at": at}
    assert minutes["published"] == sorted([one.digest, two.digest])


def test_nobody_opens_before_the_deadline(challenge):
    with pytest.raises(Refused, match="揭榜尚未截止"), transaction():
        opening.begin(world.user("officer"), challenge)


def test_one_person_alone_opens_nothing(challenge, now):
    bids.sealed(challenge)
    officer = world.user("officer", "leader")
    after_deadline(challenge, now)
    with transaction():
        opening.begin(officer, challenge)
    with pytest.raises(Refused) as refused, transaction():
        opening.complete(officer, challenge)
    assert refused.value.refusal.status == 403
    with pytest.raises(Refused), transaction():
        opening.complete(world.user("officer"), challenge)
    assert (states(challenge), challenge.state) == ([B.SEALED], C.OPEN)


def test_a_team_member_takes_no_part_in_the_opening(challenge, now):
    officer = world.user("researcher")
    bids.sealed(challenge, officer)
    with transaction():
        officer.grants.append(RoleGrant(role=Role.OFFICER))  # came to the bureau after the submission
    after_deadline(challenge, now)
    with pytest.raises(Conflict, match="揭榜团队的成员"), transaction():
        opening.begin(officer, challenge)


def test_an_answer_to_a_former_version_is_marked(challenge, now):
    old, fresh = bids.sealed(challenge), bids.sealed(challenge)
    with transaction():
        challenge.substance_version = 2
        submission.confirm_version(fresh.leader, fresh)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    assert [bids.find(one.code).answers_outdated for one in (old, fresh)] == [True, False]


def test_promises_find_their_indicator_by_name_after_a_change(challenge, now):
    bid = bids.sealed(challenge)
    with transaction():
        first, second = challenge.indicators
        challenge.indicators.remove(second)
        db.session.flush()
        from challenge.posting.models import Indicator

        challenge.indicators.append(Indicator(name="漏电流", threshold="1", position=1))
        first.threshold = "40"
    after_deadline(challenge, now)
    bids.open_list(challenge)
    found = {one.indicator.name: one.value for one in bids.find(bid.code).promises}
    assert found == {"能量密度": "36", "漏电流": "1.5"}


def _published(challenge, number):
    challenge.content_version = number
    record_version(challenge.author, challenge)


def test_a_promise_on_a_removed_indicator_stays_visible_and_marked(challenge, now, client_of):
    with transaction():
        _published(challenge, 1)
    bid = bids.sealed(challenge)
    with transaction():
        first, second = challenge.indicators
        second.name, first.threshold = "能量密度", "40"  # takes over the name of the one that goes
        first.name = "体积能量密度"
        challenge.indicators.remove(second)
        _published(challenge, 2)
    with transaction():
        challenge.indicators.append(Indicator(name="循环寿命", threshold="3000", position=1))
        _published(challenge, 3)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    bid = bids.find(bid.code)
    assert [(one.name, change_note(one)) for one in bid.content.indicators] == [
        ("体积能量密度", "密封后有变更，作答时的要求：≥ 35 Wh/L"),
        ("循环寿命", None),
        ("漏电流", "密封后已从榜单移出，仅供参考"),
    ]
    assert [(one.indicator.name, one.value) for one in bid.promises] == [
        ("体积能量密度", "36"),
        ("漏电流", "1.5"),
    ]
    reader = client_of(bid.leader)
    reader.get(f"/desk/bids/{bid.code}")
    assert "密封后已从榜单移出" in reader.text()


def test_what_was_asked_stays_whatever_the_list_becomes(challenge, now):
    bid = bids.sealed(challenge)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    before = bids.find(bid.code).content.asked
    with transaction():
        challenge.indicators[0].threshold = "99"
        challenge.indicators.remove(challenge.indicators[1])
    bid = bids.find(bid.code)
    assert (bid.content.asked, [one.indicator.name for one in bid.promises]) == (
        before,
        ["能量密度", "漏电流"],
    )


def test_a_second_round_has_its_own_opening(challenge, now):
    after_deadline(challenge, now)
    bids.open_list(challenge)
    from challenge.bidding import queries

    assert queries.finished_opening(challenge) is challenge.openings[0]
    now.forward(days=1)
    with transaction():
        challenge.deadline = now.instant
    assert queries.finished_opening(challenge) is None


def test_a_bid_the_database_refuses_keeps_no_other_closed(challenge, now):
    sums = {"total_fen": 20_000_000, "own_fen": -10_000_000, "public_fen": 30_000_000, "demander_fen": 0}
    odd = bids.sealed(challenge, **sums)
    fine = bids.sealed(challenge)
    after_deadline(challenge, now)
    bids.open_list(challenge)
    assert (bids.find(odd.code).state, bids.find(fine.code).state) == (B.UNREADABLE, B.OPENED)
    assert bids.find(odd.code).reason == "方案无法开启：内容不符合登记要求。"
    assert (bids.find(odd.code).content, bids.find(odd.code).milestones) == (None, [])
    assert [one.name for one in bids.find(fine.code).milestones] == ["短堆", "整堆"]
