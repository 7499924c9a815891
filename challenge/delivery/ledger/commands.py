"""`flask ledger verify`: recompute every ledger."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from challenge.delivery.ledger.verifying import every_fault

ledger = AppGroup("ledger", help="Ledgers of projects: payments and transfers.")


@ledger.command("verify")
@with_appcontext
def verify():
    """Compute every ledger anew from contracts, payments and transfers; exit 1 when one does not hold."""
    number, found = every_fault()
    for sentence in found:
        click.echo(sentence, err=True)
    click.echo(
        f"{number} 个项目的台账，{len(found)} 处不符。" if found else f"{number} 个项目的台账全部相符。"
    )
    sys.exit(1 if found else 0)


def register(app):
    """Attach the group."""
    app.cli.add_command(ledger)
