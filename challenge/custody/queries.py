"""Custodians and what they can open; nobody's private half is read here."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from accounts.mailbox import holders
from accounts.models import User
from accounts.states import Role, UserState
from challenge.custody import rules
from challenge.custody.models import ChallengeKey, Custodian, KeyShare
from challenge.posting.models import Challenge
from challenge.states import C
from core.database import db
from core.listing import Filter, named

UNOPENED = (C.OPEN, C.SUSPENDED)
SORTS = {
    "name": ("姓名", User.display_name),
    "enrolled": ("登记时间", Custodian.enrolled_at),
}
FILTERS = [
    Filter("q", "姓名", named(User.display_name, User.name_key), kind="text"),
    Filter(
        "state",
        "状态",
        lambda rows, value: rows.where(
            Custodian.retired_at.is_(None) if value == "active" else Custodian.retired_at.is_not(None)
        ),
        [("active", "在册"), ("retired", "已退出")],
    ),
]


def custodian_of(user):
    """The present enrolment of a person, or None."""
    return db.session.scalar(sa.select(Custodian).filter_by(user_id=user.id, retired_at=None))


def enrolled():
    """All who are enrolled and whose accounts are in use, in order of enrolment."""
    rows = sa.select(Custodian).join(User).options(contains_eager(Custodian.user))
    rows = rows.where(Custodian.retired_at.is_(None), User.state == UserState.ACTIVE)
    return db.session.scalars(rows.order_by(Custodian.id)).unique().all()


def listed():
    """SELECT of all enrolments, former ones too."""
    return sa.select(Custodian).join(User).options(contains_eager(Custodian.user))


def supervisors():
    """{id: organisation id} of active supervisors."""
    rows = sa.select(User.id, User.organisation_id).where(User.id.in_(holders(Role.SUPERVISOR)))
    return dict(db.session.execute(rows).all())


def witnesses(challenge, known=None):
    """Ids of people who could witness the opening of a list; `known`: what `supervisors` answered."""
    known = supervisors() if known is None else known
    return {one for one, organisation in known.items() if organisation != challenge.organisation_id}


def shares_of(challenge):
    """The wraps of the list's private half, with their custodians."""
    key = rules.key_of(challenge)
    return list(key.shares) if key is not None else []


def pairs_of(challenge, known=None):
    """Pairs (custodian, custodian) that can still open this list, as accounts and roles stand now."""
    watching = witnesses(challenge, known)
    found = [one.custodians for one in shares_of(challenge)]
    return [
        pair
        for pair in found
        if all(rules.is_able(one, challenge) for one in pair) and rules.can_open(pair, challenge, watching)
    ]


def waiting_pairs():
    """(list, pairs that can open it) of every list in custody that is not opened yet, by deadline."""
    known = supervisors()
    return [(one, pairs_of(one, known)) for one in waiting_lists()]


def share_of(challenge, first, second):
    """The wrap for these two, or None."""
    wanted = {first.id, second.id}
    return next((one for one in shares_of(challenge) if {one.first_id, one.second_id} == wanted), None)


def holding(challenge):
    """Custodians who hold a part of this list's key and are still enrolled, in order of enrolment."""
    found = {one.id: one for share in shares_of(challenge) for one in share.custodians}
    return [one for _, one in sorted(found.items()) if rules.is_able(one, challenge)]


def waiting_lists():
    """Published lists that are not opened yet and sealed for custodians, with keys and wraps, by deadline."""
    newest = sa.select(sa.func.max(ChallengeKey.id)).group_by(ChallengeKey.challenge_id)
    rows = (
        sa.select(Challenge)
        .join(ChallengeKey, ChallengeKey.challenge_id == Challenge.id)
        .where(ChallengeKey.id.in_(newest), ChallengeKey.public.is_not(None), Challenge.state.in_(UNOPENED))
        .options(
            selectinload(Challenge.seal_keys)
            .selectinload(ChallengeKey.shares)
            .options(selectinload(KeyShare.first), selectinload(KeyShare.second))
        )
    )
    found = db.session.scalars(rows.order_by(Challenge.deadline, Challenge.id)).unique().all()
    return [one for one in found if one.suspended_from in (None, C.OPEN) or one.state is C.OPEN]


def lists_by_custodian(waiting):
    """{custodian id: lists that he or she can help to open}; `waiting` is what `waiting_pairs` answered."""
    found: dict = {}
    for one, pairs in waiting:
        for custodian_id in {person.id for pair in pairs for person in pair}:
            found.setdefault(custodian_id, []).append(one)
    return found


def left_without(custodian):
    """(list, pairs that can open it, pairs left if this custodian retired) of the lists this custodian helps to open."""
    counted = [
        (one, len(pairs), sum(custodian not in pair for pair in pairs)) for one, pairs in waiting_pairs()
    ]
    return [row for row in counted if row[2] < row[1]]


def stranded_without(custodian):
    """Lists not yet opened that nobody could open any more if this custodian retired."""
    return [one for one, _now, left in left_without(custodian) if left == 0]


def last_of(user):
    """The newest enrolment of a person, retired or not, or None."""
    mine = sa.select(Custodian).filter_by(user_id=user.id).order_by(Custodian.id.desc())
    return db.session.scalars(mine.limit(1)).first()


def newcomers(challenge):
    """Enrolled custodians who hold no part of this list's key yet and could help to open it."""
    holders_of = {one.id for one in holding(challenge)}
    return [one for one in enrolled() if one.id not in holders_of and rules.is_able(one, challenge)]
