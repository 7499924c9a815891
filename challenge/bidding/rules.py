"""Questions about bids: who is in the team, what sealing hides, what must be true before a step."""

from accounts.rules import is_enterprise, is_leader, is_officer, is_researcher, is_supervisor
from accounts.states import Role
from challenge.states import B, C
from core import clock

OPENERS = (Role.OFFICER, Role.SUPERVISOR, Role.LEADER)


def may_bid(user):
    """Researchers and enterprises bid."""
    return is_researcher(user) or is_enterprise(user)


def leads_bid(user, bid):
    """The leader of the team."""
    return user.is_authenticated and bid.leader_id == user.id


def is_in_team(user, bid):
    """The leader or a confirmed member."""
    if leads_bid(user, bid):
        return True
    return user.is_authenticated and any(m.user_id == user.id and m.confirmed_at for m in bid.members)


def is_opened(bid):
    """The sealed bid was opened at the ceremony; before that nobody outside the team may read it."""
    return bid.opened_at is not None


def handles_after_opening(user, bid):
    """The officer in charge of the list, after opening, if not of the bidding organisation."""
    challenge = bid.challenge
    own = user.is_authenticated and user.organisation_id == bid.organisation_id
    return is_opened(bid) and is_officer(user) and challenge.handler_id in (None, user.id) and not own


def leads_after_opening(user, bid):
    """A leader, after opening."""
    return is_opened(bid) and is_leader(user)


def supervises_after_opening(user, bid):
    """A supervisor, after opening."""
    return is_opened(bid) and is_supervisor(user)


def opening_roles(user, challenge):
    """Roles in which this person could open the bids of a list."""
    if user.organisation_id == challenge.organisation_id:
        return set()
    return {role for role in user.roles if role in OPENERS}


def begins_opening(user, challenge):
    """Officer, supervisor or leader, not of the posting organisation."""
    return bool(opening_roles(user, challenge))


def completes_opening(user, challenge):
    """A second person, in another role than the first."""
    begun = pending_opening(challenge)
    if begun is None or begun.first_id == user.id:
        return False
    return any(role.value != begun.first_role for role in opening_roles(user, challenge))


def pending_opening(challenge):
    """The opening that waits for its second person, or None."""
    return next((o for o in challenge.openings if o.second_id is None), None)


def list_takes_bids(bid):
    """The list is open and the deadline has not passed: the one deadline rule of web, import and jobs."""
    challenge = bid.challenge
    if challenge.state is not C.OPEN:
        return f"榜单当前为“{challenge.state.label}”，不接收揭榜方案。"
    return "揭榜已截止，不能再提交、替换或撤回。" if challenge.is_past_deadline else None


def opening_begun(challenge):
    """A first person has begun the opening."""
    return None if pending_opening(challenge) else "须先由另一角色的人员发起开标。"


def opening_not_begun(challenge):
    """Nobody has begun the opening."""
    return "开标已发起，等待第二人确认。" if pending_opening(challenge) else None


def correction_unused(bid):
    """The one correction has not been used."""
    return (
        "补正机会仅一次，已使用。请作出合格或不合格结论。" if bid.corrected_at or bid.correction_due else None
    )


def correction_in_time(bid):
    """The time for the correction has not run out."""
    if bid.correction_due and clock.now() >= bid.correction_due:
        return "补正期限已过，不能再提交补正。"
    return None


def live(bids):
    """Bids that are still in the running."""
    over = (B.WITHDRAWN, B.UNOPENED, B.UNREADABLE, B.UNQUALIFIED, B.UNSELECTED, B.GIVEN_UP, B.DRAFT)
    return [bid for bid in bids if bid.state not in over]
