"""The notice: its text is generated, checked and published; it is running now."""

from challenge.notice import actions
from demo.world.demands import handler


def stage(cast, affair, text):
    """Scenes of the notice of one list, as far as its text goes."""
    if "noticed_days_ago" in text["timing"]:
        day = -text["timing"]["noticed_days_ago"]
        affair.then(day, lambda: _draft(cast, text))
        affair.then(day, lambda: _publish(cast, text))


def _draft(cast, text):
    actions.draft(cast.people[handler(text)], cast.challenges[text["key"]])


def _publish(cast, text):
    challenge = cast.challenges[text["key"]]
    actions.publish(cast.people[handler(text)], challenge, challenge.notices[-1].id)
