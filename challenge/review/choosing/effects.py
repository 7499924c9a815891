"""What moves with the review where the poster chooses."""

from challenge import rulepack
from challenge.review.choosing.messages import tell_poster_to_choose


def ask_poster_to_choose(challenge, move):
    """The poster is asked for its choice."""
    if rulepack.mode_of(challenge).poster_picks:
        tell_poster_to_choose(challenge, move)
