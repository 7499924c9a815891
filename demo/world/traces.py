"""What else leaves a trace: heads of the log, signed every night, and looks at names and contact data."""

import datetime as dt

from challenge.posting.actions import access
from core import clock, log_tree
from core.looks import record_look
from demo.world.demands import handler
from demo.world.texts import challenges
from talent.actions import look_at_contact

NIGHTS = 120  # a draw takes a head that was published after the deadline of its list
CALLED = ("expert1", "expert4")


def stage(script, cast):
    """Scenes of the last days."""
    for back in range(NIGHTS):
        midnight = clock.beijing_instant(script.today - dt.timedelta(days=back))
        if midnight < script.now:
            script.at(midnight, log_tree.sign_head)
    for number, account in enumerate(CALLED):
        day = script.affair(f"call {account}")
        day.then(-2 - number, lambda account=account: _call(cast, account))
    for key, text in challenges().items():
        started = text["timing"].get("review_started_days_ago", 0)
        if started > 1 and "noticed_days_ago" not in text["timing"]:
            script.affair(f"{key} names").then(-1, lambda text=text: _arrange(cast, text))


def _call(cast, account):
    look_at_contact(cast.people["officer"], cast.profiles[account], "核实评审时间")


def _arrange(cast, text):
    officer, challenge = cast.people[handler(text)], cast.challenges[text["key"]]
    record_look(officer, "reviewers", challenge, "安排评审会")
    access.look_at_contact(officer, challenge)
