"""The second factor: time-based codes that work once (RFC 6238), and recovery codes for a lost device."""

import base64
import hashlib
import hmac
import io
import re
import secrets

import pyotp
import segno
import sqlalchemy as sa
from flask import current_app
from markupsafe import Markup

from accounts.models import RecoveryCode
from core import clock, keys
from core.database import db

PERIOD = 30
RECOVERY_CODES = 10


def new_secret():
    """A fresh shared secret in base32."""
    return pyotp.random_base32()


def sealed(secret, user):
    """The secret as it is stored: encrypted and bound to the account."""
    return keys.encrypt("totp", secret.encode(), str(user.id).encode())


def opened(ciphertext, user):
    """The secret that `sealed` stored."""
    return keys.decrypt("totp", ciphertext, str(user.id).encode()).decode()


def packed(ciphertext):
    """The ciphertext as text, for the cookie that carries a secret not yet confirmed."""
    return base64.b64encode(ciphertext).decode()


def unpacked(text):
    """The inverse of `packed`."""
    return base64.b64decode(text)


def step_of(secret, code, *, after=0):
    """The time step the code belongs to, one step of tolerance; None when wrong or not newer than `after`."""
    code, generator = re.sub(r"\s", "", code), pyotp.TOTP(secret, interval=PERIOD)
    here = int(clock.now().timestamp()) // PERIOD
    for step in (here - 1, here, here + 1):
        right = hmac.compare_digest(generator.generate_otp(step).encode(), code.encode())
        if right and step > after:
            return step
    return None


def picture(secret, user):
    """The code to scan, as SVG without inline style."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=current_app.config["SITE_NAME"])
    out = io.BytesIO()
    segno.make(uri, error="m").save(
        out, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgns=False, omitsize=True
    )
    return Markup(out.getvalue().decode())  # noqa: S704 our own drawing, no text of users in it


def accepts(user, code):
    """Whether the code is right for this person now; a right one is used up by asking."""
    if user.totp_secret and re.fullmatch(r"\s*\d{3}\s?\d{3}\s*", code):
        step = step_of(opened(user.totp_secret, user), code, after=user.totp_last_step)
        if step is not None:
            user.totp_last_step = step
            return True
        return False
    return _accepts_recovery(user, code)


def _recovery_hash(user, code):
    plain = re.sub(r"[\s-]", "", code).upper()
    return hmac.new(keys.derived("recovery code"), f"{user.id}:{plain}".encode(), hashlib.sha256).hexdigest()


def _accepts_recovery(user, code):
    used = sa.update(RecoveryCode).where(
        RecoveryCode.user_id == user.id,
        RecoveryCode.code_hash == _recovery_hash(user, code),
        RecoveryCode.used_at.is_(None),
    )
    return db.session.execute(used.values(used_at=clock.now())).rowcount == 1  # type: ignore[attr-defined]


def new_recovery_codes(user):
    """Replace the recovery codes of this person; returns them in clear, the only time they exist so."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [readable_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=_recovery_hash(user, code)) for code in codes)
    return codes


def readable_code():
    """A random code a person can copy from paper: 60 bits in three groups."""
    text = base64.b32encode(secrets.token_bytes(8)).decode()[:12]
    return "-".join((text[:4], text[4:8], text[8:]))


def codes_left(user):
    """How many recovery codes are not used yet."""
    return db.session.scalar(
        sa.select(sa.func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    )
