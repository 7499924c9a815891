"""The page of a step on an account or organisation: says what will happen, asks the reason, performs it."""

from flask import abort, flash, redirect, render_template
from flask_login import current_user

from accounts.corrections import Correction
from accounts.forms import PlainForm, ReasonForm
from accounts.models import User
from core.workflow import Refused, apply, refusal, steps_of

CONSEQUENCES = {
    "user.approve": ["该账号可以登录并使用平台。", "申请人会收到通知。"],
    "user.refuse": ["该账号不能登录。", "填写了邮箱的申请人会收到写明理由的邮件。"],
    "user.reconsider": ["该申请回到待审核。"],
    "user.stop": ["该账号立即在所有设备上退出，不能再登录。", "已提交的内容不受影响。"],
    "user.resume": ["该账号可以重新登录。"],
    "organisation.approve": ["该单位的账号可以通过审核。"],
    "organisation.refuse": ["该单位的账号不能通过审核。"],
    "organisation.reconsider": ["该单位回到待审核。"],
    "organisation.stop": ["该单位的所有账号立即退出，不能再登录。", "已提交的内容不受影响。"],
    "organisation.resume": ["该单位的账号可以重新登录。"],
    "correction.refuse": ["登记的资料不变。", "申请人会收到您写的理由。"],
}


def step_page(subject, action, *, back, namesakes=()):
    """GET: the confirmation page, with `namesakes` to be looked at; POST: the step itself, then `back`."""
    row = next((one for one in steps_of(subject) if one.action == action), None)
    if row is None:
        abort(404)
    found = refusal(current_user, subject, action)
    if found is not None:
        raise Refused(found)
    form = ReasonForm() if "reason" in row.asks else PlainForm()
    if form.validate_on_submit():
        apply(current_user, subject, action, **({"reason": form.reason.data} if row.asks else {}))
        flash(f"已{row.label}。", "good")
        return redirect(back)
    name, whom = _named(subject)
    title = f"{row.label}：{whom}"
    told = CONSEQUENCES[f"{name}.{action}"]
    facts = {"title": title, "told": told, "back": back, "namesakes": namesakes}
    body = render_template("accounts/steps/step.html", row=row, form=form, **facts)
    return body, 422 if form.is_submitted() else 200


def _named(subject):
    """(kind, name) of what the step is made on."""
    if isinstance(subject, User):
        return "user", subject.display_name
    if isinstance(subject, Correction):
        return "correction", subject.organisation.name
    return "organisation", subject.name
