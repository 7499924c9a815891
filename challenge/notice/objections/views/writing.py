"""Writing an objection: begun from the notice, saved as typed, handed in within the period."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.notice import text
from challenge.notice.models import Notice
from challenge.notice.objections import queries, rules, sealed
from challenge.notice.objections.actions import writing
from challenge.notice.objections.forms import EmptyForm, ObjectionForm, PledgeForm
from challenge.notice.objections.models import Objection
from challenge.notice.objections.views.blueprint import bp, crumbs_of
from core.errors import Conflict
from core.gates import is_signed_in, load, requires
from core.gates import may as allowed
from core.inspection import RefusedFile


@bp.get("/new/<code>")
@requires(is_signed_in)
def new(code):
    """What an objection is, and the button that begins one."""
    notice = load(Notice, code, may.READ_NOTICE, by="code")
    found = writing.draft_of(current_user, notice)
    if found is not None:
        return redirect(url_for("objections.edit", key=found.key))
    refusal = rules.keeps_from_objecting(current_user) or rules.takes_objections(notice)
    return render_template(
        "challenge/notice/objections/new.html",
        notice=notice,
        refusal=refusal,
        last_day=text.last_day_of(notice),
        crumbs=crumbs_of(("提出异议", None)),
    )


@bp.post("/new/<code>")
@requires(is_signed_in)
def begin(code):
    """Begin a draft, or go on with the one there is."""
    notice = load(Notice, code, may.READ_NOTICE, by="code")
    found = writing.begin(current_user, notice)
    return redirect(url_for("objections.edit", key=found.key))


def _draft(key):
    objection = load(Objection, key, may.OWN_OBJECTION, by="key")
    if not allowed(current_user, objection, may.EDIT_OBJECTION):
        raise Conflict(
            f"这件异议已经提交，编号 {objection.code}，内容不能再修改，可以在工作台的“异议”中查看。"
        )
    return objection


def _form(objection, formdata=None):
    form = ObjectionForm.of(objection.notice, objection, formdata)
    form.account_name = current_user.display_name
    return form


@bp.get("/<key>/edit")
@requires(is_signed_in)
def edit(key):
    """The form."""
    objection = _draft(key)
    return _page(objection, _form(objection))


@bp.post("/<key>/edit")
@requires(is_signed_in)
def save(key):
    """Save, take a file, drop one, or go on to the submission."""
    objection, go = _draft(key), request.form.get("go", "save")
    writing.refuse_if_over(objection)
    form = _form(objection, request.form)
    fine = form.validate()
    writing.save(objection, form.changes())
    fine = _take_file(objection, form) and fine
    if not fine:
        return _page(objection, form), 422
    _drop_file(objection, go)
    if go == "submit":
        return redirect(url_for("objections.submit", key=key))
    flash("草稿已保存。", "good")
    if warning := writing.tells_who(current_user, objection):
        flash(warning, "wait")
    return redirect(url_for("objections.edit", key=key))


def _take_file(objection, form):
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return True
    try:
        writing.attach(objection, sent.filename, sent.read())
    except RefusedFile as refused:
        form.file.errors = [*form.file.errors, str(refused)]
    return not form.file.errors


def _drop_file(objection, go):
    wanted = [one for one in objection.files if go == f"remove-{one.id}"]
    for one in wanted:
        writing.detach(objection, one)


@bp.post("/<key>/autosave")
@requires(is_signed_in)
def autosave(key):
    """Save while it is written; answers what could not be saved."""
    objection = _draft(key)
    writing.refuse_if_over(objection)
    form = _form(objection, request.form)
    form.validate()
    writing.save(objection, form.changes())
    return jsonify(problems=[one.label.text for one in form if one.errors and one.name != "csrf_token"])


def _page(objection, form):
    late = rules.takes_objections(objection.notice)
    names = {one.id: sealed.name_of(objection, one) for one in objection.files}
    said = {"objection": objection, "notice": objection.notice, "form": form, "late": late, "names": names}
    crumbs = crumbs_of(("草稿", None))
    last_day = text.last_day_of(objection.notice)
    return render_template("challenge/notice/objections/edit.html", **said, last_day=last_day, crumbs=crumbs)


@bp.get("/<key>/submit")
@requires(is_signed_in)
def submit(key):
    """What will be handed in, what is missing, and the pledge."""
    return _submit_page(_draft(key), PledgeForm(formdata=None))


@bp.post("/<key>/submit")
@requires(is_signed_in)
def hand_in(key):
    """Hand it in."""
    objection, form = load(Objection, key, may.OWN_OBJECTION, by="key"), PledgeForm()
    if not form.validate():
        return _submit_page(objection, form), 422
    writing.submit(current_user, objection)
    flash(f"异议已提交，编号 {objection.code}。办理情况请在本页查看。", "good")
    return redirect(url_for("objections.detail", key=key))


def _submit_page(objection, form):
    refusal = (
        rules.takes_objections(objection.notice)
        or rules.everything_written(objection)
        or rules.keeps_name_out(current_user, objection)
    )
    written, notice = sealed.get(objection, "content"), objection.notice
    said = {"objection": objection, "notice": notice, "written": written, "form": form, "refusal": refusal}
    said["names"] = [sealed.name_of(objection, one) for one in objection.files]
    said["warning"] = writing.tells_who(current_user, objection)
    said["about"] = rules.ABOUT.get(objection.about, "")
    said["ground"] = queries.label_of(objection, "objection_grounds", objection.ground)
    crumbs = crumbs_of(("草稿", url_for("objections.edit", key=objection.key)), ("提交", None))
    return render_template("challenge/notice/objections/submit.html", **said, crumbs=crumbs)


@bp.route("/<key>/discard", methods=["GET", "POST"])
@requires(is_signed_in)
def discard(key):
    """Forget a draft."""
    objection, form = _draft(key), EmptyForm()
    if form.validate_on_submit():
        writing.discard(objection)
        flash("草稿已删除。", "good")
        return redirect(url_for("objections.desk_list"))
    crumbs = crumbs_of(("草稿", url_for("objections.edit", key=key)), ("删除", None))
    page = "challenge/notice/objections/discard.html"
    return render_template(page, objection=objection, form=form, crumbs=crumbs)
