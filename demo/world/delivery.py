"""What happens in a project after its contract is in force: evidence, opinions, judgements, payments, expenses, the log."""

import datetime as dt

from challenge.delivery.ledger import actions as ledger
from challenge.delivery.milestones import actions as milestones
from challenge.delivery.research import actions as log
from challenge.delivery.research.states import Work
from challenge.delivery.states import Advice, Payer
from core import clock
from demo.world.texts import fen


def _evidence(scene):
    team, row = scene.person("team"), scene.milestone
    milestones.save(team, row, scene.event["text"], scene.values(), scene.uploads())
    milestones.submit(team, row)


def _comment(scene):
    told = scene.event
    milestones.comment(scene.person("poster"), scene.milestone, told["text"], Advice(told["advice"]))


def _test(scene):
    told = scene.event
    facts = (told["institution"], told["text"], scene.values(), {}, scene.uploads())
    milestones.add_test(scene.person("officer"), scene.milestone, *facts)


def _ask_expert(scene):
    milestones.ask_expert(scene.person("officer"), scene.milestone, scene.person(scene.event["expert"]))


def _opinion(scene):
    told, expert = scene.event, scene.person(scene.event["expert"])
    milestones.answer(expert, scene.milestone, is_free=True)
    milestones.give_opinion(expert, scene.milestone, told["text"], Advice(told["advice"]), {})


def _conclude(scene):
    told = scene.event
    until = (
        clock.today() + dt.timedelta(days=told["days_ago"] + told["until_in_days"])
        if "until_in_days" in told
        else None
    )
    milestones.conclude(scene.person("officer"), scene.milestone, told["outcome"], told["reason"], until)


def _request(scene):
    ledger.request(scene.person(scene.event["who"]), scene.payment, scene.event.get("note", ""))


def _approve(scene):
    ledger.approve(scene.person(scene.event["who"]), scene.payment)


def _register(scene):
    told = scene.event
    ledger.register(scene.person(told["who"]), scene.payment, clock.today(), told["voucher"])


def _confirm(scene):
    ledger.confirm(scene.person(scene.event["who"]), scene.payment)


def _send_back(scene):
    told = scene.event
    ledger.make(scene.person(told["who"]), scene.payment, "return", told["reason"])


def _dun(scene):
    ledger.make(scene.person(scene.event["who"]), scene.payment, "dun")


def _spend(scene):
    told = scene.event
    facts = {"spent_on": clock.today()} | {name: told[name] for name in ("line", "text", "voucher")}
    ledger.spend(scene.person("team"), scene.project, Payer(told["payer"]), fen(told["wan"]), facts)


def _log(scene):
    told = scene.event
    ids = [one.id for one in scene.project.indicators if one.name in told["of"]]
    kind, team = Work(told["kind"]), scene.person("team")
    log.write(team, scene.project, clock.today(), kind, told["text"], indicators=ids)


VERBS = {
    "log": _log,
    "evidence": _evidence,
    "comment": _comment,
    "test": _test,
    "ask_expert": _ask_expert,
    "opinion": _opinion,
    "conclude": _conclude,
    "request": _request,
    "approve": _approve,
    "register": _register,
    "confirm": _confirm,
    "return": _send_back,
    "dun": _dun,
    "spend": _spend,
}
