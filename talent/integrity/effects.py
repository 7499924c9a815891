"""The *then* column of integrity cases: clocks that begin, periods, who is told."""

import sqlalchemy as sa

from accounts.mailbox import holders, tell
from accounts.models import User
from accounts.states import PRIVATE, Role
from core import clock, workdays
from core.database import db
from talent.integrity import levels

YEAR = 12
APPEAL_TEXT = "如对认定不服，可在期限内在案件页面提出申诉，由未参加认定的人员复查。"


def path_of(case):
    """The page of the case."""
    return f"/desk/integrity/{case.code}"


def subjects(case):
    """Ids of the people who answer: the person, or the first accounts of the organisation."""
    if case.organisation_id is None:
        return {case.user_id} - {None}
    first = sa.select(User.id).where(User.organisation_id == case.organisation_id, User.is_first_account)
    return set(db.session.scalars(first))


def take_case(case, move):
    """Who begins is in charge."""
    case.handler_id = move.actor.id


def begin_hearing(case, move):
    """The clock of the answer runs, in working days."""
    days = levels.value("hearing_workdays", case.rules_version)
    case.hearing_due, case.answered_at = workdays.period_end(move.at, days), None


def note_answer(case, move):
    """The answer is in."""
    case.answered_at = move.at


def note_proposer(case, move):
    """Who proposes a finding does not confirm it."""
    case.proposed_by_id = move.actor.id


def drop_proposal(case, move):
    """The proposed finding was not confirmed."""
    case.level, case.months, case.proposed_by_id = "", None, None


def begin_period(case, move):
    """The finding is in force from the day of its confirmation; the time to appeal runs."""
    day = clock.beijing(move.at).date()
    case.since = clock.beijing_instant(day)
    case.until = clock.beijing_instant(clock.months_later(day, case.months))
    case.confirmed_by_id, case.is_public = move.actor.id, case.grade.public
    case.appeal_due = workdays.period_end(move.at, levels.value("appeal_workdays", case.rules_version))


def note_appeal(case, move):
    """The one appeal."""
    case.appealed_at = move.at


def settle_appeal(case, move):
    """The second instance has decided; a revoked finding is shown nowhere."""
    case.appeal_settled_at = move.at
    case.is_public = case.is_public and move.step.action == "uphold"


def tell_subject(case, move):
    """The person or the organisation concerned."""
    said = {
        "hear": f"请在期限内提交申辩意见{levels.cite('hearing_workdays', case.rules_version)}。",
        "confirm": APPEAL_TEXT,
    }
    subject = f"科研诚信案件 {case.code}：{move.step.label}"
    tell(subjects(case), subject, said.get(move.step.action, ""), path_of(case), thread=PRIVATE)


def tell_handler(case, move):
    """The supervisor in charge."""
    tell([case.handler_id], f"科研诚信案件 {case.code}：{move.step.label}", "", path_of(case), thread=PRIVATE)


def tell_second_people(case, move):
    """Supervisors and leaders: a finding or an appeal waits for somebody else than who acted before."""
    people = holders(Role.SUPERVISOR, Role.LEADER) - {
        case.handler_id,
        case.proposed_by_id,
        case.confirmed_by_id,
    }
    tell(
        people - {case.user_id},
        f"科研诚信案件 {case.code}：{move.step.label}",
        "",
        path_of(case),
        thread=PRIVATE,
    )
