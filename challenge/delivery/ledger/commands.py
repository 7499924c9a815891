"""`flask ledger verify`: recompute every ledger."""

import click
from flask.cli import AppGroup, with_appcontext

from challenge.delivery.ledger.actions import plan_missing
from challenge.delivery.ledger.queries import without_payments
from challenge.delivery.ledger.verifying import every_fault
from core.database import transaction
from core.proving import prove

ledger = AppGroup("ledger", help="Ledgers of projects: payments and transfers.")


@ledger.command("verify")
@with_appcontext
def verify():
    """Compute every ledger anew from contracts, payments and transfers; exit 1 when one does not hold."""
    prove("个项目的台账", every_fault())


@ledger.command("plan")
@with_appcontext
def plan():
    """Take contracts that were signed before there was a ledger into it; says how many."""
    with transaction():
        found = [plan_missing(one) for one in without_payments()]
    click.echo(f"已为 {len(found)} 个项目补建台账。" + "".join(f" {code}" for code in found))


def register(app):
    """Attach the group."""
    app.cli.add_command(ledger)
