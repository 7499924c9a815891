"""Project batches: created by an officer, started by the leader, the former one closed."""

from challenge.posting.actions.programmes import create_programme
from challenge.states import Mode
from core import clock, workflow
from demo.world.texts import fen, read

SCREENING_COUNTY = "应县"


def stage(script, cast):
    """Scenes of all batches."""
    for text in read("programme"):
        windows, affair = text["windows"], script.affair(text["key"])
        affair.then(windows["collect_opens_days"] - 6, lambda text=text: _create(script, cast, text))
        affair.then(
            windows["collect_opens_days"] - 5,
            lambda key=text["key"]: workflow.apply(cast.people["leader"], cast.programmes[key], "start"),
        )
        if text["state"] == "closed":
            affair.then(
                windows["decide_by_days"],
                lambda key=text["key"]: workflow.apply(cast.people["officer"], cast.programmes[key], "close"),
            )


def _create(script, cast, text):
    officer, windows = cast.people["officer"], text["windows"]
    row = create_programme(
        officer,
        name=name_of(script, text),
        year=script.today.year + text["year_offset"],
        mode=Mode(text["mode"]),
        budget_fen=fen(text["budget_wan"]),
        opens_at=clock.beijing_instant(script.day(windows["publish_opens_days"])),
        closes_at=script.deadline(windows["publish_closes_days"]),
    )
    cast.programmes[text["key"]] = row


def name_of(script, text):
    """The name of a batch with the year it belongs to when seeded."""
    return text["name"].replace(str(text["year"]), str(script.today.year + text["year_offset"]), 1)
