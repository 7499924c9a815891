"""`flask archive verify`: hold an archive against the digests of its own index."""

import hashlib
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from challenge.delivery.acceptance.checking import faults, lacking
from challenge.delivery.acceptance.models import Archive
from core.database import db
from core.proving import prove

archive = AppGroup("archive", help="Archives of projects.")


@archive.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify(file):
    """Check every file of the zip FILE against its index, and say whether this platform made it; exit 1 when one differs."""
    number, found = faults(file)
    with file.open("rb") as data:
        sha256 = hashlib.file_digest(data, "sha256").hexdigest()
    known = db.session.scalar(sa.select(Archive).filter_by(sha256=sha256).limit(1))
    for title in lacking(file) if number else ():
        click.echo(f"生成时已缺失，未能归档：{title}")
    click.echo("整包摘要与平台记录一致。" if known else "平台没有这一整包的记录。")
    prove("个目录内的文件", (number, found))


def register(app):
    """Attach the group."""
    app.cli.add_command(archive)
