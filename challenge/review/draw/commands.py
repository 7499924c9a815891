"""flask draw replay CODE: every draw of a list computed again from what is stored and from the log."""

import json
import sys

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from challenge.posting.models import Challenge
from challenge.review.draw import replay
from core.database import db

draw_group = AppGroup("draw", help="专家抽取。")


@draw_group.command("replay")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def replay_draws(code, as_json):
    """Recompute every draw of the list CODE; exit 1 unless there is one and all of it agrees."""
    challenge = db.session.scalar(sa.select(Challenge).filter_by(code=code))
    drawn = [one for one in challenge.draws if one.transcript is not None] if challenge else []
    if not drawn:
        click.echo(f"编号为 {code} 的榜单没有抽取记录。", err=True)
        sys.exit(1)
    found = {one.number: list(replay.checks(one)) for one in drawn}
    holds = all(one.holds for rows in found.values() for one in rows)
    if as_json:
        rounds = [
            {"number": number, "checks": [one._asdict() for one in rows]} for number, rows in found.items()
        ]
        click.echo(json.dumps({"code": code, "holds": holds, "rounds": rounds}, ensure_ascii=False, indent=2))
    else:
        for number, rows in found.items():
            click.echo(f"第 {number} 轮")
            for one in rows:
                click.echo(f"{'✓' if one.holds else '✗'} {one.label}：{one.sentence}")
    sys.exit(0 if holds else 1)


def register(app):
    """Attach the command."""
    app.cli.add_command(draw_group)
