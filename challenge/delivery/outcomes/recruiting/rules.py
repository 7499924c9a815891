"""Questions about talent records: who stands how to one, and what must be true before a step."""

from accounts.rules import is_enterprise, is_leader, is_officer
from accounts.states import COUNTIES
from challenge.delivery import rules
from challenge.delivery.outcomes.states import T
from core.formats import date_zh

UNDER_WAY = (T.AGREED, T.MATCHED, T.MET)
# As long as it holds what the person has said, the person may take it back.
KEPT = (*UNDER_WAY, T.SETTLED, T.CLOSED)


def is_outside(user):
    """Works at a unit that is not of this city."""
    return user.organisation is not None and user.organisation.county not in COUNTIES


def winners_from_outside(project):
    """People of the winning team with an account whose unit is not of this city."""
    people = [project.leader, *(one.user for one in project.bid.members if one.confirmed_at and one.user)]
    return [one for one in dict.fromkeys(people) if is_outside(one)]


def is_person(user, row):
    """The person whom it is about."""
    return user.is_authenticated and user.id == row.user_id


def follows(user, row):
    """An officer or leader of the bureau who belongs to neither side and is not the person."""
    works_there = is_officer(user) or is_leader(user)
    sides = {row.project.organisation_id, row.project.challenge.organisation_id}
    return works_there and not is_person(user, row) and user.organisation_id not in sides


def handles(user, row):
    """The officer in charge of the list."""
    return rules.handles_project(user, row.project) and not is_person(user, row)


def is_matched_unit(user, row):
    """Speaks for the unit that was found for this person."""
    shown = row.state in (T.MATCHED, T.MET, T.SETTLED)
    return is_enterprise(user) and shown and user.organisation_id == row.unit_id


def unit_named(row):
    """A unit of the city was chosen."""
    return None if row.unit_id else "请选择对接单位。"


def day_fault(row, action, day):
    """Whoever comes has been met before; None when nothing stands against the day."""
    if action != "settle" or row.met_on is None or day >= row.met_on:
        return None
    return f"引进日期不能早于对接日期 {date_zh(row.met_on)}，请核对。"


def still_agreed(row):
    """The consent stands."""
    return None if row.agreed_at else "本人已撤回同意，不能恢复。"
