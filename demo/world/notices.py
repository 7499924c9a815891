"""The notice: its text is generated, checked and published; after its working days the result is announced."""

from challenge import rulepack
from challenge.notice import actions
from core import clock, workdays
from demo.world.demands import handler
from demo.world.script import MORNING

NOTICE_WORKDAYS = rulepack.load()["rules"]["notice_workdays"]["value"]


def stage(cast, affair, text):
    """Scenes of the notice of one list, as far as its text goes."""
    if "noticed_days_ago" in text["timing"]:
        day = -text["timing"]["noticed_days_ago"]
        affair.then(day, lambda: _draft(cast, text))
        affair.then(day, lambda: _publish(cast, text))
    if "announced_days_ago" in text["timing"]:
        # Where a long holiday lies in between the days of the text are too few.
        day = workdays.add_workdays(clock.beijing(affair.last).date(), NOTICE_WORKDAYS + 1)
        free_at = clock.beijing_instant(day, MORNING)
        affair.then(-text["timing"]["announced_days_ago"], lambda: _announce(cast, text), after=free_at)


def _draft(cast, text):
    actions.draft(cast.people[handler(text)], cast.challenges[text["key"]])


def _publish(cast, text):
    challenge = cast.challenges[text["key"]]
    actions.publish(cast.people[handler(text)], challenge, challenge.notices[-1].id)


def _announce(cast, text):
    actions.announce(cast.people[handler(text)], cast.challenges[text["key"]])
