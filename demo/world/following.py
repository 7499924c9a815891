"""结题后跟踪: each year after a project has passed it is asked what came of it; the poster tells, the officer checks."""

import functools

from challenge.delivery.outcomes.following import actions, reminders
from core import inspection
from core.database import db
from demo.world.agreement import document
from demo.world.parties import account_of
from demo.world.texts import challenges, fen

ASKED = 10  # days before it is filled in: the worker's reminder


def stage(script, cast, told):
    """Scenes of the follow-ups that were filled in."""
    for row in told:
        affair, day = script.affair(f"{row['list']} year {row['number']}"), -row["days_ago"]
        affair.then(day - ASKED, _remind)
        affair.then(day, functools.partial(_fill, cast, row))
        if "checked_days_ago" in row:
            affair.then(-row["checked_days_ago"], functools.partial(_check, cast, row))


def _remind():
    reminders.remind_of_follow_ups()
    db.session.flush()  # the transaction of the whole world goes on


def _of(cast, row):
    return next(one for one in cast.projects[row["list"]][0].follow_ups if one.number == row["number"])


def _fill(cast, row):
    text, found = challenges()[row["list"]], _of(cast, row)
    person = cast.people[account_of(text, row["by"])]
    values = {name: fen(wan) for name, wan in row["wan"].items()} | {"jobs": row["jobs"], "text": row["text"]}
    data = document([row["file"], text["title"], row["text"], "本文件为演示系统生成的示例。"])
    proof = inspection.inspect(f"{row['file']}.docx", data), data
    actions.save(person, found, values, found.version, proof)
    actions.make(person, found, "submit")


def _check(cast, row):
    officer = cast.people[account_of(challenges()[row["list"]], "officer")]
    actions.make(officer, _of(cast, row), "check")
