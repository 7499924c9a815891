"""What the pages of outcomes share: the way to them, the steps of a record, its history."""

import dataclasses

from flask import url_for

import challenge.permissions as may
from challenge.delivery.outcomes.recruiting.rules import unit_named
from challenge.delivery.outcomes.registering.rules import number_given
from core import workflow
from core.gates import may as allowed


def crumbs_of(kind, *more):
    """The way to a page about one kind of records."""
    return [("工作台", "/desk"), (kind.label, url_for("outcomes.records", kind=kind.key)), *more]


def is_asked_there(row, sentence):
    """What stands in the way is asked on the page of the step itself."""
    needs = {need for one in workflow.steps_of(row) for need in one.needs}
    return sentence in {need(row) for need in (number_given, unit_named) if need in needs}


def choices_of(user, row):
    """Steps this person could make now, as the buttons of the page."""
    return [
        dataclasses.replace(one, refusal=None) if is_asked_there(row, one.refusal) else one
        for one in workflow.available(user, row)
    ]


def offer_of(user, project):
    """What the market has of the project's result, for those who may read it; None without it."""
    offer = project.achievement.offer if project.achievement else None
    return offer if offer is not None and allowed(user, offer, may.READ_OFFER) else None
