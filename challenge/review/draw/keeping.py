"""What the steps of a round keep: commitments, the fixed list, the transcript."""

from challenge.review.draw.models import Commitment, Transcript
from challenge.review.draw.states import Side
from core import audit
from core.database import db


def keep_commitment(draw, move):
    """The hash of the phrase, beside the entry of the log that was just written."""
    facts = move.facts
    draw.commitments.append(
        Commitment(
            side=Side(facts["side"]),
            user_id=move.actor.id,
            salt=facts["salt"],
            digest=facts["digest"],
            is_late=facts["is_late"],
            reason=facts["reason"],
            seq=audit.head().seq,
            at=move.at,
        )
    )
    db.session.flush()


def keep_conditions(draw, move):
    """Conditions fixed before the deadline, whose digest the log has; the last before it count."""
    draw.wanted, draw.conditions = move.facts["kept"]["wanted"], move.facts["kept"]["conditions"]
    draw.conditions_seq, draw.conditions_at, draw.is_early = audit.head().seq, move.at, True


def keep_list(draw, move):
    """Candidates, and conditions that were not fixed before; the log has their digests."""
    kept = move.facts["kept"]
    if not (draw.is_early and kept["conditions"] == draw.conditions):
        draw.wanted, draw.conditions = kept["wanted"], kept["conditions"]
        draw.conditions_seq, draw.conditions_at, draw.is_early = audit.head().seq, move.at, False
        draw.eased_reason = kept["eased"]
    draw.candidates, draw.people = kept["candidates"], kept["people"]


def keep_transcript(draw, move):
    """The transcript, whose digest the log has."""
    digest, body = move.facts["transcript"], move.facts["body"]
    draw.transcript = Transcript(body=body, digest=digest, at=move.at)
    db.session.flush()


def keep_reason(draw, move):
    """Why a new draw is asked for."""
    draw.reason = move.facts["reason"]
