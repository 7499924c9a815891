"""回避: what follows from a tie: who stays away from a list or from one bid, who is marked, what is verified first.

A committee may admit an expert in spite of a tie with a published reason, but never one that blocks.
"""

import dataclasses

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from challenge import rulepack
from challenge.bidding.models import Bid
from challenge.posting.demander import poster_of, side_of_poster
from challenge.review.models import Admission
from challenge.review.parties import parties_of, side_of, ties_to_list
from challenge.review.rules import ACTIVE, IN_REVIEW, REVIEWED, has_been_opened, number_of
from challenge.review.states import Outcome
from challenge.states import A
from core.database import db
from talent.conflicts import Conflict, kind_label


@dataclasses.dataclass(frozen=True)
class Standing:
    """A tie as it stands on a list: what was said to it, whether it concerns the whole list, else which bids."""

    tie: Conflict
    admission: Admission | None
    is_of_list: bool
    bids: frozenset

    @property
    def grade(self):
        """The grade in force: block, exclude, mark, verify, or '' of a tie that turned out to be none."""
        outcome = Outcome(self.admission.outcome) if self.admission else None
        if self.tie.grade == "verify":
            settled = {Outcome.CLEARED: "", Outcome.CONFIRMED: "block"}
            return settled.get(outcome, "verify") if outcome else "verify"
        return "mark" if outcome == Outcome.ADMITTED and not self.tie.blocks else self.tie.grade


def standing(profile, challenge, ties=None):
    """`Standing`s of an expert on a list, gravest first; `ties` are given where they are known already."""
    said = {one.path: one for one in challenge.admissions if one.profile_id == profile.id}
    ties = ties_to_list(profile, challenge) if ties is None else ties
    return [_standing(tie, said.get(tie.path), challenge) for tie in ties]


def _standing(tie, admission, challenge):
    named = set(tie.parties)
    bids = frozenset(bid.id for bid in scored(challenge) if named & side_of(bid)) if named else frozenset()
    return Standing(tie, admission, bool(named & side_of_poster(challenge)), bids)


def scored(challenge):
    """Opened bids that are or will be scored; none before the opening."""
    if not has_been_opened(challenge):
        return []
    return [bid for bid in challenge.bids if bid.opened_at and bid.state in (*IN_REVIEW, *REVIEWED)]


def blocking_facts(profile, challenge):
    """Paths of every tie on record that keeps this expert away from the list; empty when there is none."""
    return [one.tie.path for one in standing(profile, challenge) if one.grade == "block"]


def kept_off(found, challenge):
    """{bid id: path} of bids that these `Standing`s keep an expert off, all of them where one concerns the list."""
    everything = {bid.id for bid in scored(challenge)}
    return {
        key: one.tie.path
        for one in reversed(found)
        if one.grade == "exclude"
        for key in (everything if one.is_of_list else one.bids)
    }


def why_not(profile, challenge, ties=None):
    """Why this expert cannot review the list at all, as a short reason with its paths; None when nothing is left."""
    found = standing(profile, challenge, ties)
    blocked = [one.tie.path for one in found if one.grade == "block"]
    if blocked:
        return f"须回避的情形：{'；'.join(blocked)}"
    off = kept_off(found, challenge)
    of_list = any(one.grade == "exclude" and one.is_of_list for one in found)
    if of_list or (off and set(off) >= {bid.id for bid in scored(challenge)}):
        paths = dict.fromkeys(one.tie.path for one in found if one.grade == "exclude")
        return f"须回避全部方案的情形：{'；'.join(paths)}"
    return None


def no_blocking_fact(assignment):
    """Nothing on record keeps the expert away from the list."""
    found = why_not(assignment.profile, assignment.challenge)
    clause = rulepack.cite(assignment, "blocking_tie_scope")
    return f"该专家有{found}{clause}。" if found else None


def nothing_to_verify(assignment):
    """No tie is left of which nobody knows whether it is the same person."""
    found = standing(assignment.profile, assignment.challenge)
    open_ones = [one.tie.path for one in found if one.grade == "verify"]
    return f"请先核实并记录结论：{'；'.join(open_ones)}。" if open_ones else None


def panel_unrelated(challenge):
    """Nobody who reviews has a tie that blocks, as the registers and the opened bids stand now."""
    sitting = [one for one in challenge.assignments if one.state in (A.INVITED, *ACTIVE)]
    if not sitting:
        return None
    ties = parties_of(challenge).ties_of([one.profile for one in sitting])
    tied = [
        number_of(one)
        for one in sitting
        if any(each.grade == "block" for each in standing(one.profile, challenge, ties[one.profile_id]))
    ]
    if not tied:
        return None
    who = "、".join(f"{number} 号" for number in tied)
    clause = rulepack.cite(challenge, "blocking_tie_scope")
    return f"评审专家 {who}存在须回避的情形{clause}，请取消其任务或请其回避后再继续。"


def staff_ties(user, challenge):
    """Ties of somebody on the staff to the poster and, once the bids are open, to the bidders."""
    sides = parties_of(challenge) if has_been_opened(challenge) else poster_of(challenge)
    return sides.ties_of([user])[user.id]


def keeps_staff_away(user, challenge):
    """Why this member of the staff must not handle, open or decide the list; None when nothing blocks."""
    paths = [tie.path for tie in staff_ties(user, challenge) if tie.blocks]
    if not paths:
        return None
    clause = rulepack.cite(challenge, "blocking_tie_scope")
    return f"您与本榜单当事方存在须回避的情形：{'；'.join(paths)}{clause}。请由他人办理。"


def handler_unrelated(challenge):
    """The officer in charge has no tie that blocks; else the list is handed over."""
    found = keeps_staff_away(challenge.handler, challenge) if challenge.handler else None
    return found.replace("您与", "经办人与", 1).replace("请由他人办理", "请先转交经办") if found else None


def marks(challenge):
    """[(paragraph, clause, experts, of them admitted by the committee)] of ties that reviewers sit in spite of; no names."""
    seated = [one.profile for one in challenge.assignments if one.state in ACTIVE]
    if seated:
        # All sides at once, however many bids there are.
        whole = (Bid.members, Bid.partners, Bid.content, Bid.leader, Bid.organisation)
        bids = sa.select(Bid).filter_by(challenge_id=challenge.id).options(*map(selectinload, whole))
        db.session.scalars(bids).all()
    ties = parties_of(challenge).ties_of(seated) if seated else {}
    found: dict = {}
    for profile in seated:
        for one in standing(profile, challenge, ties[profile.id]):
            if one.grade == "mark":
                experts = found.setdefault((one.tie.kind_label, one.tie.clause), {})
                experts[profile.id] = experts.get(profile.id, False) or one.admission is not None
    return [(*key, len(experts), sum(experts.values())) for key, experts in found.items()]


def admitted(challenge):
    """What the notice says of experts who reviewed in spite of a tie: paragraph and reason, never a name."""
    seated = {one.profile_id for one in challenge.assignments if one.state in ACTIVE}
    newest = {(one.profile_id, one.path): one for one in challenge.admissions if one.profile_id in seated}
    kept = [one for one in newest.values() if one.outcome == Outcome.ADMITTED]
    return [f"{kind_label(one.kind)}（{one.reason}）" for one in kept]
