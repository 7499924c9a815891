"""Known ties between an expert and the bids of a list."""

import pytest

from accounts.models import Organisation
from challenge.bidding import relations
from challenge.bidding.models import BidMember, Partner
from challenge.review import recusal
from core import clock
from core.database import db, transaction
from tests import world
from tests.challenge.review import scene


def _partner(expert, bid):
    db.session.add(Partner(bid_id=bid.id, name=expert.unit))


def _member(expert, bid):
    row = BidMember(bid=bid, user_id=expert.user_id, name="张某", unit="某所", invited_at=clock.now())
    db.session.add(row)


TIES = {
    "unit": lambda expert, bid: setattr(expert, "organisation_id", bid.organisation_id),
    "name": lambda expert, bid: setattr(expert, "unit", bid.organisation.name),
    "account": lambda expert, bid: setattr(expert.user, "organisation_id", bid.organisation_id),
    "parent": lambda expert, bid: setattr(expert, "organisation_id", world_daughter(bid.organisation_id)),
    "poster": lambda expert, bid: setattr(expert, "organisation_id", bid.challenge.organisation_id),
    "partner": _partner,
    "member": _member,
}


def _expert_and_task():
    _, challenge = scene.in_review(1)
    expert = world.profile(unit="远方大学", user_id=world.user("expert").id)
    return expert, challenge.bids[0], world.assignment(challenge, expert)


@pytest.mark.parametrize("way", TIES)
def test_known_ties_keep_an_expert_away(app, way):
    expert, bid, task = _expert_and_task()
    with transaction():
        TIES[way](expert, bid)
    db.session.expire_all()
    refused = recusal.no_blocking_fact(task)
    assert refused.startswith("该专家有须回避的情形：")
    assert refused.endswith("（规则包 2026-1 第十四条）。")


def test_a_stranger_may_review(app):
    assert recusal.no_blocking_fact(_expert_and_task()[2]) is None


def world_daughter(parent_id):
    """Id of a new subsidiary."""
    row = Organisation(
        name="子公司",
        credit_code=world.credit_code(900001),
        nature="enterprise",
        parent_id=parent_id,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def test_who_merely_shares_a_name_with_the_posters_legal_person_is_to_be_verified_by_the_officer(client_of):
    officer, challenge = scene.opened(1)
    (bid,) = challenge.bids
    with transaction():
        challenge.organisation.legal_person = bid.organisation.legal_person = "张三"
    db.session.expire_all()
    assert relations.ties(bid) == []
    (said,) = [one for one in relations.shown(bid)["unknown"] if "姓名相同" in one]
    assert said.startswith(f"{bid.organisation.name}与发榜方：")
    assert said.endswith("是不是同一人，须先核实。")
    browser = client_of(officer)
    browser.get(f"/desk/bids/{bid.code}/check")
    assert "是不是同一人，须先核实。" in browser.text()
