"""Who takes a seat: the drawn at once, the next of the transcript as soon as somebody leaves; never anybody chosen."""

import dataclasses
import json

from challenge.review.draw import algorithm, rules, seeds
from challenge.review.draw.messages import tell_sides
from challenge.review.draw.models import Draw
from challenge.review.draw.states import D, Round, Side
from challenge.review.models import Assignment
from challenge.states import A, C
from core import audit, clock
from core.database import db
from core.workflow import Refused


def result_of(draw):
    """What the transcript of a round says."""
    return json.loads(draw.transcript.body)["result"]


def seat_the_drawn(draw, move):
    """Everybody drawn is invited; for who cannot be, the first substitute is."""
    for key in result_of(draw)["drawn"]:
        _take_up(draw, key, move)
    fill_gaps(draw.challenge, move)


def replace_who_left(assignment, move):
    """Whoever was drawn and leaves is replaced in the order of the transcript."""
    if assignment.draw is not None:
        # Nobody asks the next one in: the log names the system, not the person who has just left.
        fill_gaps(assignment.challenge, dataclasses.replace(move, actor=None))


def fill_gaps(challenge, move):
    """Invite substitutes for every empty seat; when they have run out, begin a supplementary round."""
    if challenge.state is not C.REVIEWING:
        return
    for kind in rules.gaps(challenge):
        while rules.gaps(challenge).get(kind) and _next_of(challenge, kind, move):
            pass
    open_round = rules.current(challenge)
    if rules.gaps(challenge) and open_round.state is D.DRAWN:
        begin(challenge, move.actor, Round.SUPPLEMENT, "候补专家已用完，按原条件补充抽取。")
        tell_sides(challenge, "候补专家已用完，须补充抽取")


def _next_of(challenge, kind, move):
    for draw in rules.panel_rounds(challenge):
        used = {rules.seat_of(one)["id"] for one in draw.assignments}
        waiting = [key for key in result_of(draw)["substitutes"].get(kind, ()) if key not in used]
        sitting = rules.sitting_of(challenge)
        key = algorithm.successor(rules.base_of(challenge).conditions, draw.candidates, waiting, sitting)
        if key is not None:
            return _take_up(draw, key, move)
    return None


def _take_up(draw, key, move):
    """The row of a candidate: invited, or kept with the reason why that is no longer possible."""
    place = [one["id"] for one in draw.candidates].index(key)
    row = Assignment(
        challenge=draw.challenge,
        profile_id=draw.people[place][0],
        draw=draw,
        proposed_by_id=rules.given(draw)[Side.OFFICER].user_id,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(move.actor, "assignment.propose", row, f"第 {draw.number} 轮抽取产生")
    try:
        move.carry(row, "invite")
    except Refused as refused:
        move.carry(row, "release", reason=f"未能邀请：{refused.refusal.sentence}")
    return row


def begin(challenge, actor, kind=Round.FIRST, reason=""):
    """A new round that waits for its commitments."""
    base = rules.base_of(challenge)
    is_supplement = kind is Round.SUPPLEMENT
    draw = Draw(
        challenge=challenge,
        number=1 + max((one.number for one in challenge.draws), default=0),
        round=kind,
        reason=reason,
        unit_salt=base.unit_salt if is_supplement else seeds.new_salt(),
        wanted=base.wanted if is_supplement else None,
        state_since=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(draw)
    db.session.flush()
    audit.record(actor, "draw.begin", draw, f"专家抽取第 {draw.number} 轮（{kind.label}）", public=True)
    return draw


def draw_again(draw, move):
    """The supervisor consents: the round is void but stays on record, its people are released, a new round begins."""
    for one in (draw, *rules.panel_rounds(draw.challenge)):
        _end(one, move)
    begin(draw.challenge, move.actor, Round.AGAIN, draw.reason)
    tell_sides(draw.challenge, "重新抽取已获同意，请提交种子承诺")


def _end(draw, move):
    for row in draw.assignments:
        if row.state in (A.PROPOSED, A.INVITED, A.ACCEPTED):
            move.carry(row, "release", reason="本轮抽取已作废")
    if draw.state is not D.VOID:
        move.carry(draw, "void")


def end_rounds(challenge, move):
    """The list is put up anew: who reviews it is drawn anew."""
    for draw in challenge.draws:
        if draw.state is not D.VOID:
            _end(draw, move)
