"""Signing in and out (/auth/…)."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from accounts import attempts, queries, redirects, sessions
from accounts.actions import signing_in
from accounts.forms import CodeForm, SignInForm
from accounts.models import User
from accounts.states import OrganisationState, UserState
from core import settings
from core.database import db
from core.gates import public

bp = Blueprint("auth", __name__, url_prefix="/auth")

NEXT_KEY = "next"
LAPSED = {
    "expired": "登录已过期：较长时间没有操作，或已连续登录 12 小时。请重新登录，随后回到刚才的页面。",
    "ended": "本次登录已结束：可能已在别处退出、修改了密码，或角色有变动。请重新登录。",
}
SENT = "登录已过期，请重新登录。刚才提交的内容没有办理，登录后回到原来的页面。"
WRONG = "用户名或密码不正确。"
WRONG_CODE = "验证码不正确或已用过，请等待下一个验证码，或使用恢复码。"


@bp.get("/sign-in")
@public
def sign_in():
    """The form; says so when the session has lapsed."""
    if current_user.is_authenticated:
        return redirect(_target())
    return _page(SignInForm(formdata=None, username=request.args.get("username", "")[:40]))


@bp.post("/sign-in")
@public
def check_password():
    """First step: name and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form), 422
    wait = attempts.wait("sign_in", signing_in.normalised(form.username.data))
    if wait:
        form.form_errors.append(attempts.sentence("连续多次登录失败", wait))
        return attempts.answer(_page(form), wait)
    user = signing_in.person_with(form.username.data, form.password.data)
    if user is None or not user.is_active:
        form.form_errors.append(WRONG if user is None else _why_not(user))
        return _page(form), 422
    return _first_step_done(user, _target())


def _first_step_done(user, target):
    if signing_in.asks_second_factor(user):
        signing_in.begin_second_step(user)
        session[NEXT_KEY] = target
        return redirect(url_for("auth.second_factor"))
    signing_in.enter(user)
    return redirect(target)


def _why_not(user: User):
    if user.state is UserState.PENDING:
        return "您的注册申请正在审核，通过后即可登录。"
    if user.state is UserState.REFUSED:
        return f"您的注册申请未通过。理由：{queries.refusal_reason(user)}"
    if user.organisation is not None and user.organisation.state is OrganisationState.STOPPED:
        return "您所在的单位已停用，请与我局联系。"
    return "您的账号已停用，请与我局联系。"


def _page(form):
    return render_template(
        "accounts/auth/sign_in.html",
        form=form,
        **_why_here(),
        next=redirects.local_page(request.values.get("next")),
        demo_accounts=settings.get("demo_accounts", []) if current_app.config["DEMO"] else [],
        demo_password=settings.get("demo_password", ""),
    )


def _why_here():
    """Why the reader stands here, if a session has lapsed, and whether a form was sent meanwhile."""
    if request.method != "GET":
        return {"lapsed": None, "sent": False}
    sent = request.args.get("sent") == "yes"
    return {"lapsed": SENT if sent else LAPSED.get(sessions.why_gone()), "sent": sent}


def _target():
    return redirects.local_page(request.values.get("next")) or redirects.start_page()


@bp.get("/second-factor")
@public
def second_factor():
    """Second step: the code."""
    if signing_in.pending() is None:
        return redirect(url_for("auth.sign_in"))
    return render_template("accounts/auth/second_factor.html", form=CodeForm(formdata=None))


@bp.post("/second-factor")
@public
def check_code():
    """Check the code; five wrong ones lock this account for this address."""
    row, form, target = signing_in.pending(), CodeForm(), session.get(NEXT_KEY)
    if row is None:
        flash("验证时间已过，请重新登录。", "wait")
        return redirect(url_for("auth.sign_in"))
    if not form.validate_on_submit():
        return render_template("accounts/auth/second_factor.html", form=form), 422
    wait = attempts.wait("second_factor", db.session.get(User, row.user_id).username)
    if not wait and signing_in.finish_second_step(row, form.code.data):
        return redirect(redirects.local_page(target) or redirects.start_page())
    form.code.errors = [attempts.sentence("连续多次验证失败", wait) if wait else WRONG_CODE]
    body = render_template("accounts/auth/second_factor.html", form=form)
    return attempts.answer(body, wait) if wait else (body, 422)


@bp.post("/sign-out")
@public
def sign_out():
    """End the session of this browser."""
    signing_in.leave(sessions.current() if current_user.is_authenticated else None)
    flash("您已退出登录。", "good")
    return redirect(url_for("auth.sign_in"))
