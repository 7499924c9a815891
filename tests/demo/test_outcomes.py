"""What comes of projects, and the market, in the demonstration: something in every state, everything marked."""

import sqlalchemy as sa

from accounts.models import Message
from challenge.delivery.outcomes.following.figures import by_number
from challenge.delivery.outcomes.following.models import FollowUp
from challenge.delivery.outcomes.recruiting.models import Talent
from challenge.delivery.outcomes.registering.figures import by_year
from challenge.delivery.outcomes.registering.models import TechContract
from challenge.delivery.outcomes.states import R, T, U
from challenge.market.models import Inquiry, Offer
from challenge.market.states import S, W
from core import clock
from core.database import db
from demo.world.texts import read
from reports.desk.duties import duties
from tests.demo.finding import of, person

WORK = {
    "officer": "审核供给成果",
    "enterprise2": "答复对接意向",
    "researcher2": "答复人才引进意向征询",
}


def test_every_contract_in_force_has_its_registration(town):
    rows = {one.project.challenge.title: one.state for one in db.session.scalars(sa.select(TechContract))}
    assert rows[of(town, "cell-sorting").title] is R.REGISTERED
    assert rows[of(town, "electrolyte").title] is R.SUBMITTED
    assert rows[of(town, "slow-release").title] is R.DRAFT


def test_what_passed_is_registered_offered_and_followed(town):
    project = of(town, "press-mould").projects[-1]
    row = project.achievement
    assert (row.state, row.evaluation, row.offer.state) == (R.REGISTERED, "验收", S.LISTED)
    assert row.chains
    assert all(one["verdict"] for one in row.chains)
    assert [one.state for one in project.follow_ups] == [U.PLANNED] * 3


def test_three_years_are_told_with_proof_and_the_third_waits_for_its_check(town):
    project = of(town, "manure-bedding").projects[-1]
    rows = project.follow_ups
    assert [one.state for one in rows] == [U.CHECKED, U.CHECKED, U.SUBMITTED]
    assert all(one.blob and one.filled_by is project.challenge.author for one in rows)
    assert all(one.opens_on <= clock.beijing(one.state_since).date() for one in rows)
    asked = sa.select(Message.subject).where(Message.subject.startswith("请填报跟踪表："))
    assert len(set(db.session.scalars(asked))) == len(rows)
    sums = by_number(sa.select(FollowUp))
    assert [(one.checked, one.values["jobs"], one.values["sales_fen"] > 0) for one in sums] == [
        (1, 6, True),
        (1, 5, True),
        (0, 0, False),
    ]


def test_a_result_became_a_licence(town):
    offer = of(town, "manure-bedding").projects[-1].achievement.offer
    assert len(offer.consents) == 2
    assert [(one.state, one.organisation.name) for one in offer.inquiries] == [
        (W.SIGNED, "恒屿制药有限公司（演示）")
    ]


def test_people_from_outside_have_met_a_unit_or_come(town):
    rows = db.session.scalars(sa.select(Talent)).all()
    assert {one.state for one in rows} == {T.SETTLED, T.MET, T.ASKED}
    met = next(one for one in rows if one.state is T.MET)
    assert met.unit.name == "应州生态农牧有限公司（演示）"
    assert all(not one.origin for one in rows if one.state is T.ASKED)


def test_the_market_is_open_and_everything_in_it_is_marked(town):
    offers = db.session.scalars(sa.select(Offer).order_by(Offer.id)).all()
    told = read("outcomes")
    assert len(offers) == len(told["offers"]) + len(told["results"])
    assert {one.state for one in offers} == {S.LISTED, S.SUBMITTED}
    assert all(one.is_demo and "演示" in one.organisation.name and not one.contact_phone for one in offers)
    assert set(db.session.scalars(sa.select(Inquiry.state))) == {W.ACCEPTED, W.SENT, W.SIGNED}


def test_turnover_stands_beside_the_plan(town):
    assert [(one.share, one.source) for one in by_year() if one.city_fen] == [
        (91, "全市技术合同年度统计（演示数据）")
    ]


def test_there_is_something_to_do(town):
    assert {
        name: what in {one.what for one in duties(person(name))} for name, what in WORK.items()
    } == dict.fromkeys(WORK, True)
