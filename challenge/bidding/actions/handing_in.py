"""A bid that did not open comes back: its team hands in the copy, whose digest stands among those of the deadline."""

from challenge.bidding import copies, minutes, queries
from challenge.bidding.unsealing import take_in
from challenge.posting import turns
from core import workflow
from core.inspection import RefusedFile

NOT_PUBLISHED = "本方案的摘要不在截止时公布的清单中，不能补开。请持回执向监督人员反映。"
NOT_KEPT = "副本与公布的摘要一致，但内容不符合登记要求，平台无法登记。请持回执和副本向监督人员反映。"


def open_from_copy(actor, bid, data):
    """Open an unreadable bid from the bytes of its copy; raises workflow.Refused, or RefusedFile with the sentence.

    Everything is compared before anything is stored.
    """
    turns.wait(bid.challenge, "openings")
    refusal = workflow.refusal(actor, bid, "open_from_copy")
    if refusal:
        raise workflow.Refused(refusal)
    wanted = published_digest(bid)
    if wanted is None:
        raise RefusedFile(NOT_PUBLISHED)
    content, files = copies.read(bid, data, wanted)
    if not take_in(bid, content, files, wanted):
        raise RefusedFile(NOT_KEPT)
    workflow.apply(actor, bid, "open_from_copy", digest=wanted)


def published_digest(bid):
    """The digest with which this bid stands among those published at the deadline, or None."""
    opening = queries.finished_opening(bid.challenge)
    line = minutes.line_of(opening.minutes, bid) if opening else None
    return line["digest"] if line and line["digest"] in opening.minutes["published"] else None
