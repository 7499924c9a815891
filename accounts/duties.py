"""What a signed-in person must do before anything else: a new password, a second factor."""

from flask import redirect, request, url_for
from flask_login import current_user

from accounts import passwords, sessions

PASSWORD, SECOND_FACTOR = "account.change_password", "second_factor.enrol"
ALWAYS = {"static", "bootstrap.static", "auth.sign_out", "auth.sign_in", "health.alive", "health.ready"}


def duty_of(user):
    """The endpoint that this person must visit first, or None."""
    if user.must_change_password or passwords.is_too_old(user):
        return PASSWORD
    if passwords.needs_second_factor(user) and sessions.current().second_factor_at is None:
        return SECOND_FACTOR
    return None


def register(app):
    """Lead everybody to the open duty, whatever page was asked for."""
    passwords.prepare()

    @app.before_request
    def _duties_first():
        if request.endpoint is None or request.endpoint in ALWAYS or not current_user.is_authenticated:
            return None
        duty = duty_of(current_user)
        return redirect(url_for(duty)) if duty and request.endpoint != duty else None
