"""Registration (/auth/register)."""

from flask import Blueprint, redirect, render_template, url_for

from accounts import attempts
from accounts.actions import registering
from accounts.forms import RegistrationForm
from accounts.passwords import demands
from core.gates import public

bp = Blueprint("registration", __name__, url_prefix="/auth")


@bp.get("/register")
@public
def form():
    """The form."""
    return _page(RegistrationForm(formdata=None))


@bp.post("/register")
@public
def register():
    """Take the application; the answer is the same whether or not the user name is taken."""
    filled = RegistrationForm()
    if not filled.validate_on_submit():
        return _page(filled), 422
    wait = attempts.wait_of_requests("register")
    if wait:
        filled.form_errors.append(attempts.sentence("同一网络地址的注册申请过多", wait))
        return attempts.answer(_page(filled), wait)
    attempts.note_request("register")
    registering.register(filled.facts())
    return redirect(url_for("registration.received"))


def _page(filled):
    return render_template("accounts/registration/form.html", form=filled, demands=demands())


@bp.get("/register/received")
@public
def received():
    """What happens next."""
    return render_template("accounts/registration/received.html")


@bp.get("/consent")
@public
def consent():
    """《个人信息处理告知书》, the text a new person agrees to."""
    return render_template("accounts/registration/consent.html", version=registering.CONSENT_VERSION)
