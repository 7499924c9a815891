"""Pages of batches: the list, a new one, one batch with its report, its lists and experts, edits and steps."""

from challenge.review.batches.views import desk, editing, making, showing, steps
from challenge.review.batches.views.blueprint import bp

__all__ = ["bp", "desk", "editing", "making", "showing", "steps"]
