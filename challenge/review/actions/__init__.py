"""Verbs of review, by journey: checking, committee, declaring, reviewing, deciding, reporting."""
