"""Signed-in browsers: server-side sessions behind a random token in the cookie."""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from flask import g, has_request_context, request, session
from flask_login import LoginManager, current_user

from accounts.models import SignInSession, User
from accounts.rules import is_privileged
from core import clock
from core.database import afterwards, db

IDLE = dt.timedelta(minutes=30)
IDLE_PRIVILEGED = dt.timedelta(minutes=15)
ABSOLUTE = dt.timedelta(hours=12)
SEEN_EVERY = dt.timedelta(minutes=1)
COOKIE_KEY = "sid"


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def start(user, *, second_factor=False):
    """Begin a session for `user` and return its token; the row keeps only the hash."""
    token, now = secrets.token_urlsafe(32), clock.now()
    row = SignInSession(
        token_hash=_hash(token),
        user_id=user.id,
        created_at=now,
        seen_at=now,
        second_factor_at=now if second_factor else None,
        stepped_up_at=now,
        address=(request.remote_addr or "") if has_request_context() else "",
        device=request.user_agent.string[:200] if has_request_context() else "",
    )
    db.session.add(row)
    db.session.flush()
    return token


def current():
    """The `SignInSession` of this request, or None."""
    return g.get("sign_in_session")


def _find():
    token = session.get(COOKIE_KEY)
    if not token:
        return None
    row = db.session.scalar(sa.select(SignInSession).filter_by(token_hash=_hash(token)))
    if row is None or not row.user.is_active or row.ended_at is not None:
        g.session_gone = "ended"
        return None
    if is_over(row):
        g.session_gone = "expired"
        return None
    return row


def is_over(row):
    """Whether the limits of idleness and of length have been reached."""
    now, idle = clock.now(), IDLE_PRIVILEGED if is_privileged(row.user) else IDLE
    return now - row.seen_at > idle or now - row.created_at > ABSOLUTE


def why_gone():
    """Why nobody is signed in although the cookie names a session: ``expired``, ``ended`` or None."""
    return None if current_user.is_authenticated else g.get("session_gone")


def _load_user(_request):
    row = _find()
    if row is None:
        return None
    g.sign_in_session = row
    if clock.now() - row.seen_at > SEEN_EVERY:
        row_id = row.id
        afterwards(lambda: _mark_seen(row_id))
    return row.user


def _mark_seen(row_id):
    db.session.execute(sa.update(SignInSession).where(SignInSession.id == row_id).values(seen_at=clock.now()))


def end_all(user, *, keep=None):
    """End every session of `user` (on change of password or role), except the row `keep`."""
    open_rows = sa.select(SignInSession).filter_by(user_id=user.id, ended_at=None)
    for row in db.session.scalars(open_rows):
        if keep is None or row.id != keep.id:
            row.ended_at = clock.now()


def end_all_of(organisation):
    """End every session of every person of an organisation."""
    people = sa.select(User.id).where(User.organisation_id == organisation.id)
    ending = sa.update(SignInSession).where(
        SignInSession.user_id.in_(people), SignInSession.ended_at.is_(None)
    )
    db.session.execute(ending.values(ended_at=clock.now()))


def live(user):
    """Sessions of `user` that are still good, newest first."""
    rows = db.session.scalars(
        sa.select(SignInSession)
        .filter_by(user_id=user.id, ended_at=None)
        .order_by(SignInSession.seen_at.desc())
    )
    return [row for row in rows if not is_over(row)]


def register(app):
    """Make Flask-Login ask this module who is signed in."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_load_user)
