"""A forgotten password (/auth/forgotten, /auth/reset/…, /auth/redeem)."""

from flask import Blueprint, flash, redirect, render_template, url_for

from accounts import attempts, tokens
from accounts.actions import credentials, recovery, signing_in
from accounts.forms import ForgottenForm, NewPasswordForm, RedeemForm
from accounts.models import User
from accounts.passwords import demands
from core.database import db
from core.gates import public

bp = Blueprint("forgotten", __name__, url_prefix="/auth")

DONE = "密码已重置，请用新密码登录。"


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def ask():
    """Order a mail; the answer and the time are the same for every name."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return _answer("ask", form)
    attempts.refuse_while(attempts.wait_of_requests("forgotten"))
    attempts.note_request("forgotten")
    recovery.order_reset_mail(form.username.data)
    return redirect(url_for("forgotten.asked"))


@bp.get("/forgotten/asked")
@public
def asked():
    """What happens next, with a mail address and without."""
    return render_template("accounts/forgotten/asked.html")


@bp.get("/reset/<string(maxlength=80):secret>")
@public
def open_link(secret):
    """The page of the link: only a POST consumes it, so that a mail scanner that follows links does no harm."""
    row = tokens.find(tokens.RESET, secret)
    if row is None:
        return render_template("accounts/forgotten/stale.html"), 404
    return render_template("accounts/forgotten/reset.html", form=NewPasswordForm(), demands=demands())


@bp.post("/reset/<string(maxlength=80):secret>")
@public
def reset(secret):
    """Consume the link and set the new password."""
    row, form = tokens.find(tokens.RESET, secret), NewPasswordForm()
    if row is None:
        return render_template("accounts/forgotten/stale.html"), 404
    if not form.validate_on_submit() or not _may_take(db.session.get(User, row.user_id), form):
        return _answer("reset", form)
    recovery.reset_by(row, form.password.data)
    flash(DONE, "good")
    return redirect(url_for("auth.sign_in"))


@bp.route("/redeem", methods=["GET", "POST"])
@public
def redeem():
    """The code that an officer handed over, and the new password."""
    form = RedeemForm()
    if not form.validate_on_submit():
        return _answer("redeem", form)
    name = signing_in.normalised(form.username.data)
    attempts.refuse_while(attempts.wait("redeem", name))
    row = _row_of_code(name, form)
    if row is None or not _may_take(db.session.get(User, row.user_id), form):
        return _answer("redeem", form)
    recovery.reset_by(row, form.password.data)
    flash(DONE, "good")
    return redirect(url_for("auth.sign_in"))


def _row_of_code(name, form):
    row = tokens.find(tokens.HAND_OVER, form.code.data)
    right = row is not None and db.session.get(User, row.user_id).username == name
    attempts.note("redeem", name, succeeded=right)
    if not right:
        form.form_errors.append("用户名或一次性重置码不正确，或重置码已过期、已用过。")
    return row if right else None


def _may_take(user, form):
    fault = credentials.fault_of_new(user, form.password.data)
    if fault:
        form.password.errors = [fault]
    return not fault


def _answer(page, form):
    body = render_template(f"accounts/forgotten/{page}.html", form=form, demands=demands())
    return body, 422 if form.is_submitted() else 200
