"""Vocabulary of the R&D log."""

from core.workflow import State


class Work(State):
    """What an entry tells of."""

    TRIAL = "trial", "试验"
    DESIGN = "design", "设计"
    PURCHASE = "purchase", "采购"
    MEETING = "meeting", "会议"
    SETBACK = "setback", "失败与调整"
    OTHER = "other", "其他"
