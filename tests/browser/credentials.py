"""What a person needs for the real sign-in page: a password, and a device that shows codes."""

import pyotp

from accounts import passwords, totp
from accounts.models import User
from core import clock
from core.database import db, transaction

PASSWORD = "Tian-Gong-8842-kai"


def equip(user):
    """Give a person this password and a device; returns the secret of the device."""
    secret = totp.new_secret()
    with transaction():
        row = db.session.get(User, user.id)
        row.password_hash, row.password_at = passwords.hash_of(PASSWORD), clock.now()
        row.totp_secret = totp.sealed(secret, row)
    return secret


def code(secret):
    """What the device shows now."""
    return pyotp.TOTP(secret, interval=totp.PERIOD).at(clock.now())
