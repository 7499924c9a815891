"""What administrators and officers do to accounts: create, roles, sessions, contact data."""

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from accounts import passwords, sessions, tokens, totp
from accounts.actions.signing_in import normalised
from accounts.mailbox import tell
from accounts.models import RoleGrant, User
from accounts.rules import given_by, obstacle_to_role
from accounts.states import PRIVILEGED, Role, UserState
from core import audit, clock, looks
from core.database import db
from core.errors import Conflict
from core.workflow import Refusal, Refused

# Whoever knows how to sign in as somebody must not be the one who makes that account powerful.
CODE_KNOWN = "该账号最近的一次性重置码由您一人发放，须由另一人授予此角色，或由另一人重新发放重置码后再授予。"


def create_user(
    actor, *, username, display_name, organisation=None, email="", county="", roles=(), password=None
):
    """An active account; without a password nobody can sign in until a one-time code has been handed over."""
    now = clock.now()
    user = User(
        username=normalised(username),
        display_name=display_name,
        email=email,
        county=county or (organisation.county if organisation else ""),
        organisation=organisation,
        state=UserState.ACTIVE,
        password_hash=passwords.hash_of(password) if password else passwords.UNUSABLE,
        password_at=now,
        must_change_password=password is None,
        created_at=now,
        grants=[RoleGrant(role=Role(role)) for role in roles],
    )
    db.session.add(user)
    db.session.flush()
    audit.record(actor, "user.create", user, "创建账号", after={"roles": sorted(user.roles)})
    return user


def is_taken(username):
    """Whether an account of this name exists; asked by the administrator only."""
    return db.session.scalar(sa.select(User.id).filter_by(username=normalised(username))) is not None


def first_code(actor, user):
    """The one-time code with which the owner of a new account sets the first password."""
    return tokens.mint(tokens.HAND_OVER, user, totp.readable_code(), issued_by_id=actor.id)


def grant(actor, user, role):
    """Give a role; the person's sessions end, the next sign-in is under the new rights."""
    _refuse_unless_given_by(actor, user, role)
    obstacle = obstacle_to_role(user, role)
    if role in PRIVILEGED and tokens.is_known_to(actor, user):
        obstacle = obstacle or CODE_KNOWN
    if obstacle:
        raise Refused(Refusal("needs", obstacle))
    before = sorted(user.roles)
    user.grants.append(RoleGrant(role=role))
    _changed(actor, user, before, f"授予“{role.label}”角色")


def withdraw(actor, user, role):
    """Take a role away; the person's sessions end."""
    _refuse_unless_given_by(actor, user, role)
    held = next((one for one in user.grants if one.role is role), None)
    if held is None:
        raise Conflict(f"该账号已没有“{role.label}”角色。")
    before = sorted(user.roles)
    user.grants.remove(held)
    _changed(actor, user, before, f"撤销“{role.label}”角色")


def _refuse_unless_given_by(actor, user, role):
    if actor.id == user.id or role not in given_by(actor):
        raise Refused(Refusal("who", f"您不能授予或撤销“{role.label}”角色，须由有权的另一人办理。"))


def _changed(actor, user, before, what):
    flag_modified(user, "state")  # two people changing roles at once: the second one gets a 409
    sessions.end_all(user)
    audit.record(
        actor, "user.roles", user, what, before={"roles": before}, after={"roles": sorted(user.roles)}
    )
    tell([user], "您的角色有变动", f"{actor.display_name} {what}。请重新登录。", "/account")


def end_sessions(actor, user):
    """Sign the person out everywhere."""
    sessions.end_all(user)
    audit.record(actor, "user.end_sessions", user, "结束全部登录")


def change_person(actor, user, *, display_name, county):
    """Correct name and county; the log keeps the county, and that the name changed, not the name."""
    before, renamed = {"county": user.county}, display_name != user.display_name
    user.display_name, user.county = display_name, county
    what = "修改姓名与县区" if renamed else "修改县区"
    audit.record(actor, "user.change", user, what, before=before, after={"county": county})


def look_at_contact(actor, user):
    """Write down that contact data was looked at."""
    looks.record_look(actor, "contact", user)


def change_contact(user, *, email, phone):
    """The owner changes the own contact data; the log names the fields, not the values."""
    changed = [
        name for name, new in (("邮箱", email), ("电话", phone)) if new != getattr(user, _COLUMN[name])
    ]
    user.email, user.phone = email, phone
    if changed:
        audit.record(user, "user.contact_changed", user, f"修改{'、'.join(changed)}")


_COLUMN = {"邮箱": "email", "电话": "phone"}
