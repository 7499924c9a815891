"""Pages about a list, and about what belongs to one, speak in the words of its mode."""

from challenge.rulepack import mode_rules
from core import phrasing


def mode_about(row):
    """The mode of what a page is about: a programme, a list, or what belongs to one; None for anything else."""
    owner = getattr(row, "project", None) or row
    subject = getattr(owner, "challenge", None) or owner
    key = getattr(getattr(subject, "mode", None), "value", None)
    return mode_rules.of(subject) if key in mode_rules.data() else None


def _say(row):
    mode = mode_about(row)
    return mode.say if mode is not None and mode.phrases else None


def register(app):
    """Templates and components ask for these words."""
    phrasing.speak({word for mode in mode_rules.modes().values() for word in mode.phrases}, _say)
