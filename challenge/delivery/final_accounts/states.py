"""Vocabulary of final accounts, and what becomes of a surplus."""

from core.workflow import State


class F(State):
    """决算 (final account)."""

    OPEN = "open", "待提交", "wait"
    HANDED = "handed", "待核对", "wait"
    CONFIRMED = "confirmed", "核对无误", "good"


KEEP, RETURN = "留用", "退回"
