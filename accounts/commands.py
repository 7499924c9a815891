"""Accounts and mails from the command line: `user create | list | grant`, `mail release`; passwords never as arguments."""

import sys

import click
import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from accounts import creditcode, passwords, queries
from accounts.actions import administering, mailing
from accounts.actions.signing_in import normalised
from accounts.forms import USERNAME
from accounts.models import RoleGrant, User
from accounts.rules import obstacle_to_role
from accounts.states import COUNTIES, Role
from core import audit
from core.database import db, transaction
from core.errors import Conflict

user_group = AppGroup("user", help="账号。")
mail_group = AppGroup("mail", help="邮件。")
ROLE = click.Choice([role.value for role in Role])


def _refuse(sentence):
    click.echo(sentence, err=True)
    sys.exit(1)


@user_group.command("create")
@click.argument("username")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", "roles", multiple=True, type=ROLE, help="角色，可多次给出。")
@click.option("--organisation-code", default="", help="已通过审核的单位的统一社会信用代码。")
@click.option("--county", default="", type=click.Choice(["", *COUNTIES]), help="所属县区。")
@click.option("--email", default="", help="邮箱。")
@click.option("--password-stdin", is_flag=True, help="从标准输入读取密码的第一行，而不是询问。")
@with_appcontext
def create(username, name, roles, organisation_code, county, email, password_stdin):
    """Create an active account; the password is asked for and must be changed at the first sign-in."""
    username = normalised(username)
    if not USERNAME.fullmatch(username):
        _refuse("用户名为 4 至 40 位小写字母、数字、点或横线，以字母开头。")
    organisation = _organisation(organisation_code)
    password = _password(password_stdin)
    fault = passwords.fault(password, (username, name, organisation.name if organisation else "", email))
    if fault:
        _refuse(fault)
    with transaction():
        if administering.is_taken(username):
            _refuse(f"用户名 {username} 已被使用。")
        user = administering.create_user(
            None,
            username=username,
            display_name=name,
            organisation=db.session.merge(organisation) if organisation else None,
            email=email,
            county=county,
            password=password,
        )
        user.must_change_password = True
        for role in dict.fromkeys(roles):
            _give(user, Role(role))
    click.echo(f"已创建账号 {username}，首次登录须修改密码。")


def _organisation(code):
    if not code:
        return None
    code = creditcode.normalised(code)
    fault = creditcode.fault(code)
    found = None if fault else queries.approved_organisation(code)
    if found is None:
        _refuse(fault or "没有已通过审核的单位使用此代码。")
    return found


def _password(from_stdin):
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return click.prompt("密码", hide_input=True, confirmation_prompt="再次输入密码")


def _give(user, role):
    obstacle = obstacle_to_role(user, role)
    if obstacle:
        _refuse(obstacle)
    user.grants.append(RoleGrant(role=role))
    audit.record(None, "user.roles", user, f"授予“{role.label}”角色", after={"roles": sorted(user.roles)})


@user_group.command("grant")
@click.argument("username")
@click.argument("role", type=ROLE)
@with_appcontext
def grant(username, role):
    """Give a role from the command line, for the first administrators of an installation."""
    with transaction():
        user = db.session.scalar(sa.select(User).filter_by(username=normalised(username)))
        if user is None:
            _refuse(f"没有账号 {username}。")
        _give(user, Role(role))
    click.echo(f"已授予 {username}“{Role(role).label}”角色。")


@user_group.command("list")
@with_appcontext
def show():
    """All accounts, one a line: name, state, roles."""
    for user in db.session.scalars(sa.select(User).order_by(User.username)):
        roles = ",".join(sorted(user.roles))
        click.echo(f"{user.username}\t{user.state.value}\t{roles}\t{user.display_name}")


@mail_group.command("release")
@click.option(
    "--days", default=30, show_default=True, type=click.IntRange(1, 3650), help="补发近多少天的邮件。"
)
@with_appcontext
def release(days):
    """Send again what was kept back without a mail server, or failed."""
    try:
        with transaction():
            mailing.release_all(None, days)
    except Conflict as refused:
        _refuse(str(refused))
    click.echo(f"已安排补发近 {days} 天留存和发送失败的邮件，由运行中的服务发送。")


def register(app):
    """Attach the commands."""
    app.cli.add_command(user_group)
    app.cli.add_command(mail_group)
