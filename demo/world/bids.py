"""Bids: a team forms, writes, and seals before the deadline; one is replaced, one is still a draft."""

from challenge.bidding.actions import drafting, submission, teams
from demo.world.agreement import document
from demo.world.custodians import PASSPHRASE
from demo.world.people import leader_account
from demo.world.proposals import NAMES, agreement_lines, steps
from demo.world.texts import read

REPLACED = {"cat-a"}
WITH_PASSPHRASE = {"flow-a"}
LATEST = -2


def stage(script, cast, text, published_at):
    """Scenes of all bids on one list."""
    timing = text["timing"]
    for number, bid in enumerate(text["bids"]):
        _bid(script, cast, text, bid, (-timing["published_days_ago"], timing["deadline_in_days"], number))
    for draft in read("drafts"):
        if draft["challenge"] == text["key"]:
            affair = script.affair(f"{text['key']} {draft['account']}")
            affair.then(
                -draft["started_days_ago"], lambda one=draft: _begin_only(cast, one), after=published_at
            )


def _bid(script, cast, text, bid, days):
    published, deadline, number = days
    affair, end = script.affair(bid["key"]), min(deadline - 3 - 2 * number, LATEST - number)
    begin = max(published + 6, end - 16)
    affair.then(begin, lambda: _begin(cast, text, bid))
    affair.then(min(begin + 3, end - 1), lambda: _confirm(cast, bid))
    affair.then(end - 1, lambda: _write(cast, text, bid))
    affair.then(end, lambda: _submit(cast, bid))
    if bid["key"] in REPLACED:
        affair.then(end + 1, lambda: _replace(cast, bid))


def _leader(cast, bid):
    return cast.people[leader_account(bid)]


def _begin(cast, text, bid):
    leader = _leader(cast, bid)
    row = cast.bids[bid["key"]] = teams.start_bid(leader, cast.challenges[text["key"]])
    first, *others = bid["team"]
    teams.change_member(leader, row.members[0], first["role"], first["percent"])
    for one in others:
        unit = NAMES[one["org"]]["name"]
        teams.invite_by_link(leader, row, one["name"], unit, one["role"], one["percent"])


def _confirm(cast, bid):
    for member in cast.bids[bid["key"]].members:
        if member.confirmed_at is None:
            teams.answer(None, member, True)


def _write(cast, text, bid):
    row = cast.bids[bid["key"]]
    drafting.save_step(row, steps(text, bid))
    if bid["partners"]:
        agreement = document(agreement_lines(text, bid))
        drafting.attach(row, "合作协议（演示）.docx", agreement, "agreement")


def _submit(cast, bid, key="first"):
    row = cast.bids[bid["key"]]
    words = PASSPHRASE if bid["key"] in WITH_PASSPHRASE else ""
    submission.submit(_leader(cast, bid), row, f"demo-{bid['key']}-{key}", row.version, words)


def _replace(cast, bid):
    row = cast.bids[bid["key"]]
    drafting.begin_replacement(_leader(cast, bid), row)
    drafting.save_step(row, {"route": bid["route"] + "各阶段均留存原始数据，供发榜方和检测机构查验。"})
    _submit(cast, bid, "second")


def _begin_only(cast, draft):
    row = teams.start_bid(cast.people[draft["account"]], cast.challenges[draft["challenge"]])
    drafting.save_step(row, {"approach": draft["approach"], "route": draft["route"]})
