"""Verbs of the room, by journey: drafting, appraising, programmes, publishing, amending, questions, access."""
