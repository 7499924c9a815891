"""Verbs of the door: signing in, registering, credentials, administration."""
