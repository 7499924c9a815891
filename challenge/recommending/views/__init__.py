"""Pages of recommendation: `bp` with experts for a list, feedback, the researcher's own list, evaluation."""

from challenge.recommending.views import evaluation, experts, feedback, own_list
from challenge.recommending.views.blueprint import bp

__all__ = ["bp", "evaluation", "experts", "feedback", "own_list"]
