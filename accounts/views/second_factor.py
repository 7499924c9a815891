"""Binding the second factor (/account/second-factor)."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import current_user

from accounts import passwords, totp
from accounts.actions import credentials
from accounts.forms import CodeForm
from accounts.stepup import stepped_up
from core.gates import is_signed_in, requires

bp = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")

PENDING_KEY = "totp"


@bp.route("", methods=["GET", "POST"])
@requires(is_signed_in)
@stepped_up
def enrol():
    """Show the picture to scan; the first right code binds the device and shows the recovery codes once."""
    secret, form = _pending(), CodeForm()
    if form.validate_on_submit():
        codes = credentials.bind(current_user, totp.unpacked(session[PENDING_KEY]), form.code.data)
        if codes is not None:
            session.pop(PENDING_KEY)
            return _codes(codes)
        form.code.errors = ["验证码不正确。请核对手机时间是否准确，再填写最新的 6 位验证码。"]
    return _page(form, secret), 422 if form.is_submitted() else 200


def _pending():
    """The secret offered in this browser; it stays in the cookie, encrypted, until a code proves it."""
    if PENDING_KEY not in session:
        session[PENDING_KEY] = totp.packed(totp.sealed(totp.new_secret(), current_user))
    return totp.opened(totp.unpacked(session[PENDING_KEY]), current_user)


def _page(form, secret):
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    picture = totp.picture(secret, current_user)
    must = passwords.needs_second_factor(current_user) and current_user.totp_secret is None
    return render_template(
        "accounts/second_factor/enrol.html", form=form, groups=groups, picture=picture, must=must
    )


def _codes(codes):
    return render_template("accounts/second_factor/codes.html", codes=codes)


@bp.post("/recovery-codes")
@requires(is_signed_in)
@stepped_up
def renew_codes():
    """New recovery codes; the old ones stop working."""
    if current_user.totp_secret is None:
        flash("请先绑定动态验证码。", "wait")
        return redirect(url_for("second_factor.enrol"))
    return _codes(credentials.renew_recovery_codes(current_user))
