"""One-time secrets: only their hashes are stored, each works once and for a limited time."""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa

from accounts.models import OneTimeToken
from core import clock
from core.database import db

PENDING_SIGN_IN = "pending_sign_in"
RESET = "reset"
HAND_OVER = "hand_over"
ASKED = "asked_"  # followed by what was asked for; such a row waits for a second person
LIFETIMES = {
    PENDING_SIGN_IN: dt.timedelta(minutes=10),
    RESET: dt.timedelta(minutes=30),
    HAND_OVER: dt.timedelta(hours=24),
    ASKED + "password": dt.timedelta(hours=24),
    ASKED + "device": dt.timedelta(hours=24),
}


def hashed(secret):
    """The stored form; the secrets are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.strip().upper().encode()).hexdigest()


def mint(purpose, user, secret=None, **facts):
    """Make a secret for `user` and return it; former ones of the same purpose stop working."""
    end(purpose, user)
    secret, now = secret or secrets.token_hex(24), clock.now()
    db.session.add(
        OneTimeToken(
            token_hash=hashed(secret),
            purpose=purpose,
            user_id=user.id,
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
            **facts,
        )
    )
    db.session.flush()
    return secret


def find(purpose, secret):
    """The live row of this secret, or None."""
    row = db.session.scalar(
        sa.select(OneTimeToken).filter_by(token_hash=hashed(secret), purpose=purpose, used_at=None)
    )
    return row if row is not None and row.expires_at > clock.now() else None


def use(row):
    """Consume the row; False when somebody else was faster."""
    spent = sa.update(OneTimeToken).where(OneTimeToken.id == row.id, OneTimeToken.used_at.is_(None))
    return db.session.execute(spent.values(used_at=clock.now())).rowcount == 1  # type: ignore[attr-defined]


def is_known_to(actor, user):
    """Whether the newest code handed over for `user` was given out by `actor` alone, who so may know the password."""
    codes = sa.select(OneTimeToken).filter_by(purpose=HAND_OVER, user_id=user.id)
    row = db.session.scalars(codes.order_by(OneTimeToken.id.desc()).limit(1)).first()
    return row is not None and row.issued_by_id == actor.id and row.approved_by_id in (None, actor.id)


def end(purpose, user):
    """Make all secrets of this purpose and person unusable."""
    live = sa.update(OneTimeToken).where(
        OneTimeToken.purpose == purpose, OneTimeToken.user_id == user.id, OneTimeToken.used_at.is_(None)
    )
    db.session.execute(live.values(used_at=clock.now()))
