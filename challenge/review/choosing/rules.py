"""Questions about the poster's choice: who makes it, among which bids, and whether a proposal keeps to it."""

from decimal import Decimal

from challenge import rulepack
from challenge.bidding.liaison.rules import is_signed
from challenge.bidding.rules import opened_bids
from challenge.posting.rules import not_suspended, owns_challenge
from challenge.review.rules import REVIEWED
from challenge.states import B, C


def chooses_by_mode(user, challenge):
    """Belongs to the poster of a list whose mode lets the poster choose, from the review on."""
    if not owns_challenge(user, challenge) or challenge.state in (C.DRAFT, C.OPEN):
        return False
    return rulepack.mode_of(challenge).poster_picks


def picks_among(user, bid):
    """The poster reads the bids that it chooses among: opened, past the formal check, and signed where that is asked."""
    if bid.opened_at is None or bid.state not in REVIEWED or not chooses_by_mode(user, bid.challenge):
        return False
    return _may_be_chosen(bid)


def candidates(challenge):
    """Bids in review that the poster may choose."""
    return [bid for bid in opened_bids(challenge) if bid.state is B.REVIEWING and _may_be_chosen(bid)]


def _may_be_chosen(bid):
    return not rulepack.mode_of(bid).agreement_first or is_signed(bid)


def choice_of(challenge):
    """The choice that counts, or None."""
    return challenge.poster_choices[-1] if challenge.poster_choices else None


def time_to_choose(challenge):
    """The list stands in review."""
    if found := not_suspended(challenge):
        return found
    return (
        None if challenge.state is C.REVIEWING else f"榜单当前为“{challenge.state.label}”，评审期间才能选定。"
    )


def poster_has_chosen(challenge):
    """Where the mode says so, the poster has chosen a bid that is still in the running."""
    mode = rulepack.mode_of(challenge)
    if not mode.poster_picks:
        return None
    choice, left = choice_of(challenge), {bid.id for bid in candidates(challenge)}
    if choice is not None and choice.ranked[0] in left:
        return None
    return f"本榜单由{mode.word('poster')}选定，请等待其在通过形式审查的方案中选定并写明理由。"


def keeps_to_choice(challenge, wanted, ranking):
    """Why these bids cannot be proposed although the poster chooses, or None: its choice, and good enough to experts."""
    if found := poster_has_chosen(challenge):
        return found
    mode, chosen = rulepack.mode_of(challenge), choice_of(challenge).ranked[0]
    row = next((one for one in ranking if one["bid"] == chosen), None)
    if row is None or list(wanted) != [chosen]:
        who = mode.word("poster")
        return f"本榜单只能推荐{who}选定的方案；认为不妥的，请与{who}沟通，由其重新选定。"
    least = rulepack.value(challenge, "chosen_score_min")
    if Decimal(row["figure"]) < least:
        clause = rulepack.cite(challenge, "chosen_score_min")
        return f"选定方案的专家综合得分 {row['figure']} 分，低于 {least} 分，不能推荐，须重新选定或按规定流榜{clause}。"
    return None


def may_be_proposed(challenge, ranking):
    """The rows among which the officer proposes: all by their rank, or the one that the poster has chosen."""
    rows = in_posters_order(challenge, ranking)
    return rows[:1] if rulepack.mode_of(challenge).poster_picks else rows


def in_posters_order(challenge, ranking):
    """The rows as they follow each other: in the poster's order where it chooses, others left out."""
    if not rulepack.mode_of(challenge).poster_picks or choice_of(challenge) is None:
        return ranking
    rows = {row["bid"]: row for row in ranking}
    return [rows[bid] for bid in choice_of(challenge).ranked if bid in rows]


def chosen_reason(challenge):
    """The sentence of the notice about who chose and why; '' where the poster does not choose."""
    mode, choice = rulepack.mode_of(challenge), choice_of(challenge)
    if not mode.poster_picks or choice is None:
        return ""
    chosen = mode.say("拟揭榜方案由发榜方选定")
    return f"按“{mode.label}”的组织方式，{chosen}，理由：{choice.reason}"
