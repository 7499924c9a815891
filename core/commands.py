"""Commands of the foundation: init, lifecycle, audit."""

import json
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from core import audit, audit_walk, log_tree, workdays, workflow
from core.database import db, transaction

BEGIN = "<!-- tables in force: flask --app app lifecycle --update docs/architecture.md -->"
END = "<!-- end of tables -->"
audit_group = AppGroup("audit", help="日志的核验。")


def stop_without_tables():
    """End the command with a sentence where the database has no tables yet."""
    if not sa.inspect(db.engine).has_table(audit.AuditEntry.__tablename__):
        click.echo("数据库还没有建表，请先运行 flask --app app db upgrade。", err=True)
        sys.exit(1)


@click.command("init")
@with_appcontext
def init():
    """Fill an empty database with what every installation needs: the holiday calendar."""
    with transaction():
        workdays.seed(2020, 2026)
    click.echo("已写入节假日表。请用 flask --app app user create 创建第一个账号。")


@click.command("lifecycle")
@click.option("--format", "shape", type=click.Choice(["table", "mermaid"]), default="table")
@click.option(
    "--update", type=click.Path(exists=True, path_type=Path), help="Renew the tables in a document."
)
@with_appcontext
def lifecycle(shape, update):
    """Print the transition tables as they are in force."""
    if update:
        update.write_text(renewed(update.read_text("utf-8")), "utf-8")
        return
    click.echo(tables() if shape == "table" else mermaid())


def renewed(document):
    """The document with everything between its two markers replaced by tables and diagrams in force."""
    head, _, rest = document.partition(BEGIN)
    _, _, tail = rest.partition(END)
    diagrams = "\n".join(f"```mermaid\n%% {part.strip()}\n```" for part in mermaid().split("%% ")[1:])
    return f"{head}{BEGIN}\n\n{tables()}\n{diagrams}\n\n{END}{tail}"


def tables():
    """All transition tables as Markdown."""
    parts = []
    for table in workflow.machines():
        parts.append(f"## {table['states'].__doc__.strip()}\n")
        parts.append("| 动作 | 按钮 | 从 | 到 | 谁 | 须 | 则 |\n| --- | --- | --- | --- | --- | --- | --- |")
        parts += [
            "| `{action}` | {label} | {start} | {to} | `{who}` | {needs} | {then} |".format(
                start="、".join(row["from"]),
                needs=" ".join(f"`{name}`" for name in row["needs"]),
                then=" ".join(f"`{name}`" for name in row["then"]),
                **{key: row[key] for key in ("action", "label", "to", "who")},
            )
            for row in workflow.describe()
            if row["machine"] == table["name"]
        ]
        parts.append("")
    return "\n".join(parts)


def mermaid():
    """All transition tables as mermaid state diagrams."""
    parts = []
    for table in workflow.machines():
        parts.append(f"%% {table['name']}\nstateDiagram-v2")
        parts += [f"    {state.value}: {state.label}" for state in table["states"]]
        for step in table["steps"]:
            target = step.target.value if isinstance(step.target, workflow.State) else None
            parts += [f"    {one.value} --> {target or one.value}: {step.label}" for one in step.sources]
        parts.append("")
    return "\n".join(parts)


@audit_group.command("verify")
def verify():
    """Walk the whole log; exit 1 and name the first broken entry when it does not hold."""
    broken = audit_walk.first_broken()
    if broken is not None:
        click.echo(f"日志在第 {broken} 条断裂。", err=True)
        sys.exit(1)
    block = log_tree.first_wrong_block()
    if block is not None:
        click.echo(f"日志第 {block + 1} 块的摘要与其中的记录不符。", err=True)
        sys.exit(1)
    wrong = log_tree.first_wrong_head()
    if wrong is not None:
        click.echo(f"{wrong} 条时公布的摘要与日志不符。", err=True)
        sys.exit(1)
    newest = audit.head()
    click.echo(f"日志完整，共 {newest.seq if newest else 0} 条。")


@audit_group.command("head")
def show_head():
    """Print the newest entry's number and hash, and the head that was published last, as JSON."""
    newest, head = audit.head(), log_tree.newest_head()
    published = log_tree.document(head) if head else None
    told = {"seq": newest.seq, "hash": newest.hash, "published": published} if newest else None
    click.echo(json.dumps(told))


def register(app):
    """Attach the commands."""
    for command in (init, lifecycle, audit_group):
        app.cli.add_command(command)
