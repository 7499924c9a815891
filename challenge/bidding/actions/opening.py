"""Actions of the opening (开标): begun by one person, completed by a second of another role.

Where a list is in custody two custodians unlock its key while a supervisor, who is neither of them, completes it.
"""

from accounts.states import Role
from challenge.bidding import queries, rules
from challenge.bidding.models import Bid
from challenge.custody import keys
from challenge.custody.rules import is_in_custody, opening_roles
from challenge.posting import turns
from challenge.posting.demander import keeps_opener_away
from core import workflow
from core.database import db
from core.errors import Conflict

IN_TEAM = "您是本榜单一个揭榜团队的成员，不能参与开标。"
CUSTODIAN_IN_TEAM = "{}是本榜单一个揭榜团队的成员，不能参与开标。"
WITNESS_ONLY = "本榜单由保管人密封，监督人员负责见证，请由经办或局领导发起开标。"
WITNESS_APART = "见证人不能同时是输入口令的保管人，请由另一名监督人员见证，或改由其他保管人输入口令。"
NO_CUSTODIANS = "本榜单由保管人密封，须两名保管人输入口令才能开启。"


def begin(actor, challenge):
    """The first person begins; nothing is opened yet."""
    turns.wait(challenge, "openings")
    _stay_out(actor, challenge)
    if begun := rules.opening_not_begun(challenge):
        raise Conflict(begun)
    refusal = workflow.refusal(actor, challenge, "begin_opening")
    if refusal is None and not_to_begin(actor, challenge):
        raise Conflict(WITNESS_ONLY)
    workflow.apply(actor, challenge, "begin_opening")
    return rules.pending_opening(challenge)


def not_to_begin(actor, challenge):
    """A supervisor is kept for the witness of a list in custody: perhaps there is but one."""
    return is_in_custody(challenge) and Role.SUPERVISOR in opening_roles(actor, challenge)


def complete(actor, challenge, presented=()):
    """The second person completes: every sealed bid is opened or shown as unreadable with the reason.

    `presented`: two pairs (custodian, passphrase) where the list is in custody; raises keys.NotUnlocked.
    """
    turns.wait(challenge, "openings")
    opening = rules.pending_opening(challenge)
    _stay_out(actor, challenge)
    refusal = workflow.refusal(actor, challenge, "open")
    if refusal:
        raise workflow.Refused(refusal)
    unlocked = _unlocked(actor, challenge, presented) if is_in_custody(challenge) else {}
    _wait_for_submissions(challenge)
    workflow.apply(actor, challenge, "open", **unlocked)
    return opening


def _unlocked(actor, challenge, presented):
    """What two custodians bring to the opening."""
    if len(presented) != 2:
        raise Conflict(NO_CUSTODIANS)
    people = [custodian.user for custodian, _ in presented]
    _check_people(actor, challenge, people)
    return {"private": keys.unlock(challenge, presented), "custodians": people}


def _wait_for_submissions(challenge):
    # Bids that are being submitted are finished first: none is left out, and nobody waits in a circle for the log.
    rows = (
        db.select(Bid)
        .filter_by(challenge_id=challenge.id)
        .order_by(Bid.id)
        .with_for_update(of=Bid, key_share=True)
    )
    db.session.scalars(rows.execution_options(populate_existing=True)).unique().all()
    db.session.expire(challenge, ["bids"])


def _check_people(actor, challenge, people):
    faults = {
        place: CUSTODIAN_IN_TEAM.format(one.display_name)
        for place, one in enumerate(people)
        if queries.is_in_any_team(one.id, challenge)
    }
    faults |= {
        place: f"{one.display_name}：{found}"
        for place, one in enumerate(people)
        if (found := keeps_opener_away(one, challenge))
    }
    faults |= {place: WITNESS_APART for place, one in enumerate(people) if one.id == actor.id}
    if faults:
        raise keys.NotUnlocked(faults)


def _stay_out(actor, challenge):
    if challenge.is_past_deadline and queries.is_in_any_team(actor.id, challenge):
        raise Conflict(IN_TEAM)
    if found := keeps_opener_away(actor, challenge):
        raise Conflict(found)
