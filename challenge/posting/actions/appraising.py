"""论证: opinions by the criteria of the rule pack."""

from challenge import rulepack
from challenge.posting.models import Opinion
from challenge.states import C
from core import audit, clock
from core.database import db
from core.errors import Conflict


def add_opinion(actor, challenge, scores, text, *, recommends):
    """Give or renew one's opinion; `scores`: criterion key -> points from 1 to its maximum."""
    if challenge.state is not C.APPRAISING:
        raise Conflict(f"需求当前为“{challenge.state.label}”，不在论证中，不能填写论证意见。")
    for criterion in rulepack.pack_of(challenge)["opinion_criteria"]:
        if not 1 <= scores.get(criterion["key"], 0) <= criterion["max"]:
            raise ValueError(f"“{criterion['label']}”须评 1 至 {criterion['max']} 分。")
    row = next((one for one in challenge.opinions if one.author_id == actor.id), None)
    if row is None:
        row = Opinion(challenge_id=challenge.id, author_id=actor.id)
        challenge.opinions.append(row)
    row.scores, row.text, row.recommends, row.at = dict(scores), text, recommends, clock.now()
    db.session.flush()
    audit.record(actor, "challenge.opinion", challenge, "填写论证意见", after={"recommends": recommends})
    return row
