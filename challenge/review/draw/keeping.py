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


def keep_list(draw, move):
    """Conditions and candidates, whose digests the log has."""
    kept = move.facts["kept"]
    draw.wanted, draw.conditions = kept["wanted"], kept["conditions"]
    draw.candidates, draw.people = kept["candidates"], kept["people"]


def keep_transcript(draw, move):
    """The transcript, whose digest the log has."""
    digest, body = move.facts["transcript"], move.facts["body"]
    draw.transcript = Transcript(body=body, digest=digest, at=move.at)
    db.session.flush()


def keep_reason(draw, move):
    """Why a new draw is asked for."""
    draw.reason = move.facts["reason"]
