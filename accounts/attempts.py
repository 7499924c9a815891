"""Lock-out: failures counted per account name and address, whether or not there is such an account."""

import datetime as dt
import hashlib

import sqlalchemy as sa
from flask import request
from werkzeug.exceptions import TooManyRequests

from accounts.models import SignInAttempt
from core import audit, clock
from core.database import afterwards, db
from core.formats import span_zh

FAILURES = 5
LOCKED_FOR = dt.timedelta(minutes=15)
# One address may serve a whole office; beyond this it is somebody who tries many accounts.
FAILURES_OF_ADDRESS = 60
REQUESTS_AN_HOUR = 10


def _key(kind, name):
    return hashlib.sha256(f"{kind}|{name.lower()}|{request.remote_addr}".encode()).hexdigest()


def wait(kind, name):
    """Seconds until `name` may be tried again from this address; 0 when it may be tried now."""
    return max(
        _seconds(_key(kind, name), FAILURES, LOCKED_FOR),
        _seconds(_key("address", ""), FAILURES_OF_ADDRESS, LOCKED_FOR),
    )


def _seconds(key, allowed, span):
    since = clock.now() - span
    last_success = sa.select(sa.func.max(SignInAttempt.id)).where(
        SignInAttempt.key == key, SignInAttempt.succeeded
    )
    failed = sa.select(SignInAttempt.at).where(
        SignInAttempt.key == key,
        SignInAttempt.at > since,
        SignInAttempt.succeeded.is_(False),
        SignInAttempt.id > sa.func.coalesce(last_success.scalar_subquery(), 0),
    )
    newest = db.session.scalars(failed.order_by(SignInAttempt.id.desc()).limit(allowed)).all()
    if len(newest) < allowed:
        return 0
    return max(1, int((newest[0] + span - clock.now()).total_seconds()))


def note(kind, name, *, succeeded, locked="连续失败，暂停登录"):
    """Write the attempt down after the request, so that it stays although the refused request leaves nothing.

    `locked` is what the log says when it was one too many.
    """
    key, everybody = _key(kind, name), _key("address", "")

    def write():
        now = clock.now()
        db.session.add(SignInAttempt(key=key, at=now, succeeded=succeeded))
        if succeeded:
            return
        db.session.add(SignInAttempt(key=everybody, at=now, succeeded=False))
        db.session.flush()
        if _seconds(key, FAILURES, LOCKED_FOR):
            audit.record(None, f"{kind}.locked", audit.Subject("attempt", key[:12]), locked)

    afterwards(write)


def wait_of_requests(kind):
    """Seconds until this address may send another request of this kind (registration, reset); 0 when now."""
    return _seconds(_key(kind, ""), REQUESTS_AN_HOUR, dt.timedelta(hours=1))


def note_request(kind):
    """Count a request of this kind from this address."""
    key, now = _key(kind, ""), clock.now()
    afterwards(lambda: db.session.add(SignInAttempt(key=key, at=now, succeeded=False)))


def refuse_while(seconds):
    """End the request with 429 and the time to wait, unless it is 0."""
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def answer(page, seconds):
    """A page with a form as the answer to who must wait `seconds`: what was typed stays, the header says how long."""
    return page, 429, {"Retry-After": str(seconds)}


def sentence(why, seconds):
    """What the form says to who must wait."""
    return f"{why}，请在 {span_zh(seconds)}后再试。"
