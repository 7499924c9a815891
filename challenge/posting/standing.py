"""What rooms further on add to the public page of a list: a sentence about where it really stands."""

_told = []


def told(sentence):
    """Decorator of `sentence(challenge)` → what the public may read of it, or None."""
    _told.append(sentence)
    return sentence


def notes_of(challenge):
    """All that is told of this list, in the order of the rooms."""
    return [found for one in _told if (found := one(challenge)) is not None]
