"""Commands of the library: the pool as a spreadsheet, the recommendation index."""

import dataclasses
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from accounts.states import Role
from core import audit
from core.database import db, transaction
from core.inspection import RefusedFile
from talent import imports, index, spreadsheet
from talent.models import Profile

MAX_ROWS = 200_000
talent_group = AppGroup("talent", help="The pool of experts as a spreadsheet.")
index_group = AppGroup("index", help="The recommendation index.")


@dataclasses.dataclass(frozen=True)
class CommandLine:
    """Whoever works on the server itself: acts as an officer, stands in the log as 命令行."""

    id: int | None = None
    display_name: str = "命令行"
    organisation_id: int | None = None
    is_authenticated: bool = True
    grants: tuple = (SimpleNamespace(role=Role.OFFICER),)


@talent_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only; write nothing.")
@click.option("--all-or-none", is_flag=True, help="Write nothing when any row is refused.")
@click.option("--draft", is_flag=True, help="Leave new profiles as drafts instead of admitting them.")
def import_file(file, dry_run, all_or_none, draft):
    """Take experts from an Excel file; exit 1 if any row was refused."""
    options = {"dry_run": dry_run, "all_or_none": all_or_none, "admits": not draft, "max_rows": MAX_ROWS}
    try:
        with transaction():
            run = imports.start(CommandLine(), file.name, file.read_bytes(), **options)
            _report(run)
    except RefusedFile as refused:
        click.echo(refused.sentence, err=True)
        sys.exit(1)
    sys.exit(1 if run.refused else 0)


def _report(run):
    for fault in run.errors:
        click.echo(f"{fault['sheet']} 第 {fault['row']} 行 {fault['column']}：{fault['text']}", err=True)
    if run.dry_run:
        click.echo(f"试导入：可导入 {run.accepted} 行，退回 {run.refused} 行，未写入任何数据。")
    else:
        counts = f"新建 {run.created} 人，更新 {run.updated} 人，入库 {run.admitted} 人"
        click.echo(f"已导入 {run.accepted} 行，退回 {run.refused} 行；{counts}。")


@talent_group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--contacts", is_flag=True, help="With contact data; the log takes note.")
def export_file(file, contacts):
    """Write all profiles to an Excel file that the import takes back."""
    everybody = sa.select(Profile).options(sa.orm.selectinload(Profile.employments)).order_by(Profile.id)
    rows = db.session.scalars(everybody).unique().all()
    file.write_bytes(spreadsheet.export(rows, contacts=contacts))
    with transaction():
        what = f"导出人才库 {len(rows)} 人" + ("（含联系方式）" if contacts else "")
        audit.record(CommandLine(), "talent.export", audit.Subject("talent", 0), what)
    click.echo(f"已导出 {len(rows)} 人：{file}")


@talent_group.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template_file(file):
    """Write the empty workbook to fill in."""
    file.write_bytes(spreadsheet.template())
    click.echo(f"模板已写入：{file}")


@index_group.command("rebuild")
def rebuild():
    """Build the index from all admitted profiles and save it."""
    found, people = index.of_app(), _admitted()
    click.echo(f"正在建立推荐索引，库中 {people} 人……", err=True)
    found.rebuild(lambda number: click.echo(f"已读取 {number} / {people} 人", err=True))
    click.echo(f"推荐索引已重建：{len(found.matcher)} 人，变更号 {found.mark}。")


@index_group.command("status")
def status():
    """Say how many experts the saved index holds and how far it lags behind; exit 1 when there is none to use."""
    found = index.of_app()
    saved = found.saved_mark()
    people = _admitted()
    number, pool = index.current_mark()
    if saved is None or saved["pool"] != pool:
        click.echo(f"尚无可用的推荐索引；库中 {people} 人。请运行 flask --app app index rebuild。")
        sys.exit(1)
    behind = number - saved["number"]
    fresh = "与数据库一致" if behind == 0 else f"落后 {behind} 次变更，提问时自动补上"
    click.echo(f"推荐索引：{saved['experts']} 人，库中 {people} 人，{fresh}。")


def _admitted():
    return db.session.scalar(sa.select(sa.func.count()).select_from(index.admitted().subquery()))


def register(app):
    """Attach the commands."""
    app.cli.add_command(talent_group)
    app.cli.add_command(index_group)
