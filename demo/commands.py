"""`flask demo` fills an empty database with the demonstration world; `flask demo advance` moves its clock."""

import sys
import time
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as migrate_to_newest

from accounts.models import Organisation, User
from core import settings
from core.commands import stop_without_tables
from core.database import db, transaction
from core.errors import Conflict
from demo import actions, world


def is_empty():
    """Nobody and nothing is in the database yet."""
    return not any(
        db.session.scalar(sa.select(sa.exists().select_from(each))) for each in (User, Organisation)
    )


def is_default_database():
    """The file that the product takes when nobody chose a database."""
    database = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    return bool(database) and Path(database) == Path(current_app.instance_path) / "jiebang.db"


@click.group("demo", invoke_without_command=True)
@click.option("--if-empty", is_flag=True, help="只在默认的空数据库中写入演示数据，否则什么也不做。")
@click.option("--upgrade", is_flag=True, help="先把表更新到最新版本；一个进程做完，启动更快。")
@click.pass_context
@with_appcontext
def demo(context, if_empty, upgrade):
    """写入演示世界。"""
    if context.invoked_subcommand:
        return
    if upgrade:
        migrate_to_newest()
    stop_without_tables()
    if if_empty and not (is_default_database() and is_empty()):
        return
    if not is_empty():
        click.echo("数据库中已有数据，不能写入演示世界。请换一个空数据库。", err=True)
        sys.exit(1)
    started = time.monotonic()
    current_app.config["DEMO"] = True
    world.build(click.echo)
    _introduce(time.monotonic() - started)


def _introduce(seconds):
    click.echo(f"演示世界已就绪，用时 {seconds:.0f} 秒。所有单位、人员和数值均为演示数据。")
    click.echo(f"演示账号（密码均为 {world.PASSWORD}）：")
    for account in settings.get("demo_accounts"):
        click.echo(f"  {account['username']:<12}{account['role_label']}　{account['name']}")


@demo.command("advance")
@click.option("--days", type=click.IntRange(1, actions.MOST), required=True, help="拨快的天数。")
@with_appcontext
def advance(days):
    """把演示时钟拨快若干天。"""
    if not settings.is_demo():
        click.echo("这不是演示数据库，时钟不能拨动。", err=True)
        sys.exit(1)
    settings.refresh_demo_clock()
    try:
        with transaction():
            total = actions.advance(None, days)
    except Conflict as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    click.echo(f"演示时钟已拨快 {days} 天，共 {total} 天。")


def register(app):
    """Attach the commands."""
    app.cli.add_command(demo)
