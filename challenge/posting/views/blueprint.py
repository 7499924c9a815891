"""The blueprint of the room, and who may open its desk."""

from flask import Blueprint, url_for

import challenge.permissions as may
from accounts.rules import is_bureau, is_county, is_enterprise
from challenge.posting.models import Challenge
from core.gates import load

bp = Blueprint("posting", __name__)
DESK = (is_enterprise, is_bureau, is_county)


def public_list_of(code):
    """The list, for those who may see its public page."""
    return load(Challenge, code, may.READ_PUBLIC_LIST + may.READ_CHALLENGE, by="code")


def demand_of(code, reasons=may.READ_CHALLENGE):
    """The demand, for those who may see it on their desk."""
    return load(Challenge, code, reasons, by="code")


def desk_url(challenge):
    """Address of the one page that carries everything."""
    return url_for("posting.desk_detail", code=challenge.code)
