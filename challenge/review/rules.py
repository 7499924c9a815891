"""Questions about review: who reviews what, and what must be true before proposal and decision."""

from accounts.rules import is_leader
from challenge import rulepack
from challenge.bidding.rules import live
from challenge.states import A, B
from talent.states import ExpertKind

ACTIVE = (A.ACCEPTED, A.SUBMITTED, A.LOCKED)
SITTING = (A.PROPOSED, A.INVITED, *ACTIVE)


def is_reviewer(user, assignment):
    """The expert whose assignment it is."""
    return user.is_authenticated and assignment.profile.user_id == user.id


def is_invited_reviewer(user, assignment):
    """The expert, from the invitation on."""
    return is_reviewer(user, assignment) and assignment.state is not A.PROPOSED


def reviews_it_and_declared(user, bid):
    """Sits on the list of this bid, has declared on every bid of it and stays."""
    return any(is_reviewer(user, one) and one.state in ACTIVE for one in bid.challenge.assignments)


def decides(user, challenge):
    """A leader who neither proposed, opened nor reviewed: nobody opens, scores and awards alike."""
    if not is_leader(user) or user.organisation_id == challenge.organisation_id:
        return False
    proposal = challenge.proposals[-1] if challenge.proposals else None
    opened = {person for one in challenge.openings for person in (one.first_id, one.second_id)}
    reviewed = {one.profile.user_id for one in challenge.assignments}
    return proposal is not None and user.id not in {proposal.proposed_by_id, *opened, *reviewed}


def sitting(challenge):
    """Assignments that count for the committee."""
    return [one for one in challenge.assignments if one.state in ACTIVE]


def every_bid_checked(challenge):
    """The formal check of every opened bid has ended."""
    waiting = [bid for bid in challenge.bids if bid.state in (B.OPENED, B.CORRECTING)]
    return f"还有 {len(waiting)} 份方案未完成形式审查。" if waiting else None


def enough_valid_bids(challenge):
    """As many qualified bids as the rule pack asks for."""
    least = rulepack.value(challenge, "valid_bids_min")
    valid = [bid for bid in live(challenge.bids) if bid.state in (B.QUALIFIED, B.REVIEWING)]
    if len(valid) < least:
        return f"有效方案 {len(valid)} 份，少于 {least} 份，只能流榜{rulepack.cite(challenge, 'valid_bids_min')}。"
    return None


def too_few_valid_bids(challenge):
    """Fewer qualified bids than the rule pack asks for."""
    if every_bid_checked(challenge):
        return every_bid_checked(challenge)
    if enough_valid_bids(challenge) is None:
        return f"仍有达到要求的有效方案，不能流榜{rulepack.cite(challenge, 'valid_bids_min')}。"
    return None


def committee_complete(challenge):
    """Odd, large enough, with industry and finance as the rule pack asks."""
    members = sitting(challenge)
    least = rulepack.value(challenge, "reviewers_min")
    if len(members) < least or len(members) % 2 == 0:
        clause = rulepack.cite(challenge, "reviewers_min")
        return f"评审专家须为不少于 {least} 人的单数，现有 {len(members)} 人{clause}。"
    for kind, key in (
        (ExpertKind.INDUSTRY, "reviewers_industry_min"),
        (ExpertKind.FINANCE, "reviewers_finance_min"),
    ):
        wanted = rulepack.value(challenge, key)
        if sum(one.profile.kind is kind for one in members) < wanted:
            return f"评审组至少需要 {wanted} 名{kind.label}专家{rulepack.cite(challenge, key)}。"
    return None


def every_review_in(challenge):
    """Every member of the committee has submitted every review."""
    missing = [one for one in sitting(challenge) if one.state is A.ACCEPTED]
    return f"还有 {len(missing)} 位专家未提交评审意见。" if missing else None


def every_tie_declared(assignment):
    """The reviewer has declared on every bid, and none of the ties blocks."""
    bids = {bid.id for bid in assignment.challenge.bids if bid.state in (B.QUALIFIED, B.REVIEWING)}
    said = {one.bid_id for one in assignment.declarations}
    return None if bids <= said else "请先对每份方案声明是否存在利益关系。"


def every_score_given(assignment):
    """Every bid has a complete review."""
    wanted = {bid.id for bid in assignment.challenge.bids if bid.state is B.REVIEWING}
    done = {one.bid_id for one in assignment.reviews if one.submitted_at}
    return None if wanted <= done else f"还有 {len(wanted - done)} 份方案未完成评分。"


def proposal_seconded(challenge):
    """A choice that overrides the ranking was approved by a second person."""
    proposal = challenge.proposals[-1] if challenge.proposals else None
    if proposal is None:
        return "尚无拟立项方案。"
    if proposal.override_reason and not proposal.second_by_id:
        return "该方案未按排名推荐，须先由另一名经办人复核同意。"
    return None


def has_reserve(challenge):
    """There is a reserve bid to move up."""
    return None if any(bid.state is B.RESERVE for bid in challenge.bids) else "没有候补方案可以递补。"
