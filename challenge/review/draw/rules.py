"""Questions about a draw: who commits, fixes and draws, which commitments count, what is still waited for."""

from accounts.rules import is_auditor, is_leader, is_officer, is_supervisor
from challenge import rulepack
from challenge.bidding.rules import stands_apart
from challenge.posting.rules import handles_challenge
from challenge.review import recusal, standing
from challenge.review import rules as review
from challenge.review.draw.states import D, Round, Side
from challenge.states import A, C
from talent.states import P

BEFORE_REVIEW = (C.OPEN, C.OPENED)
NEEDS_DRAW = (*BEFORE_REVIEW, C.REVIEWING)


def supervises_draw(user, challenge):
    """A supervisor who neither belongs to the poster or a bidder nor handles the list."""
    if not is_supervisor(user) or user.organisation_id == challenge.organisation_id:
        return False
    # Before the opening nobody outside the teams knows who bids, and the table of bids is not even asked.
    apart = not review.has_been_opened(challenge) or stands_apart(user, challenge)
    return user.id != challenge.handler_id and apart


def side_of(user, challenge):
    """The side on which this person gives a seed, or None; nobody stands on both."""
    if is_officer(user) and handles_challenge(user, challenge):
        return Side.OFFICER
    return Side.SUPERVISOR if supervises_draw(user, challenge) else None


def sees_draw(user, challenge):
    """Either side of a published list."""
    return challenge.published_at is not None and side_of(user, challenge) is not None


def audits_draw(user, challenge):
    """Leader, supervisor or audit administrator, once the list was published."""
    checks = is_leader(user) or is_supervisor(user) or is_auditor(user)
    return checks and challenge.published_at is not None


def commits_seed(user, draw):
    """Either side."""
    return side_of(user, draw.challenge) is not None


def handles_draw(user, draw):
    """The officer in charge."""
    return side_of(user, draw.challenge) is Side.OFFICER


def consents_to_draw(user, draw):
    """The supervisor's side."""
    return supervises_draw(user, draw.challenge)


def current(challenge):
    """The newest round that is not void, or None."""
    return next((one for one in reversed(challenge.draws) if one.state is not D.VOID), None)


def base_of(challenge):
    """The round whose conditions hold for the panel: the newest full one that was drawn, or None."""
    full = [one for one in panel_rounds(challenge) if one.round is not Round.SUPPLEMENT]
    return full[-1] if full else None


def panel_rounds(challenge):
    """Rounds that have brought people to the present panel, in their order."""
    return [one for one in challenge.draws if one.state in (D.DRAWN, D.ASKED)]


def is_late(challenge, draw=None):
    """A commitment given now comes after the deadline, or to a round that there was no deadline for."""
    later = draw is not None and draw.round is not Round.FIRST
    return later or challenge.state is not C.OPEN or challenge.is_past_deadline


def sets_early(challenge, draw=None):
    """Conditions can still be fixed before the deadline."""
    return not is_late(challenge, draw) and (draw is None or draw.state is D.GATHERING)


def deadline_is_ahead(draw):
    """The deadline of the list has not passed, and this is its first round."""
    if sets_early(draw.challenge, draw):
        return None
    return "揭榜已截止，抽取条件在启动评审后与候选名单一起固定。"


def given(draw):
    """{side: the commitment that counts}: the newest of each; once one came late, only late ones count."""
    rows = draw.commitments if draw is not None else ()
    late = [one for one in rows if one.is_late]
    return {one.side: one for one in late or rows}


def is_marked_late(draw):
    """补作承诺: the seeds of this round were committed after the deadline."""
    return any(one.is_late for one in draw.commitments)


def missing_sides(draw):
    """Sides whose commitment is still waited for."""
    there = given(draw)
    return [side for side in Side if side not in there]


def held_by(challenge):
    """The row of the batch that this list is in, or None."""
    return next((one for one in challenge.batch_lists if one.is_live), None)


def list_not_in_batch(draw):
    """The reviewers of the list are not assigned together with those of others (集中分派)."""
    held = held_by(draw.challenge)
    return f"本榜单已在集中分派“{held.batch.title}”中，不能另行抽取。" if held else None


def list_waits_for_draw(draw):
    """The list is open, opened or in review."""
    if draw.challenge.state in NEEDS_DRAW:
        return None
    return f"榜单当前为“{draw.challenge.state.label}”，不办理专家抽取。"


def list_in_review(draw):
    """The list is in review: who bids is known, so conflicts can be checked."""
    if draw.challenge.state is C.REVIEWING:
        return None
    return f"榜单当前为“{draw.challenge.state.label}”，启动评审后才能固定名单和抽取。"


def both_committed(draw):
    """Both sides have committed to a seed."""
    sides = missing_sides(draw)
    return f"{'、'.join(one.label for one in sides)}尚未提交种子承诺。" if sides else None


def two_people(draw):
    """The seeds come from two different people."""
    people = {one.user_id for one in given(draw).values()}
    return None if len(people) == 2 else "两份种子承诺须由两个人分别作出，请由另一人补作承诺。"


def nobody_has_submitted(draw):
    """No review was handed in: whoever knows a score must not choose who gives the next one."""
    done = [one for one in draw.challenge.assignments if one.state in (A.SUBMITTED, A.LOCKED)]
    return f"已有 {len(done)} 位专家提交评审意见，不能重新抽取。" if done else None


def is_current_round(draw):
    """No later round stands beside it."""
    return None if current(draw.challenge) is draw else "该轮次之后已有新的轮次，请刷新页面查看。"


def gaps(challenge):
    """{kind: seats nobody sits on}, by the conditions of the panel; empty without a draw."""
    base = base_of(challenge)
    if base is None:
        return {}
    sitting = [one["kind"] for one in sitting_of(challenge)]
    wanted = ((row["kind"], row["seats"] - sitting.count(row["kind"])) for row in base.conditions["strata"])
    return {kind: number for kind, number in wanted if number > 0}


def drawn(challenge):
    """Assignments that came from the draws of the present panel."""
    return [row for one in panel_rounds(challenge) for row in one.assignments]


def seat_of(assignment):
    """The candidate as whom this reviewer was drawn."""
    ids = [profile_id for profile_id, _salt in assignment.draw.people]
    return assignment.draw.candidates[ids.index(assignment.profile_id)]


def sitting_of(challenge):
    """Those of the draws who sit now, as candidates."""
    return [seat_of(one) for one in drawn(challenge) if one.state in review.SITTING]


def in_pool(assignment):
    """The expert is in the pool."""
    return None if assignment.profile.state is P.ADMITTED else "该专家已不在库。"


def must_leave(assignment):
    """Something on record forbids this reviewer to sit: the only ground on which the officer takes back a seat."""
    questions = [review.has_account, review.not_in_charge, recusal.no_blocking_fact, in_pool]
    if assignment.state is A.PROPOSED:  # of a batch: who can no longer be invited
        questions += [review.below_yearly_cap, recusal.nothing_to_verify, standing.expert_clear]
    if any(question(assignment) for question in questions):
        return None
    return (
        "专家由抽取或集中分派产生，只有出现须回避、不在库或没有账号的情形才能取消；专家本人可以谢绝或回避。"
    )


def stage_of(challenge):
    """What the draw waits for now: commit, fix, draw, consent or nothing (None)."""
    draw = current(challenge)
    if challenge.state not in NEEDS_DRAW or held_by(challenge):
        return None
    if draw is None or (missing_sides(draw) and draw.state in (D.GATHERING, D.FIXED)):
        return "commit"
    if draw.state is D.ASKED:
        return "consent"
    if challenge.state is not C.REVIEWING:
        return None
    return {D.GATHERING: "fix", D.FIXED: "draw"}.get(draw.state)


def required(challenge):
    """[(kind value, least number)] and the least number of the panel, by the rule pack."""
    industry = rulepack.value(challenge, "reviewers_industry_min")
    finance = rulepack.value(challenge, "reviewers_finance_min")
    return {"industry": industry, "finance": finance}, rulepack.value(challenge, "reviewers_min")
