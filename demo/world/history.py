"""The history of a project: each event has a verb, and each verb is done by the person it names."""

from demo.world import accepting, changing, closing, deliberating, delivery, racing
from demo.world.scene import Scene

VERBS = delivery.VERBS | changing.VERBS | racing.VERBS | deliberating.VERBS | accepting.VERBS | closing.VERBS


def perform(cast, text, event):
    """One event."""
    VERBS[event["do"]](Scene(cast, text, event))
