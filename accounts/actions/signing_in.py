"""Signing in and out: password, second factor, the new session; step-up of a running one."""

import unicodedata

import sqlalchemy as sa
from flask import session

from accounts import attempts, passwords, sessions, tokens, totp
from accounts.models import OneTimeToken, SignInSession, User
from core import audit, clock
from core.database import db

PENDING_KEY = "pending"


def normalised(username):
    """A user name as it is stored: half width, lower case, without surrounding space."""
    return unicodedata.normalize("NFKC", username or "").strip().lower()


def person_with(username, password):
    """The person with this name and password, or None; as slow when there is no such account."""
    user = db.session.scalar(sa.select(User).filter_by(username=normalised(username)))
    right = passwords.matches(user.password_hash if user else None, password)
    attempts.note("sign_in", normalised(username), succeeded=right and user.is_active)
    if not right:
        return None
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_of(password)
    return user


def asks_second_factor(user):
    """Whether this person has bound a device and must show a code."""
    return user.totp_secret is not None


def begin_second_step(user):
    """Remember in this browser, for ten minutes, that the password was right."""
    session.clear()
    session[PENDING_KEY] = tokens.mint(tokens.PENDING_SIGN_IN, user)


def pending():
    """The row that `begin_second_step` made, or None."""
    secret = session.get(PENDING_KEY)
    return tokens.find(tokens.PENDING_SIGN_IN, secret) if secret else None


def finish_second_step(row: OneTimeToken, code):
    """The person, signed in, when the code is right; else None."""
    user = db.session.get(User, row.user_id)
    right = user.is_active and totp.accepts(user, code) and tokens.use(row)
    attempts.note("second_factor", user.username, succeeded=right)
    return enter(user, second_factor=True) if right else None


def enter(user, *, second_factor=False):
    """Begin a session under a new id in this browser; returns the user."""
    session.clear()
    session[sessions.COOKIE_KEY] = sessions.start(user, second_factor=second_factor)
    audit.record(user, "session.start", audit.Subject("session", user.id), "登录")
    return user


def leave(row: SignInSession | None):
    """End the session of this browser."""
    if row is not None:
        row.ended_at = clock.now()
        audit.record(row.user, "session.end", audit.Subject("session", row.user_id), "退出登录")
    session.clear()


def step_up(row: SignInSession, secret):
    """Prove again who it is, by password or code; False when it is wrong."""
    user = row.user
    by_code = user.totp_secret is not None and secret.strip().isdigit() and totp.accepts(user, secret)
    right = by_code or passwords.matches(user.password_hash, secret)
    attempts.note("step_up", user.username, succeeded=right)
    if right:
        row.stepped_up_at = clock.now()
    return right


def end_session(user, row: SignInSession):
    """Revoke one session of the own."""
    row.ended_at = clock.now()
    audit.record(user, "session.revoke", audit.Subject("session", user.id), "结束一处登录")


def end_other_sessions(user, row: SignInSession):
    """Revoke all sessions of the own but this one."""
    sessions.end_all(user, keep=row)
    audit.record(user, "session.revoke", audit.Subject("session", user.id), "结束其他全部登录")
