"""Who reads lists, contacts and joint bids of each mode: the permission map and its SQL twins agree."""

import itertools

import pytest

import challenge.permissions as may
from challenge import rulepack
from challenge.bidding.liaison.models import Agreement, Liaison
from challenge.bidding.liaison.queries import visible_liaisons
from challenge.bidding.liaison.states import AG, L
from challenge.bidding.models import Bid
from challenge.bidding.queries import visible_bids
from challenge.posting.codes import random_code
from challenge.posting.models import Challenge
from challenge.posting.queries.lists import desk_challenges
from challenge.states import B, C, Mode
from core import clock
from core.database import db, transaction
from tests import world
from tests.challenge.test_twins import differences


class Town:
    """One unit that posts in every mode and state, by an enterprise account and by a researcher; teams of others."""

    def __init__(self):
        unit = world.organisation(county="朔城区")
        self.people = {
            "enterprise": world.user("enterprise", organisation_id=unit.id),
            "researcher": world.user("researcher", organisation_id=unit.id),
            "colleague": world.user("researcher", organisation_id=unit.id),
            "first account": world.user("researcher", organisation_id=unit.id, is_first_account=True),
            "no role": world.user(organisation_id=unit.id, is_first_account=True),
            "other unit": world.user("enterprise"),
            "team": world.user("researcher"),
            "rival": world.user("researcher"),
            "officer": world.user("officer"),
            "leader": world.user("leader"),
            "supervisor": world.user("supervisor"),
            "auditor": world.user("auditor"),
            "admin": world.user("admin"),
        }
        programmes = {mode: world.programme(mode=mode).id for mode in Mode}
        for mode, author in itertools.product(Mode, ("enterprise", "researcher")):
            facts = {"mode": mode, "author": self.people[author]}
            world.challenge(C.DRAFT, **facts)
            of = world.challenge(C.OPEN, programme_id=programmes[mode], **facts)
            if mode is Mode.ENTERPRISE:
                self._joint(of)

    def _joint(self, of):
        """A team with a contact in each state, its agreement in each state, and a rival whose bid stands on none."""
        for state, signed in itertools.product(L, (None, *AG)):
            leader = (
                self.people["team"]
                if signed is AG.IN_FORCE and state is L.CONNECTED
                else world.user("researcher")
            )
            row = Liaison(code=random_code("DJ"), state=state, asked_at=clock.now(), person=leader)
            row.asked = row.answered = {"name": "某"}
            row.challenge, row.organisation = of, leader.organisation
            db.session.add(row)
            if signed is not None:
                bid = world.bid(of, B.SEALED, leader=leader, sealed=b"x")
                self._agreement(row, signed, bid)
        world.bid(of, B.SEALED, leader=self.people["rival"], sealed=b"x")

    def _agreement(self, row, state, bid):
        who, now = self.people["team"].id, clock.now()
        made = Agreement(
            code=random_code("XY"), state=state, digest="0" * 64, drafted_at=now, drafted_by_id=who
        )
        made.content, made.team_by_id, made.poster_by_id = {}, who, who
        made.liaison, made.bid = row, bid
        db.session.add(made)


@pytest.fixture
def town(app):
    """Made in one transaction, read back fresh."""
    with transaction():
        made = Town()
    db.session.expire_all()
    return made


def test_lists_of_the_desk_in_every_mode(town):
    assert differences(town.people, Challenge, may.READ_CHALLENGE, desk_challenges) == {}


def test_contacts(town):
    assert differences(town.people, Liaison, may.READ_LIAISON, visible_liaisons) == {}


def test_joint_bids(town):
    assert differences(town.people, Bid, may.READ_BID, visible_bids) == {}


def test_a_result_is_its_authors_a_demand_its_units(town):
    def read(name):
        rows = db.session.scalars(desk_challenges(town.people[name])).unique()
        return {(one.mode.value, one.author_id == town.people["researcher"].id) for one in rows}

    every = {mode.value for mode in Mode}
    assert read("enterprise") == set(itertools.product(every, (True, False)))
    assert (read("researcher"), read("colleague"), read("no role")) == ({("transfer", True)}, set(), set())
    assert read("first account") == {("transfer", True), ("transfer", False)}


def test_nobody_but_the_two_sides_reads_a_contact(town):
    rows = db.session.scalars(db.select(Liaison)).unique().all()
    readers = {name for name, user in town.people.items() for one in rows if one in visible(user)}
    assert readers == {"enterprise", "team"}


def test_who_posts_and_who_picks_follow_the_copy_of_the_programme(app):
    """Where the researchers of a unit post results together, and the bureau picks; today it is the author, and the poster."""
    frozen = rulepack.freeze("transfer")
    frozen["mode"] |= {"posts": {"researcher": "unit"}, "picks": "bureau"}
    with transaction():
        unit = world.organisation()
        people = {one: world.user("researcher", organisation_id=unit.id) for one in ("author", "colleague")}
        people["enterprise"] = world.user("enterprise", organisation_id=unit.id)
        for rules in (frozen, rulepack.freeze("transfer"), rulepack.load()):
            programme = world.programme(mode=Mode.TRANSFER, rules=rules)
            facts = {"mode": Mode.TRANSFER, "programme_id": programme.id, "author": people["author"]}
            world.bid(world.challenge(C.REVIEWING, **facts), B.REVIEWING, opened_at=clock.now())
    db.session.expire_all()
    assert differences(people, Challenge, may.READ_CHALLENGE, desk_challenges) == {}
    assert differences(people, Bid, may.READ_BID, visible_bids) == {}
    lists, found = (
        {name: len(db.session.scalars(rows(user)).unique().all()) for name, user in people.items()}
        for rows in (desk_challenges, visible_bids)
    )
    assert lists == {"author": 3, "colleague": 1, "enterprise": 2}
    assert found == {"author": 2, "colleague": 0, "enterprise": 2}


def visible(user):
    """The contacts that this person reads."""
    return db.session.scalars(visible_liaisons(user)).unique().all()
