"""What else leaves a trace: heads of the log, signed every night, and looks at names and contact data."""

import datetime as dt

from challenge.posting.actions import access
from challenge.posting.reading import actions as reading
from core import clock, log_tree
from core.looks import record_look
from demo.world.demands import handler
from demo.world.texts import challenges
from talent.actions import look_at_contact

# A draw takes a head that was published after the deadline of its list; of the years before those heads are enough.
NIGHTS = 400
LONGEST_STEP_BACK = 3
CALLED = ("expert1", "expert4")
# How often a lapsed list was read, every third day from its publication.
READ = {"agri-waste": (41, 26, 17, 12, 9, 8, 5, 6, 4, 3, 2, 4, 3, 2)}
EVERY = 3


def stage(script, cast):
    """Scenes of the last days."""
    for back in sorted({*range(NIGHTS), *_drawn_after()}):
        midnight = clock.beijing_instant(script.today - dt.timedelta(days=back))
        if midnight < script.now:
            script.at(midnight, log_tree.sign_head)
    for number, account in enumerate(CALLED):
        day = script.affair(f"call {account}")
        day.then(-2 - number, lambda account=account: _call(cast, account))
    for key, numbers in READ.items():
        affair, published = script.affair(f"{key} read"), -challenges()[key]["timing"]["published_days_ago"]
        for place, times in enumerate(numbers):
            day = published + 1 + EVERY * place
            affair.then(
                day,
                lambda key=key, times=times: reading.add({cast.challenges[key].code: times}),
                any_day=True,
            )
    for key, text in challenges().items():
        started = text["timing"].get("review_started_days_ago", 0)
        if started > 1 and "noticed_days_ago" not in text["timing"]:
            script.affair(f"{key} names").then(-1, lambda text=text: _arrange(cast, text))


def _drawn_after():
    """Nights, as days ago, whose heads the draws of older lists and panels waited for."""
    for text in challenges().values():
        timing = text["timing"]
        if timing.get("review_started_days_ago", 0) > NIGHTS:
            yield from range(
                timing["review_started_days_ago"], -timing["deadline_in_days"] + LONGEST_STEP_BACK
            )
            days = {one["do"]: one["days_ago"] for one in text["project"]["history"]}
            yield from range(days["panel_draw"], days["panel_fix"] + LONGEST_STEP_BACK)


def _call(cast, account):
    look_at_contact(cast.people["officer"], cast.profiles[account], "核实评审时间")


def _arrange(cast, text):
    officer, challenge = cast.people[handler(text)], cast.challenges[text["key"]]
    record_look(officer, "reviewers", challenge, "安排评审会")
    access.look_at_contact(officer, challenge)
