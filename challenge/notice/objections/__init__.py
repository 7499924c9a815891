"""Objections (异议) to a notice: real-name, the name sealed from all but the handler; they block what follows."""
