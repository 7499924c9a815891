"""Ledgers for tests: a project under contract, milestones that pass, people who pay."""

import datetime as dt
from types import SimpleNamespace

from challenge.delivery.ledger import actions, effects
from challenge.delivery.states import Payer
from core import clock
from core.database import transaction
from core.workflow import Move
from tests import world
from tests.challenge.delivery import scene

DAY = dt.date(2026, 9, 16)  # on which tests begin


def ledger(**facts):
    """(officer, project under contract, people by the name of what they do)."""
    officer, project = scene.signed(**facts)
    return (
        officer,
        project,
        SimpleNamespace(
            officer=officer,
            team=project.leader,
            poster=project.challenge.author,
            leader=world.user("leader"),
            finance=world.user("finance"),
        ),
    )


def passes(project, number, actor=None):
    """Milestone `number` has passed."""
    with transaction():
        step = SimpleNamespace(label="通过", action="pass")
        move = Move(step, actor or world.user("officer"), {}, None, clock.now())
        effects.unlock_payments(SimpleNamespace(project=project, number=number), move)


def payment(project, payer, milestone=1):
    """The payment of this payer at this milestone."""
    return next(one for one in project.payments if (one.payer, one.milestone) == (Payer(payer), milestone))


def requested(people, row):
    """The team has asked for it."""
    with transaction():
        actions.request(people.team, row, "样机已通过。")
    return row


def approved(people, row):
    """The payer's side has agreed."""
    requested(people, row)
    with transaction():
        actions.approve(people.poster if row.payer is Payer.DEMANDER else people.officer, row)
    return row


def paid(people, row):
    """Paid and confirmed."""
    if row.payer is Payer.OWN:
        payer, receiver = people.team, people.officer
    else:
        approved(people, row)
        payer = people.poster if row.payer is Payer.DEMANDER else people.finance
        receiver = people.team
    with transaction():
        actions.register(payer, row, clock.today(), "付字第 1 号")
    with transaction():
        actions.confirm(receiver, row)
    return row


def dunned(now, **facts):
    """(officer, project, people, payment of the price): asked for, not paid in time, the poster called on to pay."""
    officer, project, people = ledger(**facts)
    passes(project, 1)
    row = requested(people, payment(project, "demander"))
    now.forward(days=31)
    with transaction():
        actions.make(officer, row, "dun")
    return officer, project, people, row
