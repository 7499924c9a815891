"""Milestones of a project: due, shown to be reached, commented on, judged."""
