"""The own credentials: a new password, the second factor, recovery codes."""

import sqlalchemy as sa

from accounts import attempts, passwords, sessions, totp
from accounts.mailbox import tell
from accounts.models import PasswordHistory
from core import audit, clock
from core.database import db


def set_password(user, password, *, actor, what):
    """Store a new password; remembers the old one and ends all sessions but the present one of the owner."""
    now = clock.now()
    db.session.add(PasswordHistory(user_id=user.id, password_hash=user.password_hash, at=now))
    user.password_hash, user.password_at, user.must_change_password = passwords.hash_of(password), now, False
    mine = sessions.current()
    sessions.end_all(user, keep=mine if mine is not None and mine.user_id == user.id else None)
    audit.record(actor, "user.password", user, what)


def fault_of_new(user, password):
    """Why this person may not take this password: the policy, or one of the last five; None when fine."""
    organisation = user.organisation.name if user.organisation else ""
    found = passwords.fault(password, (user.username, user.display_name, organisation, user.email))
    if found:
        return found
    former = db.session.scalars(
        sa.select(PasswordHistory.password_hash)
        .filter_by(user_id=user.id)
        .order_by(PasswordHistory.id.desc())
        .limit(passwords.policy().remembered - 1)
    )
    if any(passwords.matches(one, password) for one in (user.password_hash, *former)):
        return f"不能使用最近 {passwords.policy().remembered} 次用过的密码。"
    return None


def bind(user, sealed_secret, code):
    """Bind the device that shows `code`; returns the recovery codes, or None when the code is wrong."""
    step = totp.step_of(totp.opened(sealed_secret, user), code)
    attempts.note("second_factor", user.username, succeeded=step is not None)
    if step is None:
        return None
    user.totp_secret, user.totp_last_step = sealed_secret, step
    mine = sessions.current()
    mine.second_factor_at = mine.stepped_up_at = clock.now()
    sessions.end_all(user, keep=mine)
    audit.record(user, "user.second_factor", user, "绑定动态验证码")
    tell([user], "已绑定动态验证码", "如果不是您本人操作，请立即联系安全管理员。", "/account")
    return totp.new_recovery_codes(user)


def renew_recovery_codes(user):
    """New recovery codes; the old ones stop working."""
    audit.record(user, "user.recovery_codes", user, "更换恢复码")
    return totp.new_recovery_codes(user)
