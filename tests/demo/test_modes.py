"""企业出题 and 成果转化 of the demonstration: whose turn it is, and what there is to choose from."""

from challenge.bidding.liaison.rules import is_signed
from challenge.review.choosing import rules
from reports.desk.duties import duties
from tests.demo.finding import of, person


def test_an_enterprise_has_joint_bids_to_choose_from(town):
    challenge = of(town, "joint-coolant")
    found = rules.candidates(challenge)
    assert len(found) == 2
    assert all(is_signed(one) for one in found)
    assert rules.time_to_choose(challenge) is None
    assert "选定方案" in {duty.what for duty in duties(person("enterprise"))}


def test_the_owner_of_a_result_has_bids_to_choose_from(town):
    challenge = of(town, "transfer-extract")
    assert len(rules.candidates(challenge)) == 2
    assert rules.chooses_by_mode(person("researcher2"), challenge)
    assert "选定方案" in {duty.what for duty in duties(person("researcher2"))}
