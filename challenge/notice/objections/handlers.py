"""Who may handle an objection: a supervisor without any part in the list or tie to it; the review, somebody else."""

import sqlalchemy as sa

from accounts.models import RoleGrant, User
from accounts.states import Role, UserState
from challenge.bidding.rules import stands_apart
from challenge.notice.objections import sealed
from challenge.notice.objections.models import Objection
from challenge.notice.objections.rules import APPEALABLE, AT_WORK, is_objector
from challenge.posting.demander import terms_of
from challenge.review.parties import parties_of
from core import audit
from core.database import db
from talent.conflicts import Person, ties_of

# One sentence for whatever ties: which tie it is could tell who objects.
TIED = "与本件异议或本榜单有关联，须回避。"
GRAVE = ("block", "exclude")
ATTENDED = "参加过本榜单的开标、抽取或集中分派，须由他人办理。"
TOOK_PART = "办理过本榜单或本件异议，须由他人办理。"


def candidates(objection):
    """[(person, None or why not)] of supervisors, the least busy first, and leaders."""
    held = sa.select(RoleGrant.user_id).where(RoleGrant.role.in_((Role.SUPERVISOR, Role.LEADER)))
    people = db.session.scalars(
        sa.select(User).where(User.state == UserState.ACTIVE, User.id.in_(held)).order_by(User.id)
    ).unique()
    busy, supervisors = _at_work(), {Role.SUPERVISOR}
    ordered = sorted(people, key=lambda one: (not one.roles & supervisors, busy.get(one.id, 0), one.id))
    tied, part = _tied(ordered, objection), _took_part(objection)
    attended = _attended(objection.challenge)
    return [(one, _obstacle(one, objection, tied, part, attended)) for one in ordered]


def first_free(objection):
    """The person to whom the objection is given of itself: a supervisor, for the review a leader too; or None."""
    roles = {Role.SUPERVISOR, Role.LEADER} if objection.state in APPEALABLE else {Role.SUPERVISOR}
    free = (one for one, found in candidates(objection) if found is None and one.roles & roles)
    return next(free, None)


def assignable(objection):
    """(people who may be named, whether a reason is asked): where nobody is free, those who only attended a step."""
    found = candidates(objection)
    free = [one for one, why in found if why is None]
    return (free, False) if free else ([one for one, why in found if why == ATTENDED], True)


def obstacle(person, objection):
    """Why this person may not have it, or None."""
    challenge = objection.challenge
    known = _tied([person], objection), _took_part(objection), _attended(challenge)
    return _obstacle(person, objection, *known)


def _obstacle(person, objection, tied, part, attended):
    challenge = objection.challenge
    if not person.is_active:
        return "不是在岗人员，请另选一位。"
    if person.id in part or person.id in (objection.handler_id, objection.second_id):
        return TOOK_PART
    if person.organisation_id == challenge.organisation_id or not stands_apart(person, challenge):
        return TIED
    if person.id in tied or is_objector(person, objection):
        return TIED
    return ATTENDED if person.id in attended else None


def _tied(people, objection):
    """Ids of those whom something on record ties to the list or to the objector."""
    challenge, who = objection.challenge, sealed.get(objection, "identity")
    units = [unit for unit in [who.get("organisation_id")] if unit is not None]
    objector = [Person(who["name"], who["unit"], who["user_id"])] if who else []
    to_list = parties_of(challenge).ties_of(people)
    to_objector = ties_of(people, units, objector, terms=terms_of(challenge))
    return {
        one.id
        for one in people
        if any(tie.grade in GRAVE for tie in (*to_list[one.id], *to_objector[one.id]))
    }


def _took_part(objection):
    """Ids of who has handled, opened (as supervisor: `_attended`), proposed, decided, reviewed or written the notice."""
    challenge, told = objection.challenge, objection.notice.facts.get("took_part", ())
    people = {objection.notice.author_id, *told}
    people |= {challenge.handler_id, challenge.cancel_asked_by_id}
    for one in challenge.openings:
        both = ((one.first_id, one.first_role), (one.second_id, one.second_role))
        people |= {person for person, role in both if role != Role.SUPERVISOR.value}
    for one in challenge.proposals:
        people |= {one.proposed_by_id, one.second_by_id, one.decided_by_id}
    people |= {one.profile.user_id for one in challenge.assignments}
    return people | {one.author_id for one in challenge.notices}


def _attended(challenge):
    """Ids of who witnessed or unlocked an opening, gave a seed to a draw, or judged the edits of a batch of the list."""
    people = set()
    for one in challenge.openings:
        people |= {one.first_id, one.second_id}
        people |= {found["user"] for found in (one.minutes or {}).get("custodians", ())}
    people |= {given.user_id for draw in challenge.draws for given in draw.commitments}
    batches = [str(one.batch_id) for one in challenge.batch_lists]
    judged = sa.select(audit.AuditEntry.actor_id).where(
        audit.AuditEntry.object_type == "batch",
        audit.AuditEntry.object_id.in_(batches),
        audit.AuditEntry.action.in_(("batch.consent", "batch.object")),
    )
    return people | set(db.session.scalars(judged) if batches else ())


def _at_work():
    counted = sa.select(Objection.handler_id, sa.func.count()).where(Objection.state.in_(AT_WORK))
    found = db.session.execute(counted.group_by(Objection.handler_id))
    return {person: number for person, number in found}  # noqa: C416 rows, for the type checker
