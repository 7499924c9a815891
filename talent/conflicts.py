"""“These two people are connected”: facts that tie an expert to units and people, each with its path in words.

Facts only; what follows from them stands in challenge/review/rules.py. Levels: ``block`` (same unit, parent or
subsidiary, relative, teacher and student, in the team, helped to write the demand) and ``declare`` (all others).
"""

import dataclasses
from collections.abc import Sequence

import sqlalchemy as sa

from accounts.models import Organisation
from core import clock
from core.database import db
from core.spelling import plain, same
from talent.models import Employment, Profile, Tie

YEARS = 5  # how long a former post or a joint work counts
KINDS = {
    "relative": ("block", "亲属"),
    "teacher": ("block", "师生"),
    "team": ("block", "同一团队"),
    "helped": ("block", "参与编写该需求"),
    "adviser": ("declare", "担任顾问"),
    "reviewed": ("declare", "评审过"),
    "lost": ("declare", "同榜竞争"),
    "complained": ("declare", "有争议记录"),
    "co_work": ("declare", "合作成果"),
}


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody on the other side: a name, the unit as written, the account if there is one."""

    name: str
    unit: str = ""
    user_id: int | None = None


@dataclasses.dataclass(frozen=True)
class Conflict:
    """One tie: `level` block or declare, `kind`, and `path` as a person reads it."""

    level: str
    kind: str
    path: str

    @property
    def blocks(self):
        """The tie rules the expert out."""
        return self.level == "block"


@dataclasses.dataclass
class Sides:
    """What is known of the other side, loaded once for any number of experts."""

    organisations: dict
    named: set
    people: tuple
    profiles: Sequence
    ties: Sequence


def ties_between(profile, organisation_ids=(), people=(), units=()):
    """All ties of one expert to these organisations (ids), people (`Person` or names) and units (names)."""
    return ties_of([profile], organisation_ids, people, units)[profile.id]


def ties_of(profiles, organisation_ids=(), people=(), units=()):
    """profile id -> [Conflict], blocking ones first; a fixed number of queries however many profiles."""
    people = tuple(one if isinstance(one, Person) else Person(one) for one in people)
    sides = _load(profiles, set(organisation_ids) - {None}, people, units)
    posts = _posts(profiles)
    found = {}
    for profile in profiles:
        ties = [*_units(profile, posts.get(profile.id, ()), sides), *_persons(profile, sides)]
        ties += [*_co_works(profile, sides), *_recorded(profile, sides)]
        found[profile.id] = sorted(dict.fromkeys(ties), key=lambda tie: not tie.blocks)
    return found


def _load(profiles, organisation_ids, people, units):
    wanted = organisation_ids | {one.organisation_id for one in profiles if one.organisation_id}
    units_of = sa.select(Organisation).where(Organisation.id.in_(wanted))
    units_of = units_of.options(sa.orm.selectinload(Organisation.former_names))
    rows = {o.id: o for o in db.session.scalars(units_of)}
    others = {i: rows[i] for i in organisation_ids if i in rows}
    named = {plain(name) for name in (*units, *(one.unit for one in people)) if plain(name)}
    names = {name for one in people if one.name for name in (one.name, plain(one.name))}
    known = sa.select(Profile).where(Profile.name.in_(names))
    mine = {f"profile:{one.id}" for one in profiles} | {
        f"user:{one.user_id}" for one in profiles if one.user_id
    }
    ties = sa.select(Tie).where(sa.or_(Tie.who.in_(mine), Tie.whom.in_(mine)))
    return Sides(
        others,
        named,
        people,
        db.session.scalars(known).unique().all() if names else [],
        db.session.scalars(ties).all() if KINDS else [],
    )


def _posts(profiles):
    rows = sa.select(Employment).where(Employment.profile_id.in_([one.id for one in profiles]))
    found = {}
    for row in db.session.scalars(rows):
        found.setdefault(row.profile_id, []).append(row)
    return found


def _units(profile, posts, sides):
    own = profile.organisation
    by_name = {name: o for o in sides.organisations.values() for name in _names(o)}
    direct = sides.organisations.get(profile.organisation_id) or by_name.get(plain(profile.unit))
    if direct or plain(profile.unit) in sides.named:
        name = direct.name if direct else profile.unit
        yield Conflict("block", "same_unit", f"{profile.name} —同单位→ {name}")
    for other in sides.organisations.values() if own else ():
        if other.id == own.parent_id or other.parent_id == own.id:
            yield Conflict("block", "parent", f"{profile.name} —任职→ {own.name} —上下级单位→ {other.name}")
        elif own.parent_id and own.parent_id == other.parent_id and own.id != other.id:
            yield Conflict("declare", "sibling", f"{profile.name} —任职→ {own.name} —同一上级→ {other.name}")
    for post in posts:
        yield from _post(profile, post, sides, by_name)


def _post(profile, post, sides, by_name):
    other = sides.organisations.get(post.organisation_id) or by_name.get(plain(post.unit))
    if other is None and plain(post.unit) not in sides.named:
        return
    name, this_year = other.name if other else post.unit, clock.today().year
    if post.year_to is None or post.year_to >= this_year:
        yield Conflict("block", "same_unit", f"{profile.name} —任职（{_span(post)}）→ {name}")
    elif post.year_to >= this_year - YEARS:
        yield Conflict("declare", "former_unit", f"{profile.name} —曾任职（{_span(post)}）→ {name}")


def _span(post):
    return f"{post.year_from or '不详'}–{post.year_to or '今'}"


def _persons(profile, sides):
    for one in sides.people:
        if one.user_id is not None and one.user_id == profile.user_id:
            yield Conflict("block", "team", f"{profile.name} —本人在团队中→ {_member(one)}")
        elif same(one.name, profile.name):
            level = "block" if same(one.unit, profile.unit) else "declare"
            yield Conflict(level, "same_name", f"{profile.name} —姓名相同，请核实→ {_member(one)}")


def _co_works(profile, sides):
    names, since = {plain(one.name): one for one in sides.people}, clock.today().year - YEARS
    own = plain(profile.name)
    for work in profile.works:
        for name in map(plain, work.co_authors if (work.year or 0) >= since else ()):
            if name in names and name != own:
                path = f"{profile.name} —合作{work.type.label}“{work.title}”（{work.year}）→ {_member(names[name])}"
                yield Conflict("declare", "co_work", path)
    for other in sides.profiles:
        for work in other.works if other.id != profile.id else ():
            if (work.year or 0) >= since and own in map(plain, work.co_authors):
                path = f"{profile.name} —合作{work.type.label}“{work.title}”（{work.year}）→ {other.name}"
                yield Conflict("declare", "co_work", path)


def _recorded(profile, sides):
    mine = {f"profile:{profile.id}", f"user:{profile.user_id}"}
    others = {f"organisation:{o.id}": o.name for o in sides.organisations.values()}
    others |= {f"user:{one.user_id}": _member(one) for one in sides.people if one.user_id}
    others |= {f"profile:{one.id}": one.name for one in sides.profiles}
    for tie in sides.ties:
        ends = (tie.whom,) if tie.who in mine else (tie.who,) if tie.whom in mine else ()
        for end in ends:
            lapsed = tie.until is not None and tie.until.year < clock.today().year - YEARS
            if end in others and tie.kind in KINDS and not lapsed:
                level, label = KINDS[tie.kind]
                yield Conflict(level, tie.kind, f"{profile.name} —{label}→ {others[end]}")


def _member(person):
    return f"{person.unit} ←成员— {person.name}" if person.unit else person.name


def _names(organisation):
    """The present name and the former ones, as they are compared."""
    return {plain(one.name) for one in (organisation, *organisation.former_names)}
