"""Verbs of contacts and agreements."""
