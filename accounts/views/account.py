"""The own account (/account): data, password, sessions, colleagues, export, step-up."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts import attempts, duties, own_data, passwords, permissions, queries, redirects, sessions
from accounts.actions import administering, credentials, signing_in
from accounts.corrections import requests_of, waiting_of
from accounts.forms import ChangePasswordForm, ContactForm, StepUpForm
from accounts.models import SignInSession, User
from accounts.rules import leads_organisation
from accounts.stepup import stepped_up
from accounts.views.steps import step_page
from core.gates import is_signed_in, load, requires
from core.listing import attachment
from core.workflow import available

bp = Blueprint("account", __name__, url_prefix="/account")

ID = "int(max=2147483647)"


@bp.get("")
@requires(is_signed_in)
def home():
    """Own data, roles, second factor, sessions."""
    return render_template(
        "accounts/account/home.html",
        role_names="、".join(sorted(role.label for role in current_user.roles)) or "尚无角色",
        here=sessions.current(),
        policy=passwords.policy(),
        **queries.security_of(current_user),
    )


@bp.route("/contact", methods=["GET", "POST"])
@requires(is_signed_in)
@stepped_up
def contact():
    """Change mail address and phone."""
    form = ContactForm(obj=current_user)
    if not form.validate_on_submit():
        return render_template(
            "accounts/account/contact.html", form=form
        ), 422 if form.is_submitted() else 200
    administering.change_contact(current_user, email=form.email.data, phone=form.phone.data)
    flash("联系方式已保存。", "good")
    return redirect(url_for("account.home"))


@bp.route("/password", methods=["GET", "POST"])
@requires(is_signed_in)
def change_password():
    """A new password; all other sessions end."""
    form = ChangePasswordForm()
    is_filled = form.validate_on_submit()
    wait = _wait() if is_filled else 0
    if is_filled and _may_change(form, wait):
        what = "修改密码"
        credentials.set_password(current_user, form.password.data, actor=current_user, what=what)
        flash("密码已修改，其他设备上的登录已全部结束。", "good")
        return redirect(redirects.start_page())
    body = render_template(
        "accounts/account/change_password.html",
        form=form,
        demands=passwords.demands(),
        forced=duties.duty_of(current_user) == duties.PASSWORD,
    )
    return _answer(body, form, wait)


def _wait():
    return attempts.wait("step_up", current_user.username)


def _answer(body, form, wait):
    if not form.is_submitted():
        return body
    return attempts.answer(body, wait) if wait else (body, 422)


def _may_change(form, wait):
    right = not wait and signing_in.step_up(sessions.current(), form.present.data)
    if not right:
        form.present.errors = [_wrong(wait, "当前密码不正确。")]
        return False
    fault = credentials.fault_of_new(current_user, form.password.data)
    form.password.errors = [fault] if fault else []
    return not fault


def _wrong(wait, sentence):
    return attempts.sentence("连续多次验证失败", wait) if wait else sentence


@bp.route("/step-up", methods=["GET", "POST"])
@requires(is_signed_in)
def step_up():
    """Prove again who it is before an act of consequence."""
    form, target, wait = StepUpForm(), redirects.local_page(request.values.get("next")), 0
    if form.validate_on_submit():
        wait = _wait()
        if not wait and signing_in.step_up(sessions.current(), form.secret.data):
            return redirect(target or redirects.start_page())
        form.secret.errors = [_wrong(wait, "密码或验证码不正确。")]
    body = render_template("accounts/account/step_up.html", form=form, next=target)
    return _answer(body, form, wait)


@bp.post(f"/sessions/<{ID}:session_id>/end")
@requires(is_signed_in)
def end_session(session_id):
    """Sign out one browser."""
    row = load(SignInSession, session_id, permissions.OWN)
    signing_in.end_session(current_user, row)
    flash("已结束该设备的登录。", "good")
    return redirect(url_for("account.home"))


@bp.post("/sessions/end-others")
@requires(is_signed_in)
def end_other_sessions():
    """Sign out all other browsers."""
    signing_in.end_other_sessions(current_user, sessions.current())
    flash("其他设备上的登录已全部结束。", "good")
    return redirect(url_for("account.home"))


@bp.get("/export")
@requires(is_signed_in)
@stepped_up
def export():
    """Own personal data as JSON."""
    data = json.dumps(own_data.of(current_user), ensure_ascii=False, indent=2)
    return attachment(data.encode(), "我的个人数据.json", "application/json")


@bp.get("/organisation")
@requires(leads_organisation)
def organisation():
    """Colleagues and who asks to join; what is registered of the organisation."""
    people = [
        (person, available(current_user, person)) for person in queries.people_of(current_user.organisation)
    ]
    row = current_user.organisation
    return render_template(
        "accounts/account/organisation.html",
        people=people,
        row=row,
        asked=requests_of(row),
        waiting=waiting_of(row),
    )


@bp.route(f"/organisation/people/<{ID}:user_id>/steps/<string(maxlength=40):action>", methods=["GET", "POST"])
@requires(leads_organisation)
def step(user_id, action):
    """Approve or refuse a colleague."""
    person = load(User, user_id, permissions.ADMIT_COLLEAGUE)
    return step_page(person, action, back=url_for("account.organisation"))
