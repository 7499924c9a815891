"""Nouns of the library: profiles already filtered for a user, single rows by name."""

import json

import sqlalchemy as sa

from accounts.models import FormerName, Organisation, User
from accounts.rules import is_enterprise, is_leader, is_officer, is_supervisor, leads_organisation
from core import fulltext, history
from core.database import db
from core.listing import called
from core.spelling import plain
from talent.conflicts import label_of
from talent.models import Consent, ImportRun, Profile, Tie
from talent.states import P


def visible_profiles(user):
    """Select of the profiles that this person may read: the twin of `permissions.READ_PROFILE`."""
    reasons = [Profile.user_id == user.id]
    if is_officer(user):
        reasons.append(sa.or_(Profile.state != P.DRAFT, Profile.user_id.is_(None)))
    if is_leader(user) or is_supervisor(user):
        reasons.append(Profile.state != P.DRAFT)
    if user.organisation_id and (leads_organisation(user) or is_enterprise(user)):
        reasons.append(sa.and_(Profile.organisation_id == user.organisation_id, Profile.state != P.DRAFT))
    return sa.select(Profile).where(sa.or_(*reasons))


def holds(column, value):
    """The JSON list in `column` contains the text `value`."""
    return sa.cast(column, sa.Text).contains(json.dumps(value), autoescape=True)


def found_by(statement, query):
    """Profiles whose name or unit has the query, however typed, or whose texts have all words of it."""
    names = [called(Profile.name, Profile.name_key, query), called(Profile.unit, Profile.unit_key, query)]
    return statement.where(sa.or_(Profile.id.in_(fulltext.matching("profile", query)), *names))


def own_profile(user):
    """The profile of this person, or None."""
    return db.session.scalar(sa.select(Profile).filter_by(user_id=user.id))


def profiles_named(name, unit):
    """Profiles of this name and unit, however typed: what an import takes for the same person."""
    rows = db.session.scalars(sa.select(Profile).where(Profile.name.in_({name, plain(name)}))).unique()
    wanted = plain(name), plain(unit)
    return [one for one in rows if (plain(one.name), plain(one.unit)) == wanted]


def organisation_id_named(name):
    """Id of the organisation that has or had this name, however typed, or None."""
    if not plain(name):
        return None
    present = db.session.scalar(sa.select(Organisation.id).filter_by(name_key=plain(name)).limit(1))
    former = sa.select(FormerName.organisation_id).filter_by(name_key=plain(name))
    former = former.order_by(FormerName.until.desc(), FormerName.id).limit(1)
    return present if present is not None else db.session.scalar(former)


def organisation_of_user(user_id):
    """Id of the person's organisation, or None."""
    return db.session.scalar(sa.select(User.organisation_id).filter_by(id=user_id))


def consents_of(profile):
    """Consents given and withdrawn, newest first."""
    rows = sa.select(Consent).filter_by(profile_id=profile.id).order_by(Consent.id.desc())
    return db.session.scalars(rows).all()


def history_of(profile):
    """The profile's log entries for the timeline, newest first."""
    return history.shown(history.entries_of(f"profile:{profile.id}"), note=_note)


def _note(entry):
    reason = (entry.after or {}).get("reason") or (entry.after or {}).get("purpose")
    return f"说明：{reason}" if reason else None


def tie(who, whom, kind, source):
    """The tie reported by this source, or None."""
    return db.session.scalar(sa.select(Tie).filter_by(who=who, whom=whom, kind=kind, source=source))


def import_runs(limit=10):
    """The newest imports."""
    rows = sa.select(ImportRun).order_by(ImportRun.id.desc()).limit(limit)
    return db.session.scalars(rows).all()


def counts_by_state():
    """{state: number of profiles}."""
    rows = db.session.execute(sa.select(Profile.state, sa.func.count()).group_by(Profile.state))
    return dict(rows.all())


# Works and account are not shown in lists.
LEAN = (sa.orm.lazyload(Profile.works), sa.orm.lazyload(Profile.organisation))


def all_visible(user):
    """Every profile that this person may read, with works and posts, for an export."""
    every = visible_profiles(user).options(sa.orm.selectinload(Profile.employments)).order_by(Profile.id)
    return db.session.scalars(every).unique().all()


def ties_in_words(profile):
    """Recorded ties of the profile: (kind in words, the other side, since and until)."""
    mine = {f"profile:{profile.id}"} | ({f"user:{profile.user_id}"} if profile.user_id else set())
    rows = db.session.scalars(sa.select(Tie).where(sa.or_(Tie.who.in_(mine), Tie.whom.in_(mine)))).all()
    sides = _names({side for row in rows for side in (row.who, row.whom)} - mine)
    found = []
    for row in rows:
        other = row.whom if row.who in mine else row.who
        label = label_of(row.kind)
        found.append(
            (
                label,
                sides.get(other) or ("一项榜单需求" if other.startswith("challenge:") else "已删除的记录"),
                _years(row),
            )
        )
    return found


def _years(row):
    return (
        "–".join(str(day.year) if day else "" for day in (row.since, row.until))
        if row.since or row.until
        else ""
    )


def _names(sides):
    """{``user:5``: name} of people, organisations and profiles."""
    found = {}
    for prefix, model, column in (
        ("user", User, User.display_name),
        ("organisation", Organisation, Organisation.name),
        ("profile", Profile, Profile.name),
    ):
        ids = [int(side.partition(":")[2]) for side in sides if side.startswith(prefix + ":")]
        rows = db.session.execute(sa.select(model.id, column).where(model.id.in_(ids))) if ids else ()
        found |= {f"{prefix}:{key}": name for key, name in rows}
    return found
