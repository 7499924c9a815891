"""The blueprint of the room, and who may open its desk."""

from flask import Blueprint, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_bureau, is_county
from challenge import rulepack
from challenge.posting.models import Challenge
from challenge.posting.rules import deadline_to_come, may_post, not_suspended
from core import workflow
from core.errors import Conflict
from core.gates import load

bp = Blueprint("posting", __name__)
bp.add_app_template_global(rulepack.mode_of, "mode_of")
bp.add_app_template_global(rulepack.of_today, "mode_of_today")
DESK = (may_post, is_bureau, is_county)


def public_list_of(code):
    """The list, for those who may see its public page."""
    return load(Challenge, code, may.READ_PUBLIC_LIST + may.READ_CHALLENGE, by="code")


def demand_of(code, reasons=may.READ_CHALLENGE):
    """The demand, for those who may see it on their desk."""
    return load(Challenge, code, reasons, by="code")


def amendable(code):
    """An open list, for the officer in charge; its deadline may have passed."""
    challenge = demand_of(code, may.AMEND_CHALLENGE)
    refuse_unless_open(challenge)
    late = deadline_to_come(challenge)
    if late and request.method == "POST":
        raise Conflict(late)
    return challenge


def refuse_unless_open(challenge):
    """Only an open list is amended; says so of one that is suspended or has gone on."""
    resting = not_suspended(challenge)
    if resting:
        raise Conflict(resting)
    stopped = workflow.refusal(current_user, challenge, "amend")
    if stopped and stopped.kind == "state":
        raise workflow.Refused(stopped)


def desk_url(challenge):
    """Address of the one page that carries everything."""
    return url_for("posting.desk_detail", code=challenge.code)
