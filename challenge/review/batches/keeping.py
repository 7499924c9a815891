"""What the steps of a batch keep: versions of the proposal, the consent, why there is none."""

import json

from challenge.review.batches.models import BatchVersion
from challenge.review.batches.states import BY_HAND, COMPUTED
from core.canonical import canonical, digest, utc_text
from core.database import db

FORMAT = "jiebang-batch"


def spelt(batch, kept, at):
    """(text, digest) of a version: the body with what it is about, in one spelling."""
    facts = kept["facts"]
    head = {
        "format": FORMAT,
        "batch": batch.id,
        "number": batch.current + 1,
        "edit": kept["edit"].value,
        "what": kept["what"],
        "reason": kept["reason"],
        "parent": kept["parent"],
        "facts": digest(facts.encode()) if facts else kept["facts_digest"],
        "at": utc_text(at),
    }
    body = canonical(head | kept["body"])
    return body.decode(), digest(body)


def facts_text(facts):
    """Facts as they are kept."""
    return canonical(facts).decode()


def facts_of(batch):
    """The facts of the newest version: those of the last one that was computed, or None."""
    kept = [one for one in batch.versions if one.edit in COMPUTED]
    return json.loads(kept[-1].facts) if kept else None


def newest(batch):
    """The version in force, or None."""
    return batch.versions[-1] if batch.versions else None


def keep_version(batch, move):
    """The version whose digest the log has; a consent to an earlier one ends."""
    kept = move.facts["kept"]
    batch.versions.append(
        BatchVersion(
            number=batch.current + 1,
            edit=kept["edit"],
            what=kept["what"],
            reason=kept["reason"],
            user_id=kept["user_id"],
            at=kept["at"],
            facts=kept["facts"],
            body=kept["text"],
            digest=move.facts["version"],
        )
    )
    batch.current += 1
    batch.edits += kept["edit"] in BY_HAND
    batch.consented, batch.obstacles = None, []
    db.session.flush()


def keep_obstacles(batch, move):
    """Why there is no assignment."""
    batch.obstacles = move.facts["obstacles"]


def keep_consent(batch, move):
    """The version the supervisor has read."""
    batch.consented = batch.current


def drop_consent(batch, move):
    """The version as it stands is not agreed to."""
    batch.consented = None


def free_lists(batch, move):
    """The lists may go into another batch or have a draw."""
    for one in batch.lists:
        one.is_live = False
    db.session.flush()
