"""集中分派: two lists whose reviewers were assigned together and score, two whose proposal is open for edits."""

from challenge.review.batches import actions, computing, keeping, queries, rules, seating
from challenge.review.batches.states import Edit, F
from challenge.review.rules import ACTIVE, own_bids
from challenge.states import A
from core import outbox
from core.database import db
from demo.world import panels
from demo.world.reviews import declare
from demo.world.texts import read
from talent.states import ExpertKind

SUPERVISOR = "supervisor2"
ANSWERED_AFTER, REVIEWED_AFTER = 2, 5


def together():
    """Keys of the lists whose reviewers are not drawn but assigned."""
    return {key for told in read("batches")["batches"] for key in told["lists"]}


def stage(script, cast, ready):
    """Scenes of all batches; `ready` {key of a list: instant of its last scene}."""
    for told in read("batches")["batches"]:
        affair, made = script.affair(f"batch {told['key']}"), []
        after = max(ready[key] for key in told["lists"])
        affair.then(
            -told["begun_days_ago"], lambda told=told, made=made: made.append(_begin(cast, told)), after=after
        )
        if "deployed_days_ago" in told:
            _carry_out(script, cast, affair, told, made)


def _carry_out(script, cast, affair, told, made):
    affair.then(-told["edited_days_ago"], lambda: _edit(cast, told, made[0]))
    affair.then(
        -told["consented_days_ago"],
        lambda: actions.consent(cast.people[SUPERVISOR], made[0], made[0].current),
    )
    affair.then(-told["deployed_days_ago"], lambda: _deploy(cast, told, made[0]))
    for key in told["lists"]:
        thread, day = script.affair(f"batch {key}"), ANSWERED_AFTER - told["deployed_days_ago"]
        thread.then(day, lambda key=key: _declare_all(cast, key), after=affair.last, any_day=True)
        if key == told["reviews"]["list"]:
            for place in range(len(told["reviews"]["points"])):
                day = REVIEWED_AFTER + place - told["deployed_days_ago"]
                thread.then(min(day, -1), lambda place=place: _score(cast, told["reviews"], place))


def _begin(cast, told):
    lists = [cast.challenges[key] for key in told["lists"]]
    kinds, panel = rules.required(lists[0])
    least = {kind.value: kinds.get(kind.value, 0) for kind in ExpertKind}
    wanted = {"kinds": least, "most": 2, "least": 0, "floor": 20, "per_seat": 6}
    seats = {one.id: panel for one in lists}
    batch = actions.begin(cast.people[told["officer"]], told["title"], seats, wanted)
    while batch.state is F.COMPUTING:
        _work_off(batch)
    return batch


def _work_off(batch):
    """What the worker would do: one job of the chain."""
    mine = db.select(outbox.Job).filter_by(
        kind=computing.KIND, state="waiting", thread=batch.log_subject().thread
    )
    job = db.session.scalars(mine.order_by(outbox.Job.id)).first()
    computing.go_on(job)
    db.session.delete(job)
    db.session.flush()


def _edit(cast, told, batch):
    """The first of a panel whose kind has somebody else to offer is replaced."""
    code = cast.challenges[told["edit"]["list"]].code
    body, known = queries.body_of(batch), keeping.facts_of(batch)
    for row in queries.panel(body, known, code):
        kind = known["people"][str(row["number"])]["kind"]
        offered = [number for number, _ in queries.choices(body, known, code, row["number"])]
        same = [number for number in offered if known["people"][str(number)]["kind"] == kind]
        if same:
            pair, officer = (code, row["number"]), cast.people[told["officer"]]
            actions.edit(officer, batch, batch.current, Edit.REPLACE, told["edit"]["reason"], pair, same[0])
            return


def _deploy(cast, told, batch):
    officer = cast.people[told["officer"]]
    actions.deploy(officer, batch, batch.current)
    for key in told["lists"]:
        seating.invite_all(officer, cast.challenges[key])


def _declare_all(cast, key):
    for row in list(cast.challenges[key].assignments):
        if row.state is A.INVITED:
            declare(row)


def _score(cast, told, place):
    """One reviewer hands in: `points` of a hundred for each bid, spread evenly over the criteria."""
    challenge = cast.challenges[told["list"]]
    row = [one for one in challenge.assignments if one.state in ACTIVE][place]
    panels.score(row, told, dict(zip(own_bids(row), told["points"][place], strict=False)))
