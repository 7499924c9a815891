"""flask batch verify ID: every version of a batch checked without the solver."""

import json
import sys

import click
from flask.cli import AppGroup

from challenge.review.batches import verifying
from challenge.review.batches.models import Batch
from core.database import db

batch_group = AppGroup("batch", help="集中分派。")


@batch_group.command("verify")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def verify(number, as_json):
    """Check every version of the batch NUMBER; exit 1 unless there is one and all of it agrees."""
    batch = db.session.get(Batch, number)
    found = list(verifying.checks(batch)) if batch else []
    if not found:
        click.echo(f"没有编号为 {number} 的集中分派，或还没有方案。", err=True)
        sys.exit(1)
    holds = all(one.holds for one in found)
    if as_json:
        told = {"batch": number, "holds": holds, "checks": [one._asdict() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(f"{'✓' if one.holds else '✗'} 第 {one.number} 版 {one.label}：{one.sentence}")
    sys.exit(0 if holds else 1)


def register(app):
    """Attach the command."""
    app.cli.add_command(batch_group)
