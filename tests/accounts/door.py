"""Through the door: the sign-in form, and the codes of a second device."""

import pyotp

from accounts import totp
from core.database import transaction
from tests import world

WRONG = "用户名或密码不正确。"


def sign_in(client, user, password=world.PASSWORD, **more):
    """Send the form."""
    name = user if isinstance(user, str) else user.username
    return client.post("/auth/sign-in", data={"username": name, "password": password, **more})


def with_device(user):
    """Give the person a device; returns its secret."""
    secret = totp.new_secret()
    with transaction():
        user.totp_secret = totp.sealed(secret, user)
    return secret


def code(secret, now):
    """What the device shows."""
    return pyotp.TOTP(secret).at(now())
