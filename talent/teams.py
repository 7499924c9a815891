"""The door to teams: how well people cover the needs of a list, who of the pool would close which gap, which team fits.

The hall passes texts and people down; nothing here knows a bid. Coverage is a share 0 … 1, see matching/cover.py.
"""

import dataclasses
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from core.database import db
from core.spelling import plain, same
from talent import consents, index, recommend
from talent.models import Consent, Profile
from talent.queries import profiles_named
from talent.recommend import NotReady, Purpose, Reason
from talent.states import P, WorkType

__all__ = [
    "Candidate",
    "Need",
    "NotReady",
    "Survey",
    "Table",
    "agreed_to_teams",
    "named_so",
    "profiles_of",
    "survey",
    "untied",
]

FIRST_LOOK = 64  # people read for a need before who may be suggested is known
PER_NEED = 12
MOST_CANDIDATES = 60
SHOWN = 8
TOLD = 3  # needs for which a candidate's reason is told
CLOSERS = 3  # people named for one gap
LEAST_STEP = 0.15  # share of the way to closing one need that a further member of a team must bring


@dataclasses.dataclass(frozen=True)
class Need:
    """One indicator or difficulty: `kind` is the word for it, `label` what people read, `text` what is compared."""

    key: str
    kind: str
    label: str
    text: str


@dataclasses.dataclass(frozen=True)
class Row:
    """One need: shares in the order of the members, the best of them, whose it is, whether that is enough."""

    need: Need
    shares: tuple
    best: float
    by: Profile | None
    is_closed: bool


@dataclasses.dataclass(frozen=True)
class Table:
    """Members and needs; `gains` are what each member adds to `value`, in the order of the members."""

    members: tuple
    rows: tuple
    gains: tuple
    value: float

    @property
    def open(self):
        """Needs that nobody closes."""
        return tuple(row.need for row in self.rows if not row.is_closed)


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Who would help: `gain` for the whole on joining, the needs this one closes, (need, share, Reason or None)."""

    profile: Profile
    gain: float
    closes: tuple
    reasons: tuple


@dataclasses.dataclass(frozen=True)
class Survey:
    """What the present members cover; who would close gaps, each alone; the best team that keeps the members, and
    those who join for it, in the order of joining, each with the gain over those before; for each need the best
    share that anybody has.

    `closers` {key of an open need: profiles that would close it, the best first}.
    """

    present: Table
    candidates: tuple
    closers: dict
    proposed: Table
    joining: tuple
    reached: tuple


def agreed_to_teams():
    """Select of profile ids that may be named to a bidding team: in the pool, and agreed to the text that says so."""
    text = sa.exists().where(
        Consent.profile_id == Profile.id,
        Consent.kind == "recommendation",
        Consent.given.is_(True),
        Consent.text_version.in_(consents.NAME_TEAMS),
    )
    return recommend.eligible(Purpose.SOLVERS).where(text)


def profiles_of(people):
    """Profiles in the pool of these people (`conflicts.Person`), None where there is none, in their order.

    By account; without one by name and unit, and then only who agreed to be named to teams: a name typed by
    somebody else must not open a profile.
    """
    ids = [one.user_id for one in people if one.user_id]
    names = named_so((one.name, one.unit) for one in people if not one.user_id)
    in_pool = sa.select(Profile).where(Profile.state == P.ADMITTED)
    named = sa.and_(Profile.id.in_(names), Profile.user_id.is_(None), Profile.id.in_(agreed_to_teams()))
    found = db.session.scalars(in_pool.where(sa.or_(Profile.user_id.in_(ids), named))).unique().all()
    by_account = {one.user_id: one for one in found if one.user_id}
    return [by_account.get(one.user_id) if one.user_id else _by_name(one, found) for one in people]


def named_so(pairs):
    """Ids of the profiles of these (name, unit) pairs, however they were typed."""
    return {one.id for name, unit in pairs for one in profiles_named(name, unit)}


def _by_name(person, found):
    meant = [one for one in found if one.user_id is None and _is_named(one, person)]
    return meant[0] if len(meant) == 1 else None


def _is_named(profile, person):
    return same(profile.name, person.name) and plain(profile.unit) == plain(person.unit)


def survey(needs, members, candidates, *, most, parties=None):
    """How `members` (profiles, the leader first) cover `needs`, and whom of `candidates` (a select of profile ids)
    to ask; a team has at most `most` people, the present ones included. Raises NotReady; `needs` is not empty.

    Who is tied to `parties` by a blocking tie is left out, and so are the members themselves.
    """
    matcher = _matcher()
    people = untied(_candidates(matcher, needs, candidates, members), parties)
    shares = _shares(matcher, needs, [*members, *people])
    present = _table(needs, members, shares[: len(members)])
    helpers = _helpers(present, people, shares[len(members) :])
    proposed = _proposed(present, helpers, max(most, len(members)))
    order = sorted(helpers, key=lambda one: one.profile not in proposed.members)
    alone = [_told(matcher, present, one, one.closing) for one in order[:SHOWN]]
    closers = {present.rows[n].need.key: _closers(helpers, n) for n in _open(present)}
    joining, reached = _joining(matcher, present, proposed), tuple(shares.max(axis=0, initial=0).tolist())
    return Survey(present, tuple(alone), closers, proposed, joining, reached)


def threshold():
    """Share from which a need counts as closed."""
    from matching import cover

    return cover.COVERED


def _matcher():
    if not recommend.is_ready():
        raise NotReady(index.of_app().phase)
    return index.of_app().fresh()


def _candidates(matcher, needs, statement, members):
    """Who fits single needs best: at most PER_NEED for each."""
    ranked = [[key for key, _ in matcher.rank({"title": need.text}, FIRST_LOOK)] for need in needs]
    near = {key for keys in ranked for key in keys} - {one.id for one in members}
    allowed = set(db.session.scalars(statement.where(Profile.id.in_(near))))
    chosen = {key for keys in ranked for key in [k for k in keys if k in allowed][:PER_NEED]}
    found = sa.select(Profile).where(Profile.id.in_(chosen)).order_by(Profile.id)
    return db.session.scalars(found).unique().all()


def untied(people, parties):
    """Those of `people` whom no blocking tie binds to the other side."""
    if parties is None or not people:
        return people
    ties = parties.ties_of(people)
    return [one for one in people if not any(tie.blocks for tie in ties[one.id])]


def _shares(matcher, needs, people):
    from matching import cover

    return cover.coverage(matcher, {need.key: need.text for need in needs}, [one.id for one in people])


class _Helper(NamedTuple):
    """A person who closes at least one open need: places of those, the best first, and the gain for the whole."""

    profile: Profile
    shares: np.ndarray
    closing: list
    gain: float


def _helpers(present, people, shares):
    """Who closes most gaps, then who adds most, first."""
    best, open_now = np.array([row.best for row in present.rows]), _open(present)
    found = []
    for person, own in zip(people, shares, strict=True):
        closing = sorted((n for n in open_now if own[n] >= threshold()), key=lambda n: -own[n])
        if closing:
            found.append(_Helper(person, own, closing, float(np.maximum(own - best, 0).mean())))
    found.sort(key=lambda one: (-len(one.closing), -one.gain, one.profile.id))
    return found[:MOST_CANDIDATES]


def _open(table):
    return [n for n, row in enumerate(table.rows) if not row.is_closed]


def _closers(helpers, place):
    able = [one for one in helpers if place in one.closing]
    able.sort(key=lambda one: -one.shares[place])
    return tuple(one.profile for one in able[:CLOSERS])


def _proposed(present, helpers, most):
    """The best team for closing needs: what is closed already counts no more for being closed better."""
    from matching import cover

    needs, fixed = [row.need for row in present.rows], list(present.members)
    own = np.array([row.shares for row in present.rows]).T.reshape(len(fixed), len(needs))
    shares = np.vstack([own, *(one.shares for one in helpers)])
    people = {one.id: one for one in [*fixed, *(helper.profile for helper in helpers)]}
    way = np.minimum(shares / cover.COVERED, 1.0)
    ids, keys = list(people), [need.key for need in needs]
    price = LEAST_STEP / len(needs)
    team = cover.team(cover.Pool(way, ids, keys, most=most, fixed=[one.id for one in fixed], price=price))
    chosen = [ids.index(one.id) for one in team.members]
    return _table(needs, [people[one.id] for one in team.members], shares[chosen])


def _table(needs, people, shares):
    """The coverage by these people as it is, in their order."""
    from matching import cover

    by_id = {one.id: one for one in people}
    by_key = {need.key: need for need in needs}
    team = cover.team(cover.Pool(shares, list(by_id), list(by_key), most=len(people), fixed=list(by_id)))
    rows = [
        Row(
            by_key[one.id],
            tuple(line[n] for line in team.matrix),
            one.coverage,
            by_id.get(one.by),
            one.is_closed,
        )
        for n, one in enumerate(team.needs)
    ]
    return Table(tuple(people), tuple(rows), tuple(one.gain for one in team.members), team.value)


def _joining(matcher, present, proposed):
    """Who joins for the proposed team, with the needs that nobody in it closes better."""
    found = []
    for place in range(len(present.members), len(proposed.members)):
        person, rows = proposed.members[place], list(enumerate(proposed.rows))
        shares = np.array([row.shares[place] for _, row in rows])
        best = sorted((n for n, row in rows if row.by == person and row.is_closed), key=lambda n: -shares[n])
        found.append(_told(matcher, proposed, _Helper(person, shares, best, proposed.gains[place]), best))
    return tuple(found)


def _told(matcher, table, helper, places):
    needs = [row.need for row in table.rows]
    reasons = [
        (needs[n], float(helper.shares[n]), _reason(matcher, needs[n], helper.profile)) for n in places[:TOLD]
    ]
    return Candidate(helper.profile, helper.gain, tuple(needs[n] for n in helper.closing), tuple(reasons))


def _reason(matcher, need, person):
    """The work that says most about a need, with the words in common; None where only characters are shared."""
    try:
        told = matcher.explain({"title": need.text}, person.id)
    except KeyError:  # taken out of the pool a moment ago
        return None
    best = next((one for one in told.contributions if one.words), None)
    if best is None:
        return None
    words = [w for one in told.contributions if one.work == best.work for w in one.words]
    whole = [w for w in dict.fromkeys(words) if not any(w != other and w in other for other in words)]
    kind = WorkType(best.type).label if best.work is not None else "研究方向"
    return Reason(kind, best.title, tuple(whole), need.kind)
