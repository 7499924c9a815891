"""Questions about bids: who is in the team, what sealing hides, what must be true before a step."""

from accounts.rules import (
    is_auditor,
    is_bureau,
    is_enterprise,
    is_leader,
    is_officer,
    is_researcher,
    is_supervisor,
)
from accounts.states import Nature, OrganisationState, Role
from challenge import rulepack
from challenge.bidding.family import Family
from challenge.custody.rules import is_in_custody, opening_roles
from challenge.posting.rules import now_of
from challenge.states import B, C
from core.formats import moment

TOO_LATE = "揭榜已截止，不能再提交、替换或撤回。"
OVER = (B.WITHDRAWN, B.UNOPENED, B.UNREADABLE, B.UNQUALIFIED, B.UNSELECTED, B.GIVEN_UP)


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


def opened_bids(challenge):
    """Bids of this list that have been opened; before its first opening their table is not even read."""
    waits = C.OPEN in (challenge.state, challenge.suspended_from)
    if waits and not any(one.second_id for one in challenge.openings):
        return []
    return [bid for bid in challenge.bids if is_opened(bid)]


def stands_apart(user, challenge):
    """Neither of a bidding organisation nor in a team of this list: who bids does not read the rivals."""
    return not any(
        user.organisation_id == bid.organisation_id or is_in_team(user, bid) for bid in opened_bids(challenge)
    )


def handles_after_opening(user, bid):
    """The officer in charge of the list, after opening, who stands apart from all its bids."""
    in_charge = is_officer(user) and bid.challenge.handler_id in (None, user.id)
    return is_opened(bid) and in_charge and stands_apart(user, bid.challenge)


def leads_after_opening(user, bid):
    """A leader who stands apart, after opening."""
    return is_opened(bid) and is_leader(user) and stands_apart(user, bid.challenge)


def supervises_after_opening(user, bid):
    """A supervisor who stands apart, after opening."""
    return is_opened(bid) and is_supervisor(user) and stands_apart(user, bid.challenge)


def begins_opening(user, challenge):
    """Officer, supervisor or leader, not of the posting organisation."""
    return bool(opening_roles(user, challenge))


def witnesses_opening(user, challenge):
    """Could take part in the opening of a published list."""
    return challenge.published_at is not None and begins_opening(user, challenge)


def audits_opening(user, challenge):
    """The auditor reads how a published list was opened, never a bid."""
    return challenge.published_at is not None and is_auditor(user)


def completes_opening(user, challenge):
    """A second person: in another role than the first, or the supervisor who witnesses what custodians open."""
    begun = pending_opening(challenge)
    if begun is None or begun.first_id == user.id:
        return False
    if is_in_custody(challenge):
        return Role.SUPERVISOR in opening_roles(user, challenge)
    return any(role.value != begun.first_role for role in opening_roles(user, challenge))


def pending_opening(challenge):
    """The opening that waits for its second person, or None."""
    return next((o for o in challenge.openings if o.second_id is None), None)


def list_takes_bids(bid):
    """The list is open and the deadline has not passed: the one deadline rule of web, import and jobs.

    Takes a bid, or a list to which none exists yet.
    """
    challenge = getattr(bid, "challenge", bid)
    if challenge.state is not C.OPEN:
        return f"榜单当前为“{challenge.state.label}”，不接收揭榜方案。"
    return TOO_LATE if challenge.is_past_deadline else None


def opening_begun(challenge):
    """A first person has begun the opening."""
    return None if pending_opening(challenge) else "须先由另一角色的人员发起开标。"


def opening_not_begun(challenge):
    """Nobody has begun the opening."""
    if pending_opening(challenge) is None:
        return None
    waited = "两名保管人输入口令、一名监督人员见证" if is_in_custody(challenge) else "另一角色的人员确认"
    return f"开标已发起，等待{waited}。"


def correction_unused(bid):
    """The one correction has not been used."""
    return (
        "补正机会仅一次，已使用。请作出合格或不合格结论。" if bid.corrected_at or bid.correction_due else None
    )


def correction_in_time(bid):
    """The time for the correction has not run out."""
    if bid.correction_due and now_of(bid.challenge) >= bid.correction_due:
        return "补正期限已过，不能再提交补正。"
    return None


def copy_in_time(bid):
    """The time in which the team may hand in its copy of a bid that did not open has not run out."""
    if bid.copy_due is not None and now_of(bid.challenge) < bid.copy_due:
        return None
    until = f"（{moment(bid.copy_due)}）" if bid.copy_due else ""
    return f"凭副本补开的期限{until}已过{rulepack.cite(bid, 'copy_workdays')}。对开标有异议的，请向监督人员反映。"


def list_still_opened(bid):
    """Nothing has been decided since the opening: neither the review nor a lapse."""
    state = bid.challenge.state
    return None if state is C.OPENED else f"榜单当前为“{state.label}”，不能再补开方案。"


def copies_waited_for(challenge):
    """No team of a bid that did not open may still hand in its copy."""
    waiting = [bid for bid in challenge.bids if bid.state is B.UNREADABLE and copy_in_time(bid) is None]
    if not waiting:
        return None
    until = moment(max(bid.copy_due for bid in waiting))
    clause = rulepack.cite(challenge, "copy_workdays")
    return f"{len(waiting)} 份无法开启的方案在 {until} 前还可以凭副本补开，请等待补开或期限届满{clause}。"


def version_outdated(bid):
    """The list was changed in substance after this bid answered it."""
    return None if answers_old_version(bid) else "榜单没有新的实质性变更，无须确认。"


def answers_old_version(bid):
    """Sealed against a former version of the list."""
    return bid.state is B.SEALED and bid.answers_version < bid.challenge.substance_version


def live(bids):
    """Bids that are still in the running."""
    return [bid for bid in bids if bid.state not in (*OVER, B.DRAFT)]


def takes_part(organisation):
    """Why an organisation cannot bid at all, or None."""
    if organisation is None:
        return "揭榜须以单位名义提交，请先在账户中登记所在单位。"
    if organisation.state is not OrganisationState.APPROVED:
        return "您所在单位尚未通过审核，通过后即可揭榜。"
    return None


def kind_admitted(organisation, challenge):
    """Why an organisation of this kind does not answer lists of this mode, or None."""
    mode = rulepack.mode_of(challenge)
    if organisation.nature.value in mode.bids:
        return None
    kinds = "、".join(Nature(one).label for one in mode.bids)
    clause = rulepack.cite(challenge, "bidder_kinds")
    return f"“{mode.label}”的榜单由{kinds}揭榜，贵单位登记为{organisation.nature.label}{clause}。"


def keeps_out(user):
    """Why this person takes no part in any bid, or None: the bureau opens, checks and decides."""
    return "科技局工作人员不参加揭榜。" if is_bureau(user) else None


def reads_what_is_asked(readable):
    """Why who may not read the indicators cannot promise on them, or None: the form of a bid shows them."""
    return (
        None if readable else "技术指标未对您公开：请先在榜单页面签署保密承诺；定向榜单只接受受邀单位揭榜。"
    )


def unrelated(organisation, challenge):
    """Why an organisation may not answer this list: it is the poster or related to it."""
    poster = challenge.organisation
    if not rulepack.value(challenge, "related_parties"):
        return None
    clause = rulepack.cite(challenge, "related_parties")
    if organisation.id == poster.id:
        return f"发榜方不得揭本单位发布的榜单{clause}。"
    family = Family(challenge)
    unit = family.find(id=organisation.id)
    if unit is None:
        return None
    tie = family.tie(unit)
    how = "" if tie.kind in ("parent", "sibling") else f"（{tie.path}）"
    return f"贵单位与发榜方存在关联关系{how}，不得揭此榜{clause}。"


def lead_unrelated(bid):
    """The lead organisation is not related to the poster, as the registers stand now."""
    return unrelated(bid.organisation, bid.challenge)


def is_asked_to_join(user, bid):
    """Was invited by account and has not answered yet."""
    return user.is_authenticated and any(m.user_id == user.id and m.confirmed_at is None for m in bid.members)


def team_editable(bid):
    """The team can be changed now: the list takes bids and there is a draft."""
    return list_takes_bids(bid) or (None if has_draft(bid) else "方案已密封，须先点“替换方案”才能修改团队。")


def has_draft(bid):
    """There is a draft that can be edited: a first one, or one that will replace the sealed bid."""
    return bid.state in (B.DRAFT, B.SEALED) and bid.draft is not None
