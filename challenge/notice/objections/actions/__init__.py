"""Verbs of objections: write and submit one; handle it."""
