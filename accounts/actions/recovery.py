"""A forgotten password or a lost device: link by mail, or a code from hand to hand (privileged: by two people)."""

import sqlalchemy as sa

from accounts import sessions, tokens, totp
from accounts.actions.credentials import set_password
from accounts.actions.signing_in import normalised
from accounts.mailbox import holders, tell
from accounts.models import OneTimeToken, RecoveryCode, User
from accounts.rules import holds_privilege
from accounts.states import Role, UserState
from core import audit, clock, outbox
from core.database import db
from core.errors import Conflict

PASSWORD, DEVICE = "password", "device"
LABELS = {PASSWORD: "重置密码", DEVICE: "解除动态验证码"}


def order_reset_mail(username):
    """Order the mail for this name; whether there is such an account is looked up by the worker alone."""
    outbox.enqueue("account_reset", {"username": normalised(username)})


@outbox.handler("account_reset")
def _reset_mail(job):
    user = db.session.scalar(
        sa.select(User).filter_by(username=job.payload["username"], state=UserState.ACTIVE)
    )
    if user is None or not user.email:
        return {}
    letter = {
        "to": user.email,
        "subject": "重置密码",
        "body": "请在 30 分钟内打开链接重置密码；如果不是您本人申请，请忽略这封邮件。",
        "link": {"purpose": tokens.RESET, "user_id": user.id, "path": "/auth/reset/"},
    }
    outbox.enqueue("mail", letter, owner_id=user.id, thread=f"user:{user.id}")
    return {}


def reset_by(row: OneTimeToken, password):
    """Consume the link or code and set the new password; returns the person."""
    user = db.session.get(User, row.user_id)
    if not tokens.use(row):
        raise Conflict("这个链接或重置码已经用过，请重新申请。")
    issuer = db.session.get(User, row.issued_by_id) if row.issued_by_id else None
    what = f"凭 {issuer.display_name} 发放的一次性重置码重置密码" if issuer else "通过邮件链接重置密码"
    set_password(user, password, actor=user, what=what)
    tell([user], "您的密码已重置", f"{what}。如果不是您本人操作，请立即联系安全管理员。", "/account")
    return user


def ask(actor, user, kind):
    """Ask for a code or a release of the device; returns the code when one person is enough, else None."""
    if user.state is not UserState.ACTIVE:
        raise Conflict(f"该账号{user.state.label}，不能{LABELS[kind]}。")
    tokens.mint(tokens.ASKED + kind, user, issued_by_id=actor.id)
    audit.record(actor, f"user.ask_{kind}", user, f"申请{LABELS[kind]}")
    if kind == PASSWORD and not holds_privilege(user):
        return issue(actor, request_of(user, kind))
    body = f"{actor.display_name} 为账号 {user.username} 申请{LABELS[kind]}，须由另一人复核。"
    others = holders(Role.OFFICER, Role.SECURITY) - {actor.id, user.id}
    tell(others, f"请复核：{LABELS[kind]}", body, f"/desk/accounts/users/{user.id}")
    tell([user], f"有人为您申请{LABELS[kind]}", f"{body}如果您没有提出过，请立即联系安全管理员。", "/account")
    return None


def request_of(user, kind):
    """The live request for this person, or None."""
    return db.session.scalar(
        sa.select(OneTimeToken).where(
            OneTimeToken.user_id == user.id,
            OneTimeToken.purpose == tokens.ASKED + kind,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > clock.now(),
        )
    )


def approve(actor, user, kind):
    """The second person agrees; returns the code to hand over, or None when a device was released."""
    row = request_of(user, kind)
    if row is None:
        raise Conflict("没有待复核的申请，可能已被他人办理或已过期。")
    if actor.id in (row.issued_by_id, user.id):
        raise Conflict("须由申请人和账号本人以外的另一人复核。")
    return issue(actor, row)


def issue(actor, row: OneTimeToken):
    """Carry out a request."""
    user, kind = db.session.get(User, row.user_id), row.purpose.removeprefix(tokens.ASKED)
    if not tokens.use(row):
        raise Conflict("这个申请已被他人办理。")
    audit.record(
        actor, f"user.issue_{kind}", user, f"办理{LABELS[kind]}", after={"asked_by": row.issued_by_id}
    )
    if kind == DEVICE:
        return _release_device(user)
    code = tokens.mint(
        tokens.HAND_OVER, user, totp.readable_code(), issued_by_id=row.issued_by_id, approved_by_id=actor.id
    )
    tell([user], "已为您发放一次性重置码", "如果您没有提出过，请立即联系安全管理员。", "/account")
    return code


def _release_device(user):
    user.totp_secret, user.totp_last_step = None, 0
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    sessions.end_all(user)
    tell([user], "您的动态验证码已解除", "下次登录后请重新绑定。如果不是您本人要求，请立即联系安全管理员。")
