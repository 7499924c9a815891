"""The blueprint of races, and what its pages share."""

from flask import Blueprint, abort, url_for

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_enterprise, is_expert, is_researcher
from challenge.delivery.race.definition import gates_fit
from challenge.delivery.race.queries import gather
from challenge.posting.models import Challenge
from challenge.posting.rules import deadline_within_rules, in_active_programme
from challenge.posting.steps import page_of
from core.gates import load

bp = Blueprint("race", __name__)
READERS = (is_bureau, is_auditor, is_enterprise, is_researcher, is_expert)
for _action in ("give_up", "go_on_without"):
    page_of(_action, "race.give_up")
# Whether a list is a race is known with its programme, which is chosen on these pages.
for _action in ("publish", "relist"):
    page_of(_action, f"posting.{_action}", (in_active_programme, deadline_within_rules, gates_fit))


def race_of(code, reasons=may.READ_RACE):
    """The list of this code, for whoever may see its race."""
    return gather(load(Challenge, code, reasons, by="code"))


def gate_of(code, number, reasons=may.READ_RACE):
    """One gate of a race."""
    return next((one for one in race_of(code, reasons).gates if one.number == number), None) or abort(404)


def crumbs_of(challenge, *more):
    """The way to a page about the race of a list."""
    here = ("赛马", url_for("race.overview", code=challenge.code) if more else None)
    return [
        ("工作台", "/desk"),
        (challenge.code, url_for("posting.desk_detail", code=challenge.code)),
        here,
        *more,
    ]
