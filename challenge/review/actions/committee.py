"""评审组: seats that an assignment of several lists gives out; the draw fills all others."""

from challenge.review.models import Assignment
from challenge.states import A, C
from core import audit, clock
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply


def choose(officer, challenge, candidates):
    """Put these candidates (of `recommend.candidates`) on the list's panel as 拟邀请; returns the new rows.

    Candidates on the panel already are passed over; one that must not review is refused with the clause.
    """
    if challenge.state is C.SUSPENDED:
        raise Conflict("榜单已暂停，恢复后才能组建评审组。")
    known = {one.profile_id for one in challenge.assignments}
    for one in candidates:
        if one.refusal:
            raise Refused(Refusal("needs", f"{one.profile.name}不能选入评审组：{one.refusal}。"))
    return [_propose(officer, challenge, one) for one in candidates if one.profile.id not in known]


def _propose(officer, challenge, candidate):
    row = Assignment(
        challenge=challenge,
        profile=candidate.profile,
        score=candidate.score or 0.0,
        reasons=[candidate.reason] if candidate.reason else [],
        proposed_by_id=officer.id,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(officer, "assignment.propose", row, "选入评审组，拟邀请")
    return row


def invite_chosen(officer, challenge, ids):
    """Invite the proposed experts with these ids; returns how many."""
    chosen = [one for one in challenge.assignments if one.id in ids and one.state is A.PROPOSED]
    for one in chosen:
        apply(officer, one, "invite")
    return len(chosen)
