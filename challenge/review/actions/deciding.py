"""拟立项与定榜: freeze the ranking into a proposal, have it seconded, decide on it."""

from challenge import rulepack
from challenge.posting import turns
from challenge.review import ranked
from challenge.review.choosing import rules as choosing
from challenge.review.contacts import rules as contacts
from challenge.review.models import Proposal, ProposalPlace
from challenge.review.recusal import keeps_staff_away
from challenge.review.rules import committee_complete, every_review_in, pending_proposal
from challenge.review.states import Decision
from challenge.states import C
from core import audit, clock
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused, apply

MOVED = "页面打开之后拟立项方案已有变化，请刷新页面核对后再决定。"


def propose(officer, challenge, chosen, reason, override_reason=""):
    """Propose the bids of these ids with the ranking as it stands now, each for a lane by its rank.

    One bid, or as many as the mode lets start in parallel; not the first of the ranking needs a written reason.
    """
    if unready := committee_complete(challenge) or every_review_in(challenge):
        raise Refused(Refusal("needs", unready))
    ranking = ranked.frozen_ranking(challenge)
    wanted = _in_rank(challenge, ranking, chosen)
    picked = rulepack.mode_of(challenge).poster_picks
    if picked and (found := choosing.keeps_to_choice(challenge, wanted, ranking)):
        raise Refused(Refusal("needs", found))
    is_first = picked or wanted == [row["bid"] for row in ranking[: len(wanted)]]
    if not is_first and not override_reason.strip():
        raise Refused(Refusal("needs", "未按排名推荐时，必须写明理由；理由将公开。"))
    row = Proposal(
        challenge=challenge,
        number=len(challenge.proposals) + 1,
        places=[ProposalPlace(lane=lane, bid_id=bid) for lane, bid in enumerate(wanted, 1)],
        ranking=ranking,
        reason=reason,
        override_reason="" if is_first else override_reason,
        proposed_by_id=officer.id,
        proposed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    apply(officer, challenge, "propose")
    return row


def _in_rank(challenge, ranking, chosen):
    """The chosen ids in the order of the ranking, when they are as many as the mode lets start."""
    found = [row["bid"] for row in ranking if row["bid"] in set(chosen)]
    if len(found) < len(set(chosen)):
        raise Conflict("所选方案不在排名中，请刷新页面后重新选择。")
    least, most = rulepack.mode_of(challenge).winners
    if not least <= len(found) <= most:
        said = f"{least} 个" if least == most else f"{least} 至 {most} 个"
        raise Refused(Refusal("needs", f"应推荐 {said}方案，现选 {len(found)} 个。"))
    return found


def second(officer, challenge, proposal_id):
    """A second officer approves the choice against the ranking that this officer has read."""
    turns.wait(challenge, "proposals")
    row = pending_proposal(challenge)
    if row is None or row.id != proposal_id or challenge.state is C.SUSPENDED:
        raise Conflict(MOVED)
    if row.second_by_id == officer.id:
        return row
    if row.second_by_id:
        raise Conflict(MOVED)
    row.second_by_id, row.second_at = officer.id, clock.now()
    audit.record(officer, "proposal.second", row, "复核同意未按排名推荐的方案")
    return row


def dissent(officer, challenge, proposal_id, reason):
    """A second officer disagrees: the list goes back to review; a second click finds it done."""
    if not _is_done(officer, challenge, proposal_id, Decision.NOT_SECONDED):
        apply(officer, challenge, "return_override", reason=reason)


def award(leader, challenge, proposal_id, reason, contact_note=""):
    """定榜, on the very proposal the leader has read; a second click finds it done.

    `contact_note` says why it is made while contact reports are open, where the rule pack asks for that.
    """
    if not _is_done(leader, challenge, proposal_id, Decision.AWARD):
        if found := keeps_staff_away(leader, challenge):
            raise Refused(Refusal("needs", found))
        if contacts.acknowledgement_due(challenge) and contact_note.strip():
            row = pending_proposal(challenge)
            row.contact_note = contact_note.strip()
            audit.record(leader, "proposal.acknowledge", row, f"定榜时已知悉：{contacts.in_words(challenge)}")
        apply(leader, challenge, "award", reason=reason)


def send_back(leader, challenge, proposal_id, reason):
    """退回重新研究; a second click finds it done."""
    if not _is_done(leader, challenge, proposal_id, Decision.RETURN):
        apply(leader, challenge, "return_proposal", reason=reason)


def _is_done(person, challenge, proposal_id, decision):
    turns.wait(challenge, "proposals")
    latest = challenge.proposals[-1] if challenge.proposals else None
    mine = (proposal_id, decision.value, person.id)
    if latest is not None and (latest.id, latest.decision, latest.decided_by_id) == mine:
        return True
    if latest is None or latest.decision or latest.id != proposal_id:
        raise Conflict("该拟立项方案已由他人作出决定或已被替换，请刷新页面查看最新状态。")
    return False
