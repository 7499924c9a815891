"""拆分: what is to be adjusted goes on as two demands of the poster."""

from challenge.posting import splitting, turns
from core import workflow


def split(actor, challenge, titles, groups, reason):
    """Send the list back as two drafts with these titles and indicators (two sets of ids)."""
    turns.wait(challenge, "indicators")
    parts = splitting.parts_of(challenge, titles, groups)
    return workflow.apply(actor, challenge, "split", reason=reason, parts=parts)
