"""Nouns of the room: lists already narrowed to what their reader may see. No writes."""

from challenge.posting.queries.lists import past_deadline, public_challenges, visible_challenges

__all__ = ["past_deadline", "public_challenges", "visible_challenges"]
