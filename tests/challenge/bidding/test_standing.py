"""The integrity register at submission: whom it bars, and who is told why."""

import pytest

from accounts.models import Organisation
from challenge.bidding.actions import submission, teams
from challenge.states import B, C
from core import audit
from core.database import db, transaction
from core.workflow import Refused
from tests import bids, findings, world

NEUTRAL = "“{}”目前不符合参加揭榜的条件，原因只告知本人或本单位，请其登录平台查看“我的诚信记录”。"
WHOLE = (
    "“{}”在科研失信限制期内（情节较重，2026年9月16日 至 2028年9月15日），"
    "不能参加揭榜（科研诚信规则 2026-1 第三条第二项）。"
)


@pytest.fixture
def challenge(app):
    """An open list."""
    return world.challenge(C.OPEN)


def refused(bid):
    """The sentence with which a submission is refused; it leaves nothing."""
    with pytest.raises(Refused) as told, transaction():
        submission.submit(bid.leader, bid, "key", bid.version)
    bid = bids.find(bid.code)
    assert (bid.state, audit.entries_of(f"bid:{bid.id}")[-1].action != "integrity.check") == (B.DRAFT, True)
    return told.value.refusal.sentence


def with_member(bid, person):
    """The bid with one more member, who has confirmed."""
    with transaction():
        teams.invite_by_link(bid.leader, bid, person.display_name, "某研究所", "试验", 20)
        row = bid.members[-1]
        row.user_id = person.id
        teams.answer(None, row, True)
    return bids.find(bid.code)


def test_a_barred_member_stops_the_submission_and_the_leader_is_not_told_why(challenge):
    member, bystander = world.user("researcher"), world.user("researcher")
    findings.found(member)
    findings.found(bystander)
    bid = with_member(bids.drafted(challenge), member)
    sentence = refused(bid)
    assert sentence == f"提交前还有 1 项需要补充：{NEUTRAL.format(member.display_name)}"


def test_a_barred_leader_reads_clause_level_and_period(challenge):
    bid = bids.drafted(challenge)
    findings.found(bid.leader)
    assert refused(bid) == f"提交前还有 1 项需要补充：{WHOLE.format(bid.leader.display_name)}"


def test_a_barred_lead_organisation_is_told_to_its_own_people(challenge):
    bid = bids.drafted(challenge)
    findings.found(bid.organisation)
    assert refused(bid) == f"提交前还有 1 项需要补充：{WHOLE.format(bid.organisation.name)}"


def test_a_barred_partner_is_found_by_its_code_and_told_neutrally(challenge):
    partner = world.organisation("合作方研究院")
    findings.found(partner)
    row = {"name": partner.name, "credit_code": partner.credit_code}
    shares = {"role": "试制", "work_percent": 0, "money_percent": 0}
    bid = bids.drafted(challenge, partners=[row | shares])
    assert NEUTRAL.format(partner.name) in [one.text for one in submission.gaps(bid)]


def test_a_light_finding_and_somebody_elses_do_not_stop_it(challenge):
    bid = bids.drafted(challenge)
    findings.found(bid.leader, level="light", months=6)
    findings.found(world.organisation())
    with transaction():
        submission.submit(bid.leader, bid, "key", bid.version)
    bid = bids.find(bid.code)
    assert bid.state is B.SEALED
    asked = [one for one in audit.entries_of(f"bid:{bid.id}") if one.action == "integrity.check"]
    assert [one.after for one in asked] == [{"purpose": "submit", "asked": 2}]
    assert db.session.get(Organisation, bid.organisation_id).name not in asked[0].what
