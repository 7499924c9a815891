"""Projects: each contract is drafted from list and bid and confirmed by all sides, then work, opinions and money follow."""

from challenge.delivery.contracts import actions
from challenge.delivery.contracts.rules import open_contract
from core import clock
from demo.world import history
from demo.world.demands import handler
from demo.world.parties import account_of, winners_of
from demo.world.texts import read

PARTIES = ("team", "poster", "leader")
# What the officer says where the money of a bid departs from a rule of the pack.
WHY = "自筹以设备、人工和场地投入为主，没有计入现金；定榜时已审议，按中选方案的经费构成签订。"


def stage(script, cast, affair, text):
    """Scenes of the projects of one list, where its text tells of some."""
    told = text.get("project")
    if told is None:
        return
    day, lanes = -told["starts_days_ago"], range(1, len(winners_of(text)) + 1)
    starts_on = script.day(day)
    for lane in lanes:
        affair.then(day - 3, lambda lane=lane: _draft(cast, text, lane, starts_on))
        affair.then(day - 2, lambda lane=lane: _offer(cast, text, lane))
    for lane in lanes:
        for party in told.get("signed_by", PARTIES):
            affair.then(day, lambda lane=lane, party=party: _confirm(cast, text, lane, party))
    signed_at = affair.last
    for event in told["history"]:
        affair.then(
            -event["days_ago"],
            lambda event=event: history.perform(cast, text, event),
            any_day=event["do"].startswith(
                "panel_"
            ),  # its clocks of a few days must not run out in a holiday
        )
    for lane in lanes:
        _stage_log(script, cast, text, lane, signed_at)


def _stage_log(script, cast, text, lane, signed_at):
    """The team of a lane writes its log at home: entries with a day on theirs, the others evenly between these."""
    key = text["key"] if lane == 1 else f"{text['key']}/{lane}"
    rows = read("projects")["logs"].get(key, ())
    thread = script.affair(f"{key} log")
    begun = (script.today - clock.beijing(signed_at).date()).days
    days = spread(rows, begun, text["project"].get("log_ends_days_ago", 2))
    for back, (kind, words, more) in zip(days, rows, strict=True):
        event = {"do": "log", "lane": lane, "kind": kind, "text": words, "of": more.get("of", ())}
        thread.then(
            -back, lambda event=event: history.perform(cast, text, event), after=signed_at, any_day=True
        )


def spread(rows, begun, until):
    """Days ago of each row of a log: `days_ago` where a row has it; the last without one falls on `until`."""
    found, waiting, former = [], 0, begun
    for number, (_, _, more) in enumerate(rows, 1):
        waiting += 1
        day = more.get("days_ago", until if number == len(rows) else None)
        if day is not None:
            found += [former - round(place * (former - day) / waiting) for place in range(1, waiting + 1)]
            former, waiting = day, 0
    return found


def _draft(cast, text, lane, starts_on):
    rows = sorted(cast.challenges[text["key"]].projects, key=lambda one: one.lane)
    cast.projects[text["key"]] = rows
    actions.draft(cast.people[handler(text)], rows[lane - 1], starts_on, text["project"]["extra"])


def _offer(cast, text, lane):
    contract = open_contract(cast.projects[text["key"]][lane - 1])
    actions.offer(cast.people[handler(text)], contract, contract.version, WHY)


def _confirm(cast, text, lane, party):
    contract = open_contract(cast.projects[text["key"]][lane - 1])
    actions.confirm(cast.people[account_of(text, party, lane)], contract, contract.digest)
