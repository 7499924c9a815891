"""企业出题 and 成果转化 from the draft to the contract, every person at the test client."""

import pytest

from accounts.models import User
from core import audit_walk
from tests import world
from tests.journeys import announcing, bidding, choosing, joining, judging, posting
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

TEAMS = {"alpha": ("76 K", "95.2 %"), "beta": ("78 K", "94.8 %"), "gamma": ("82 K", "94.6 %")}
RESULT = {
    "part_maturity": "中试",
    "part_rights": "发明专利两项，权利人为本单位，无质押。",
    "part_licence": "普通许可",
    "part_price": "入门费加提成，可以面议。",
}


@pytest.fixture
def town(app, now, client_of):
    def seat(user: User | None, name):
        return Visitor(client_of(user) if user else app.test_client(), name)

    return Town(now, seat)


def judged_and_contracted(town, *texts):
    """From the deadline to the contract: what both modes have in common."""
    bidding.deadline_passes(town)
    choosing.two_people_open(town)
    judging.formal_check(town)
    committee = judging.committee_forms(town)
    for shift, reviewer in enumerate(committee):
        judging.review(town, reviewer, shift)
    choosing.poster_chooses(town)
    judging.officer_proposes(town)
    judging.leader_decides(town)
    announcing.officer_publishes_notice(town).reads("选定，理由：散热方案与现场条件最合。")
    announcing.period_runs(town)
    choosing.contract_is_signed(town, *texts)
    assert audit_walk.first_broken() is None


def test_an_enterprise_chooses_its_partner_among_joint_bids(town):
    town._enter("enterprise", "enterprise", world.organisation("塞北煤机有限公司").id, "企业")
    choosing.owner_posts(town, "enterprise")
    posting.bureau_pools(town)
    choosing.bureau_publishes(town, "企业出题")
    judging.seeds_are_committed(town)
    for name in ("alpha", "beta"):
        joining.team_asks(town, name, "可用热管散热。")
        joining.demander_consents(town, name)
        joining.both_sign(town, name)
        bidding.simple_bid(town, name, *TEAMS[name])
    joining.unsigned_is_refused(town, "gamma")
    joining.team_asks(town, "gamma", "可用油路散热。")
    joining.demander_consents(town, "gamma")
    joining.both_sign(town, "gamma")
    bidding.submit(town, town.play("gamma"), "gamma")
    joining.only_the_two_sides_know(town, "alpha")
    joining.demander_reads_its_joint_bids(town, TEAMS)
    judged_and_contracted(town, "发榜方（塞北煤机有限公司）")


def test_the_owner_of_a_result_chooses_who_takes_it(town):
    institute = world.organisation("塞北能源研究所", nature="institute")
    town._enter("enterprise", "researcher", institute.id, "持有人")
    college = world.organisation("某大学", nature="university")
    town._enter("scholar", "researcher", college.id, "学者")
    choosing.owner_posts(town, None, **RESULT)
    posting.bureau_pools(town)
    choosing.bureau_publishes(town, "成果转化")
    judging.seeds_are_committed(town)
    town.guest().visit(f"/challenges/{town.code}").reads("成熟度", "中试", "期望价款", "可提供的支持与条件")
    town.play("scholar").visit(f"/challenges/{town.code}/bid").reads("由企业揭榜，贵单位登记为高等院校")
    for name, promised in TEAMS.items():
        bidding.simple_bid(town, name, *promised)
    bidding.nobody_reads_before_the_deadline(town)
    judged_and_contracted(town, "受让方（甲方电机研究院）", "成果方（塞北能源研究所）")
