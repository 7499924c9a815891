"""The poster chooses, or chooses anew while the list is in review."""

from challenge.posting import turns
from challenge.review.choosing import messages, rules
from challenge.review.choosing.models import PosterChoice
from core import audit, clock
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused

MOVED = "方案已有变化，请刷新页面后重新选定。"


def choose(user, challenge, ranked, reason):
    """Name the partner, and who would follow: ids of bids in order; a second click finds it done."""
    turns.wait(challenge, "poster_choices")
    if not rules.chooses_by_mode(user, challenge):
        raise Refused(Refusal("who", "本榜单不由您选定。"))
    if found := rules.time_to_choose(challenge):
        raise Refused(Refusal("needs", found))
    known = {bid.id for bid in rules.candidates(challenge)}
    if not ranked or len(set(ranked)) < len(ranked) or not set(ranked) <= known:
        raise Conflict(MOVED)
    present = rules.choice_of(challenge)
    if present is not None and (present.ranked, present.reason) == (list(ranked), reason):
        return present
    row = PosterChoice(
        number=len(challenge.poster_choices) + 1,
        ranked=list(ranked),
        reason=reason,
        chosen_by_id=user.id,
        chosen_at=clock.now(),
        challenge=challenge,
    )
    db.session.add(row)
    audit.record(user, "challenge.choose", row, f"第 {row.number} 次选定", after={"ranked": list(ranked)})
    messages.tell_handler_chosen(row)
    return row
