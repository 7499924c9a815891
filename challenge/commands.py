"""Commands of the hall: who fits a list, whether a receipt is genuine."""

import json
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from challenge import recommend
from challenge.bidding.verifying import checks, is_genuine
from challenge.posting.models import Challenge
from core.commands import stop_without_tables
from core.database import db
from talent import factors
from talent.recommend import Purpose


@click.command("match")
@click.argument("code")
@click.option("--for", "purpose", type=click.Choice(["solvers", "reviewers"]), default="solvers")
@click.option("--top", type=click.IntRange(1, 1000), default=10, help="How many experts.")
@click.option("--text-only", is_flag=True, help="By text score alone, all factors off.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@with_appcontext
def match(code, purpose, top, text_only, as_json):
    """Rank experts for the list CODE, with score, factors, reasons and ties; exit 1 when there is no such list."""
    challenge = db.session.scalar(sa.select(Challenge).filter_by(code=code))
    if challenge is None:
        click.echo(f"没有编号为 {code} 的榜单。", err=True)
        sys.exit(1)
    _load_index()
    wanted = recommend.Candidates(challenge, Purpose(purpose))
    window = max(top, factors.rules()["window"])
    placed = wanted.placed(recommend.TEXT if text_only else recommend.RANKED, k=window)
    rows = [_plain(place, one, not text_only) for place, one in enumerate(wanted.described(placed[:top]), 1)]
    if as_json:
        click.echo(json.dumps(_document(challenge, purpose, rows), ensure_ascii=False, indent=2))
    else:
        _tell(challenge, rows)


def _document(challenge, purpose, rows):
    rules = {"version": factors.rules()["version"], "provenance": factors.rules()["provenance"]}
    return {
        "code": challenge.code,
        "title": challenge.title,
        "for": purpose,
        "factors": rules,
        "experts": rows,
    }


def _load_index():
    from talent import index

    click.echo("正在载入推荐索引……", err=True)
    index.of_app().load(lambda number: click.echo(f"已读取 {number} 人", err=True))


def _plain(place, one, counted):
    return {
        "rank": place,
        "id": one.profile.id,
        "name": one.profile.name,
        "unit": one.profile.unit,
        "total": round(one.total, 6),
        "score": round(one.score, 6),
        "sentence": one.sentence,
        "reasons": [
            {"type": r.type, "title": r.title, "part": r.part, "words": list(r.words)} for r in one.reasons
        ],
        "shares": {label: round(points, 6) for label, points in one.shares},
        "factors": [_factor(factor, counted) for factor in one.factors],
        "blocked": one.is_blocked,
        "conflicts": [_tie(tie) for tie in one.conflicts],
    }


def _tie(one):
    told = {"level": one.level, "grade": one.grade, "label": one.label, "kind": one.kind}
    return told | {"path": one.path, "clause": one.clause}


def _factor(one, counted):
    points = round(one.points, 6) if counted else 0
    facts = {"key": one.key, "label": one.label, "text": one.text}
    return facts | {"weight": one.weight, "value": round(one.value, 6), "points": points}


def _tell(challenge, rows):
    click.echo(f"{challenge.code} {challenge.title}")
    for row in rows:
        click.echo(f"{row['rank']:>3}. {row['total']:.3f}  {row['name']}（{row['unit']}）{row['sentence']}")
        click.echo(f"      文本匹配 {row['score']:.3f}{_points(row['factors'])}")
        for tie in row["conflicts"]:
            click.echo(f"      {tie['label']}：{tie['path']}")
    if not rows:
        click.echo("没有符合条件的专家。")


def _points(told):
    return "".join(f"，{one['label']} {one['points']:+.3f}" for one in told if one["points"])


receipt_group = AppGroup("receipt", help="回执。")


@receipt_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def verify_receipt(file, as_json):
    """Check the electronic receipt FILE step by step; exit 1 when anything speaks against it."""
    stop_without_tables()
    found = checks(file.read_bytes())
    if as_json:
        steps = [one._asdict() for one in found]
        click.echo(json.dumps({"genuine": is_genuine(found), "checks": steps}, ensure_ascii=False, indent=2))
    else:
        for one in found:
            mark = "？" if one.holds is None else "✓" if one.holds else "✗"
            click.echo(f"{mark} {one.label}：{one.sentence}")
    sys.exit(0 if is_genuine(found) else 1)


def register(app):
    """Attach the commands."""
    app.cli.add_command(match)
    app.cli.add_command(receipt_group)
