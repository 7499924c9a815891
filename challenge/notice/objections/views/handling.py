"""Steps of an objection: each with its confirmation page; the record; the logged look at who objects."""

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.models import User
from challenge.notice.objections import handlers, queries, sealed
from challenge.notice.objections.actions import handling
from challenge.notice.objections.forms import STEP_FORMS, EmptyForm, RecordForm
from challenge.notice.objections.models import Objection
from challenge.notice.objections.views import desk
from challenge.notice.objections.views.blueprint import bp, crumbs_of
from core import workflow
from core.database import db
from core.gates import is_signed_in, load, requires
from core.gates import may as allowed

SAID = {
    "accept": ["进入调查，答复期限开始计算。", "异议人会收到通知。"],
    "refuse": ["异议人会收到通知，并可以申请复核。", "情形和说明记入答复书。"],
    "extend": ["答复期限延长一次，不能再延长。", "异议人会收到通知和理由。"],
    "answer": [
        "答复书送达异议人，异议人可以申请复核。",
        "编号、理由、结论和处理措施在公示页面公开，不含姓名。",
    ],
    "settle": ["异议办结，不再复核。"],
    "ask_review": ["由另外的人员复核一次，复核结论为终局。"],
    "readmit": ["不予受理的决定撤销，由原承办人调查答复。"],
    "keep_refused": ["不予受理成为终局。"],
    "decide": ["复核结论为终局，在公示页面公开，不含姓名。", "异议人会收到通知。"],
    "assign": ["指定的人员会收到通知，原来的人员不再办理。"],
    "withdraw": ["异议办结，不再调查，不能恢复。"],
}


@bp.route("/<key>/steps/<action>", methods=["GET", "POST"])
@requires(is_signed_in)
def step(key, action):
    """Confirm and make a step."""
    objection = load(Objection, key, may.READ_OBJECTION, by="key")
    if action not in STEP_FORMS:
        abort(404)
    form = _form(objection, action)
    if form.validate_on_submit():
        handling.make(current_user, objection, action, **_facts(form))
        flash(f"已办理：{_row(objection, action).label}。", "good")
        readable = allowed(current_user, objection, may.READ_OBJECTION)
        return redirect(
            url_for("objections.detail", key=key) if readable else url_for("objections.desk_list")
        )
    if not form.is_submitted():
        _refuse_early(objection, action)
    return _page(objection, action, form), 422 if form.errors else 200


def _form(objection, action):
    form = STEP_FORMS[action]()
    if action == "assign":
        form.offer(*handlers.assignable(objection))
    elif action == "refuse":
        form.offer(objection)
    if allowed(current_user, objection, may.HANDLE_OBJECTION):
        form.who = sealed.get(objection, "identity")
    return form


def _facts(form):
    facts = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if "person" in facts:
        facts["person"] = db.session.scalar(sa.select(User).filter_by(id=int(facts["person"])))
    return facts


def _row(objection, action):
    return next(row for row in workflow.steps_of(objection) if row.action == action)


def _refuse_early(objection, action):
    found = workflow.refusal(handling.actor_of(current_user, objection), objection, action)
    if found:
        raise workflow.Refused(found)


def _page(objection, action, form):
    row, code = _row(objection, action), objection.code or "草稿"
    crumbs = crumbs_of((code, url_for("objections.detail", key=objection.key)), (row.label, None))
    said = {"objection": objection, "step": row, "form": form, "consequences": SAID[action]}
    rest = queries.rest_of(objection)
    return render_template("challenge/notice/objections/step.html", **said, rest=rest, crumbs=crumbs)


@bp.post("/<key>/record")
@requires(is_signed_in)
def record(key):
    """Keep the record of the investigation."""
    objection, form = load(Objection, key, may.INVESTIGATE_OBJECTION, by="key"), RecordForm()
    if not form.validate():
        return desk.page(objection, form), 422
    handling.write_record(current_user, objection, form.text.data)
    flash("调查记录已保存。", "good")
    return redirect(url_for("objections.detail", key=key))


@bp.post("/<key>/objector")
@requires(is_signed_in)
def objector(key):
    """Show who objects, once, and log the look."""
    objection = load(Objection, key, may.READ_OBJECTOR, by="key")
    if not EmptyForm().validate():
        abort(400)
    found = handling.look_at_objector(current_user, objection)
    return desk.page(objection, RecordForm(formdata=None, data=sealed.get(objection, "record")), found)
