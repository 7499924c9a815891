"""科研诚信: a reviewer reports a contact, one case is heard, one finding is in force, one has ended by the clock."""

from challenge.review.actions import reporting
from core import workflow
from core.database import db
from demo.world import reviews
from demo.world.texts import read
from talent.integrity import actions
from talent.models import Profile

CHECKED, HEARD = 1, 2  # days after a case was opened
HANDLER, SECOND = "supervisor", "supervisor2"


def stage(script, cast):
    """Scenes of all cases; the report belongs to its list."""
    for told in read("integrity")["cases"]:
        _case(script.affair(f"integrity {told['key']}"), cast, told)


def _case(thread, cast, told):
    made, day, by = [], -told["opened_days_ago"], cast.people.__getitem__
    thread.then(day, lambda: made.append(_open(cast, told)))
    thread.then(day + CHECKED, lambda: actions.step(by(HANDLER), made[0], "check"))
    thread.then(day + HEARD, lambda: actions.step(by(HANDLER), made[0], "hear"))
    if "finding" in told:
        found = told["finding"]
        proposed = (found["level"], found["months"], found["text"])
        thread.then(-found["days_ago"], lambda: actions.propose_finding(by(HANDLER), made[0], *proposed))
        thread.then(1 - found["days_ago"], lambda: workflow.apply(by(SECOND), made[0], "confirm"))


def _open(cast, told):
    expert = told.get("expert")
    subject = (
        db.session.scalar(db.select(Profile).filter_by(name=expert))
        if expert
        else cast.people[told["account"]]
    )
    return actions.open_case(cast.people[HANDLER], subject, told["facts"], told["origin"], told["reference"])


def stage_report(script, cast, text, drawn_at):
    """Scenes of the report about one list, where there is one: told by a reviewer, looked into by a supervisor."""
    told = read("integrity")["report"]
    if told["list"] != text["key"]:
        return
    made, thread = [], script.affair(f"{text['key']} contact")
    thread.then(-told["days_ago"], lambda: made.append(_report(cast, told)), after=drawn_at)
    chosen = told["investigator"]
    thread.then(
        1 - told["days_ago"],
        lambda: reporting.name_investigator(cast.people[HANDLER], made[0], cast.people[chosen].id),
    )


def _report(cast, told):
    slots = next(row for row in read("reviews")["challenges"] if row["challenge"] == told["list"])
    member = reviews.member_of(cast, told["list"], slots, told["seat"])
    return reporting.report(member.profile.user, cast.challenges[told["list"]], told["told"])
