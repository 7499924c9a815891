"""What moves with a visit."""


def note_answer(visit, move):
    """Who of the enterprise has answered, when, and what was wrong."""
    visit.answered_at, visit.answered_by_id = move.at, move.actor.id
    visit.reason = move.facts.get("reason", "")
