"""Rows of the integrity register, already filtered for whom they are shown to."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accounts.models import Organisation, User
from accounts.rules import is_auditor, is_leader, is_supervisor, leads_organisation
from core import clock, history
from core.database import db
from core.listing import called
from talent.integrity.models import IntegrityCase
from talent.integrity.states import I, Phase
from talent.models import Profile

PEOPLE = (
    joinedload(IntegrityCase.user),
    joinedload(IntegrityCase.organisation),
    joinedload(IntegrityCase.handler),
    joinedload(IntegrityCase.profile).lazyload(Profile.works),
)
# Where a case comes from lies in rooms above: {Origin: (reader, reference) → path of its page or None}.
ways_back = {}


def visible_cases(user):
    """SELECT of the cases this person may read: the twin of `permissions.READ_CASE`."""
    about_me = IntegrityCase.user_id == user.id
    about_unit = IntegrityCase.organisation_id == user.organisation_id if user.organisation_id else sa.false()
    about_us = sa.or_(about_me, sa.and_(about_unit, sa.true() if leads_organisation(user) else sa.false()))
    reasons = [sa.and_(about_us, IntegrityCase.hearing_due.is_not(None))]
    if is_supervisor(user) or is_leader(user):
        # A comparison with NULL is neither true nor false, so it is answered before it is turned round.
        apart = [sa.func.coalesce(one, sa.false()) for one in (about_me, about_unit)]
        reasons.append(sa.not_(sa.or_(*apart)))
    return sa.select(IntegrityCase).where(sa.or_(*reasons))


def case_states(user):
    """SELECT of all cases for the auditor, who learns how far each is, not whom it is about."""
    rows = sa.select(IntegrityCase).options(joinedload(IntegrityCase.handler))
    return rows.where(sa.true() if is_auditor(user) else sa.false())


def own_cases(user):
    """SELECT of the cases about this person, or the organisation it leads, that it was told of."""
    unit = user.organisation_id if leads_organisation(user) else None
    about = [IntegrityCase.user_id == user.id]
    if unit is not None:
        about.append(IntegrityCase.organisation_id == unit)
    return sa.select(IntegrityCase).where(sa.or_(*about), IntegrityCase.hearing_due.is_not(None))


def cases_from(reader, origin, reference):
    """Cases that were opened from this contact report or objection, as far as the reader may read them."""
    rows = visible_cases(reader).where(IntegrityCase.origin == origin, IntegrityCase.reference == reference)
    return db.session.scalars(rows.options(*PEOPLE).order_by(IntegrityCase.id)).unique().all()


def way_back(reader, case):
    """The path of the page the case comes from, where the reader may open it; else None."""
    find = ways_back.get(case.origin)
    return find(reader, case.reference) if find and case.reference else None


def public_findings():
    """SELECT of the findings in force that their level makes public."""
    return in_phase(sa.select(IntegrityCase).where(IntegrityCase.is_public), Phase.IN_FORCE.value)


def in_phase(statement, value):
    """Cases in this state; a finding is in force or released by the clock."""
    now = clock.now()
    if value == Phase.IN_FORCE:
        return statement.where(IntegrityCase.state == I.FOUND, IntegrityCase.until > now)
    if value == Phase.RELEASED:
        return statement.where(IntegrityCase.state == I.FOUND, IntegrityCase.until <= now)
    return statement.where(IntegrityCase.state == I(value))


def of_kind(statement, value):
    """Cases about people, or about organisations."""
    is_unit = IntegrityCase.organisation_id.is_not(None)
    return statement.where(is_unit if value == "organisation" else sa.not_(is_unit))


def found_by(statement, words):
    """Cases of this code, or about whoever bears this name."""
    users = sa.select(User.id).where(called(User.display_name, User.name_key, words))
    units = sa.select(Organisation.id).where(called(Organisation.name, Organisation.name_key, words))
    profiles = sa.select(Profile.id).where(called(Profile.name, Profile.name_key, words))
    return statement.where(
        sa.or_(
            IntegrityCase.code.icontains(words, autoescape=True),
            IntegrityCase.user_id.in_(users),
            IntegrityCase.organisation_id.in_(units),
            IntegrityCase.profile_id.in_(profiles),
        )
    )


def history_of(case, reader, *, with_names):
    """The log of the case for the timeline, newest first; the person concerned reads no names of officials."""

    def who(entry):
        return entry.actor_name if with_names or entry.actor_id == reader.id else "科技局监督部门"

    return history.shown(history.entries_of(f"integrity_case:{case.id}"), note=history.no_note, who=who)


def people_of(case):
    """{id: name} of who proposed and who confirmed."""
    wanted = {case.proposed_by_id, case.confirmed_by_id} - {None}
    rows = (
        db.session.execute(sa.select(User.id, User.display_name).where(User.id.in_(wanted))) if wanted else ()
    )
    return dict(iter(rows))
