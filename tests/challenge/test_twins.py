"""The permission map and its SQL twins say the same of every row to every person."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask_login import AnonymousUserMixin

import challenge.permissions as may
from accounts import permissions as door
from accounts import queries as people
from accounts.models import Organisation, User
from accounts.states import Role
from challenge.bidding.models import Bid, BidMember
from challenge.bidding.queries import visible_bids
from challenge.notice.models import Notice
from challenge.notice.objections import sealed
from challenge.notice.objections.models import Objection
from challenge.notice.objections.queries import visible_objections
from challenge.posting.models import Challenge
from challenge.posting.queries import past_deadline, public_challenges, visible_challenges
from challenge.posting.queries.lists import desk_challenges
from challenge.review.models import Assignment, Declaration
from challenge.review.queries import visible_assignments
from challenge.states import A, B, C, N, O
from core import clock, gates
from core.database import db, transaction
from tests import world

COUNTY, ELSEWHERE = "朔城区", "应县"
OPENED = (B.OPENED, B.CORRECTING, B.QUALIFIED, B.UNQUALIFIED, B.REVIEWING, B.NOMINATED, B.RESERVE)
OPENED += (B.UNSELECTED, B.WON, B.GIVEN_UP, B.UNREADABLE)


class Town:
    """People of every kind, lists in every state, bids, assignments and notices in every state."""

    def __init__(self):
        poster = world.organisation(county=COUNTY)
        firm = world.organisation(county=ELSEWHERE)
        self.people = {
            "poster": world.user("enterprise", organisation_id=poster.id, is_first_account=True),
            "colleague": world.user("enterprise", organisation_id=poster.id),
            "researcher at the poster": world.user("researcher", organisation_id=poster.id),
            "other enterprise": world.user("enterprise", organisation_id=firm.id),
            "enterprise without unit": world.user("enterprise", organisation_id=None),
            "stranger": world.user("researcher"),
            "nobody yet": world.user(),
            "handler": world.user("officer", organisation_id=None),
            "other officer": world.user("officer"),
            "officer at the poster": world.user("officer", organisation_id=poster.id),
            "leader": world.user("leader"),
            "leader and officer": world.user("leader", "officer"),
            "supervisor": world.user("supervisor"),
            "county": world.user("county", county=COUNTY),
            "other county": world.user("county", county=ELSEWHERE),
            "county without county": world.user("county"),
            "finance": world.user("finance"),
            "auditor": world.user("auditor"),
            "security": world.user("security"),
            "admin": world.user("admin"),
            "member": world.user("researcher"),
            "asked member": world.user("researcher"),
            "member who declined": world.user("researcher"),
            "leader of bids": world.user("researcher"),
            "officer with own bids": world.user("officer", "researcher"),
            "expert without task": world.user("expert"),
        }
        self.people["anonymous"] = AnonymousUserMixin()
        self.lists = [self._list(*facts) for facts in self._kinds_of_lists()]
        self.judged = [one for one in self.lists if one.state is C.REVIEWING and one.county == COUNTY]
        for one in self.judged:
            self._bids(one)
        for one in self.judged:
            self._panel(one)

    @property
    def signed_in(self):
        """Those whom the page gate lets through to pages that are not public."""
        return {name: user for name, user in self.people.items() if user.is_authenticated}

    def _kinds_of_lists(self):
        handlers = (None, self.people["handler"], self.people["other officer"])
        for state in C:
            for handler in handlers:
                for county in (COUNTY, ELSEWHERE, ""):
                    yield state, handler, county

    def _list(self, state, handler, county):
        made = world.challenge(
            state,
            author=self.people["poster"],
            handler_id=handler and handler.id,
            county=county,
        )
        if state in (C.CANCELLED, C.SUSPENDED) and county == ELSEWHERE:
            made.published_at = None  # withdrawn before it was ever published
        if state is C.DRAFT and county == ELSEWHERE:
            made.published_at = clock.now()  # taken back from the public to be revised
        if county == "" and made.deadline:
            made.deadline = made.published_at = clock.now() - dt.timedelta(days=1)
        return made

    def _bids(self, of):
        for state in B:
            self._team(world.bid(of, state, opened_at=clock.now() if state in OPENED else None))
        for name in ("leader of bids", "officer with own bids"):
            for state in (B.WITHDRAWN, B.UNREADABLE, B.SEALED):
                opened = clock.now() if state in OPENED else None
                world.bid(of, state, leader=self.people[name], opened_at=opened)

    def _team(self, bid):
        now = clock.now()
        answers = {"member": {"confirmed_at": now}, "asked member": {}}
        answers["member who declined"] = {"declined_at": now}
        for name, answer in answers.items():
            one = self.people[name]
            bid.members.append(BidMember(user_id=one.id, name=one.display_name, invited_at=now, **answer))

    def _panel(self, of):
        bids = db.session.scalars(sa.select(Bid).filter_by(challenge_id=of.id)).all()
        for state in A:
            for said in ("nothing", "none", "same_unit", "first only"):
                name = f"reviewer {state.value}, declared {said}"
                if name not in self.people:
                    self.people[name] = world.user("expert")
                    world.profile(name=name[:40], user_id=self.people[name].id)
                reviewer = self._profile_of(name)
                asked = None if state is A.PROPOSED else clock.now()
                task = world.assignment(of, reviewer, state, invited_at=asked)
                for bid in bids if said != "nothing" else []:
                    tie = "none" if said == "none" or (said == "first only" and bid is bids[0]) else said
                    if said == "first only" and bid is not bids[0]:
                        continue
                    db.session.add(Declaration(assignment_id=task.id, bid_id=bid.id, tie=tie, at=clock.now()))

    def _profile_of(self, name):
        from talent.models import Profile

        return db.session.scalar(sa.select(Profile).filter_by(user_id=self.people[name].id))

    def notices(self):
        """A notice in every state on every list that is judged, never published ones too."""
        now = clock.now()
        for of in self.judged:
            bid = db.session.scalar(sa.select(Bid).filter_by(challenge_id=of.id, state=B.NOMINATED))
            for number, state in enumerate(N):
                published = None if state is N.DRAFT else now
                db.session.add(
                    Notice(
                        code=f"GS{of.id}-{number}",
                        challenge_id=of.id,
                        bid_id=bid.id,
                        state=state,
                        title="公示",
                        facts={},
                        workdays=7,
                        published_at=published,
                        ends_at=published and now + dt.timedelta(days=9),
                    )
                )

    def objections(self):
        """An objection in every state on every notice, given to several people."""
        names = ("stranger", "supervisor", "leader", "poster")
        for number, notice in enumerate(db.session.scalars(sa.select(Notice)).all()):
            for at, state in enumerate(O):
                owner = self.people[names[(number + at) % 2 * 3]]
                row = Objection(
                    key=f"k{number}-{at}",
                    code=f"YY{number}-{at}",
                    notice_id=notice.id,
                    owner_mark=sealed.mark_of(owner),
                    state=state,
                    identity=b"x",
                    content=b"x",
                    created_at=clock.now(),
                )
                if state is not O.DRAFT:
                    row.handler_id = self.people[("supervisor", "leader", "finance")[at % 3]].id
                    row.second_id = self.people["leader and officer"].id if at % 2 else None
                db.session.add(row)


@pytest.fixture
def town(app):
    """The generated world, in one transaction, read back fresh."""
    with transaction():
        made = Town()
        made.notices()
        db.session.flush()
        made.objections()
    db.session.expire_all()
    return made


def _selected(statement):
    found = [row.id for row in db.session.scalars(statement).unique()]
    assert len(found) == len(set(found))
    return set(found)


def _counted(statement):
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery()))


def differences(people, model, reasons, twin):
    """{person: (states only the map shows, states only the SELECT shows)} wherever the two do not agree."""
    rows = db.session.scalars(sa.select(model)).unique().all()
    found = {}
    for name, user in people.items():
        by_map = {row.id for row in rows if gates.may(user, row, reasons)}
        statement = twin(user)
        by_sql = _selected(statement)
        if by_map != by_sql:
            found[name] = (_told(rows, by_map - by_sql), _told(rows, by_sql - by_map))
        elif _counted(statement) != len(by_map):
            found[name] = "the SELECT gives rows twice"
    return found


def _told(rows, ids):
    return sorted({row.state.value for row in rows if row.id in ids})


def test_lists_that_a_person_may_read(town):
    reasons = may.READ_CHALLENGE + may.READ_PUBLIC_LIST
    assert differences(town.people, Challenge, reasons, visible_challenges) == {}


def test_lists_of_the_desk(town):
    assert differences(town.people, Challenge, may.READ_CHALLENGE, desk_challenges) == {}


def test_lists_of_the_public(town):
    assert differences(town.people, Challenge, may.READ_PUBLIC_LIST, lambda _user: public_challenges()) == {}


def test_bids(town):
    assert differences(town.people, Bid, may.READ_BID, visible_bids) == {}


def test_assignments(town):
    assert differences(town.signed_in, Assignment, may.READ_ASSIGNMENT, visible_assignments) == {}


def test_notices(town):
    from challenge.notice.queries import visible_notices

    assert differences(town.people, Notice, may.READ_NOTICE, lambda _user: visible_notices()) == {}


def test_objections(town):
    assert differences(town.people, Objection, may.READ_OBJECTION, visible_objections) == {}


def test_accounts(town):
    assert differences(town.signed_in, User, door.READ_USER, people.visible_users) == {}


def test_organisations(town):
    assert (
        differences(town.signed_in, Organisation, door.READ_ORGANISATION, people.visible_organisations) == {}
    )


def test_the_deadline_is_the_same_instant_in_python_and_in_sql(town, now):
    for shift in ({}, {"days": 45}, {"seconds": -1}, {"seconds": 2}):
        now.forward(**shift)
        rows = db.session.scalars(sa.select(Challenge)).unique().all()
        late = {row.id for row in rows if row.is_past_deadline}
        assert _selected(sa.select(Challenge).where(past_deadline())) == late
        assert 0 < len(late) < len(rows)


def test_before_the_opening_only_the_team_reads_a_bid(town):
    sealed = [
        bid
        for bid in db.session.scalars(sa.select(Bid).where(Bid.opened_at.is_(None))).unique()
        if bid.state is B.SEALED
        and any(one.name == town.people["member"].display_name for one in bid.members)
    ]
    assert len(sealed) == len(town.judged)
    for bid in sealed:
        readers = {name for name, user in town.people.items() if gates.may(user, bid, may.READ_BID)}
        assert readers == {"member"}


def test_every_kind_of_person_and_of_row_is_in_this_world(town):
    def states(model):
        return set(db.session.scalars(sa.select(model.state).distinct()))

    assert (states(Challenge), states(Bid), states(Assignment), states(Notice)) == (
        set(C),
        set(B),
        set(A),
        set(N),
    )
    held = {role for user in town.people.values() if user.is_authenticated for role in user.roles}
    assert held == set(Role)
