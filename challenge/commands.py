"""Commands of the hall: who fits a list."""

import json
import sys

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from challenge import recommend
from challenge.posting.models import Challenge
from core.database import db


@click.command("match")
@click.argument("code")
@click.option("--for", "purpose", type=click.Choice(["solvers", "reviewers"]), default="solvers")
@click.option("--top", type=click.IntRange(1, 1000), default=10, help="How many experts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@with_appcontext
def match(code, purpose, top, as_json):
    """Rank experts for the list CODE, with score, reasons and ties; exit 1 when there is no such list."""
    challenge = db.session.scalar(sa.select(Challenge).filter_by(code=code))
    if challenge is None:
        click.echo(f"没有编号为 {code} 的榜单。", err=True)
        sys.exit(1)
    _load_index()
    if purpose == "solvers":
        found = recommend.solvers_for(challenge, None, top)
    else:
        found = recommend.reviewers_for(challenge, top)
    rows = [_plain(place, one) for place, one in enumerate(found, start=1)]
    if as_json:
        document = {"code": challenge.code, "title": challenge.title, "for": purpose, "experts": rows}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _tell(challenge, rows)


def _load_index():
    from talent import index

    click.echo("正在载入推荐索引……", err=True)
    index.of_app().load(lambda number: click.echo(f"已读取 {number} 人", err=True))


def _plain(place, one):
    return {
        "rank": place,
        "id": one.profile.id,
        "name": one.profile.name,
        "unit": one.profile.unit,
        "score": round(one.score, 6),
        "sentence": one.sentence,
        "reasons": [
            {"type": r.type, "title": r.title, "part": r.part, "words": list(r.words)} for r in one.reasons
        ],
        "factors": dict(one.factors),
        "blocked": one.is_blocked,
        "conflicts": [{"level": c.level, "kind": c.kind, "path": c.path} for c in one.conflicts],
    }


def _tell(challenge, rows):
    click.echo(f"{challenge.code} {challenge.title}")
    for row in rows:
        click.echo(f"{row['rank']:>3}. {row['score']:.4f}  {row['name']}（{row['unit']}）{row['sentence']}")
        for tie in row["conflicts"]:
            click.echo(f"      {'须回避' if tie['level'] == 'block' else '须声明'}：{tie['path']}")
    if not rows:
        click.echo("没有符合条件的专家。")


def register(app):
    """Attach the commands."""
    app.cli.add_command(match)
