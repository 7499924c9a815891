"""Contact, agreement, joint bid: who may do what, and what a bid stands on."""

import pytest

from challenge import permissions as may
from challenge.bidding.actions import submission, teams
from challenge.bidding.liaison.actions import agreeing, contacting
from challenge.bidding.liaison.rules import agreement_in_force, standing
from challenge.bidding.liaison.states import AG, L
from challenge.posting.queries.access import has_pledged
from core.audit import AuditEntry
from core.database import db, transaction
from core.errors import Conflict
from core.gates import may as allowed
from core.workflow import Refused
from tests import bids, world
from tests.challenge.bidding.liaison import scene


def test_contact_data_are_released_to_each_other_and_each_look_is_logged(app):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    assert has_pledged(row.person, challenge) is True
    with transaction():
        assert contacting.look_at_contact(poster, row) == {}
        contacting.answer(poster, row, True, scene.ANSWERED)
    with transaction():
        assert contacting.look_at_contact(poster, row)["phone"] == "13900001111"
        assert contacting.look_at_contact(row.person, row)["email"] == "wang@example.com"
    looks = db.session.scalars(db.select(AuditEntry).filter_by(action="look.liaison")).all()
    assert [(one.sealed, one.thread) for one in looks] == [(True, f"liaison:{row.id}")] * 2


def test_withdrawing_hides_the_contact_and_ends_the_agreement(app):
    poster, challenge = scene.listed()
    row = scene.signed(challenge, poster).liaison
    with transaction():
        contacting.withdraw(poster, row)
        contacting.withdraw(poster, row)
    assert (row.state, row.agreements[0].state, standing(row)) == (L.WITHDRAWN, AG.ENDED, None)
    with transaction():
        assert contacting.look_at_contact(row.person, row) == {}
    again = scene.asked(challenge, row.person)
    assert again.code != row.code


def test_one_contact_of_an_organisation_and_no_other_mode(app):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    colleague = world.user("researcher", organisation_id=row.organisation_id)
    with transaction():
        assert contacting.ask(row.person, challenge, scene.ASKED) is row
    for person, of, said in (
        (colleague, challenge, "每个单位只能有一份对接"),
        (colleague, world.challenge("open"), "不须先签合作协议"),
        (poster, challenge, "发榜方不得揭本单位"),
        (world.user("officer"), challenge, "科技局工作人员"),
    ):
        with pytest.raises(Conflict, match=said), transaction():
            contacting.ask(person, of, scene.ASKED)


def test_both_sides_confirm_the_very_text_they_have_read(app):
    poster, challenge = scene.listed()
    row = scene.drafted(challenge, poster)
    team, old = row.liaison.person, row.digest
    with transaction():
        agreeing.confirm(team, row, old)
    with transaction():
        agreeing.draft(poster, row.liaison, scene.TERMS | {"extra": "样堆两台。"})
    row = scene.agreement(row.code)
    assert (row.state, row.team_by_id, row.digest == old) == (AG.OFFERED, None, False)
    with pytest.raises(Conflict, match="已有变化"), transaction():
        agreeing.confirm(team, row, old)
    with pytest.raises(Refused), transaction():
        agreeing.confirm(world.user("researcher"), row, row.digest)
    for person in (team, poster):
        with transaction():
            agreeing.confirm(person, row, row.digest)
            agreeing.confirm(person, row, row.digest)
    assert (row.state, row.team_by_id, row.poster_by_id) == (AG.IN_FORCE, team.id, poster.id)
    with pytest.raises(Conflict, match="须先解除"), transaction():
        agreeing.draft(poster, row.liaison, scene.TERMS)


def test_no_agreement_without_contact_nor_after_the_deadline(app, now):
    poster, challenge = scene.listed()
    row = scene.asked(challenge)
    with pytest.raises(Refused, match="双方同意对接后"), transaction():
        agreeing.draft(row.person, row, scene.TERMS)
    signed = scene.signed(challenge, poster)
    now.instant = challenge.deadline
    for deed in (
        lambda: agreeing.end(poster, signed),
        lambda: contacting.withdraw(poster, signed.liaison),
        lambda: contacting.answer(poster, row, True, scene.ANSWERED),
    ):
        with pytest.raises(Refused, match="已截止"), transaction():
            deed()


def test_what_is_not_in_force_ends_after_the_deadline_too(app, now):
    poster, challenge = scene.listed()
    waiting, connected = scene.asked(challenge), scene.connected(challenge, poster)
    drafted = scene.drafted(challenge, poster)
    now.instant = challenge.deadline
    with transaction():
        contacting.answer(poster, waiting, False, scene.ANSWERED)
        contacting.withdraw(connected.person, connected)
        agreeing.end(poster, drafted)
    assert (waiting.state, connected.state, drafted.state) == (L.DECLINED, L.WITHDRAWN, AG.ENDED)
    assert contacting.look_at_contact(poster, connected) == {}


def test_a_joint_bid_needs_an_agreement_in_force_and_names_it(app):
    poster, challenge = scene.listed()
    leader = world.user("researcher")
    bid = bids.drafted(challenge, leader)
    assert "先与发榜方签订合作协议" in submission.gaps(bid)[0].text
    with pytest.raises(Refused, match="第三十八条"), transaction():
        submission.submit(leader, bid, "key", bid.version)
    signed = scene.signed(challenge, poster, leader)
    assert (signed.bid_id, agreement_in_force(bids.find(bid.code))) == (bid.id, None)
    with transaction():
        submission.submit(leader, bids.find(bid.code), "key", bids.find(bid.code).version)
    assert bids.find(bid.code).state == "sealed"
    with transaction():
        agreeing.end(leader, scene.agreement(signed.code))
    assert "没有已生效的协议" in agreement_in_force(bids.find(bid.code))


def test_a_draft_that_begins_after_the_signing_stands_on_it(app):
    poster, challenge = scene.listed()
    signed = scene.signed(challenge, poster)
    bid = bids.drafted(challenge, signed.liaison.person)
    content, _files = submission.to_seal(bid)
    assert content["agreement"] == {"code": signed.code, "digest": signed.digest}


def test_the_demander_reads_the_joint_bids_it_signed_and_no_other(app):
    poster, challenge = scene.listed()
    signed = scene.signed(challenge, poster)
    joint = bids.sealed(challenge, signed.liaison.person)
    other = bids.drafted(challenge)
    reads = [allowed(poster, one, may.READ_BID) for one in (joint, other)]
    assert reads == [True, False]
    stranger = world.user("enterprise")
    assert allowed(stranger, joint, may.READ_BID) is False
    assert allowed(poster, joint, may.EDIT_BID) is False
    with transaction():
        agreeing.end(poster, scene.agreement(signed.code))
    assert allowed(poster, bids.find(joint.code), may.READ_BID) is False


def test_units_of_a_kind_that_the_mode_does_not_admit(app):
    challenge = world.challenge("open", mode="transfer", programme_id=world.programme(mode="transfer").id)
    scholar = world.user("researcher", organisation_id=world.organisation("某大学", nature="university").id)
    with pytest.raises(Conflict, match="由企业揭榜，贵单位登记为高等院校"), transaction():
        teams.start_bid(scholar, challenge)
