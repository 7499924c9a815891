"""The form in four steps, saved by itself, and its submission."""

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict

import challenge.permissions as may
from challenge import rulepack
from challenge.posting import check, conflict, typical
from challenge.posting.actions import drafting
from challenge.posting.forms.desk import NewForm, SubmitForm
from challenge.posting.forms.dressing import form_of
from challenge.posting.forms.steps import FORMS, STEPS
from challenge.posting.models import Attachment
from challenge.posting.queries import similar
from challenge.posting.rules import may_begin, may_post
from challenge.posting.steps import choices_of
from challenge.posting.views.blueprint import bp, demand_of, desk_url
from core import clock
from core.gates import load, requires
from core.inspection import RefusedFile


@bp.route("/desk/challenges/new", methods=["GET", "POST"])
@requires(may_begin)
def new():
    """What it takes to describe a demand; the button makes the draft."""
    form = NewForm().offer(rulepack.offered_to(one.value for one in current_user.roles))
    if not form.validate_on_submit():
        page = {"steps": STEPS, "form": form, "modes": form.modes}
        return render_template("challenge/posting/new.html", **page), 422 if form.errors else 200
    challenge = drafting.begin_draft(current_user, form.chosen())
    return redirect(url_for("posting.edit", code=challenge.code, number=1))


@bp.route("/desk/challenges/<code>/edit/<int:number>", methods=["GET", "POST"])
@requires(may_post)
def edit(code, number):
    """One step of the form."""
    challenge, form = _draft(code, number)
    if request.method == "GET" or _reshape(form, challenge):
        return _page(challenge, number, form)
    if not form.validate_on_submit():
        return _page(challenge, number, form), 422
    try:
        drafting.save_draft(current_user, challenge, form.changes(), version=form.seen_version())
        _keep_files(challenge, form)
    except drafting.VersionConflict as other:
        return _page(challenge, number, form, _both(challenge, form, other)), 409
    except RefusedFile as refused:
        form.files.errors = [refused.sentence]
        return _page(challenge, number, form), 422
    flash("草稿已保存。", "success")
    return redirect(_next(challenge, number))


def _draft(code, number):
    challenge = demand_of(code, may.EDIT_CHALLENGE)
    if number not in FORMS:
        abort(404)
    sent: list = [request.form, request.files]
    typed = CombinedMultiDict(sent) if request.method == "POST" else None
    form = form_of(number, challenge).of(challenge, typed)
    if typed is None:
        for name in form.ROW_FIELDS:
            if not form[name].entries:
                form[name].offer()
    return challenge, form


def _reshape(form, challenge):
    """The buttons that add a row without saving, for readers without JavaScript and for typical indicators."""
    wish, _, what = request.form.get("go", "").partition("-")
    if wish == "row" and what in form.ROW_FIELDS:
        form[what].offer()
        return True
    offered = typical.typical(challenge.industry)
    if wish == "typical" and what.isdecimal() and int(what[:9]) < len(offered) and "indicators" in form:
        form.indicators.offer(typical.as_row(offered[int(what[:9])]))
        return True
    return False


def _both(challenge, form, other):
    form.version.data = challenge.version
    return conflict.both_versions(other.stored, form.changes())


def _keep_files(challenge, form):
    if "files" not in form:
        return
    for upload in form.files.data or []:
        if getattr(upload, "filename", ""):
            drafting.attach(current_user, challenge, upload.filename, upload.read())
    removed = request.form.get("go", "").removeprefix("remove-")
    if removed.isdecimal():
        mine = (lambda user, row: row.owner_type == "challenge" and row.owner_id == challenge.id,)
        drafting.remove_attachment(current_user, challenge, load(Attachment, int(removed[:9]), mine))


def _next(challenge, number):
    stays = request.form.get("go", "next") != "next"
    if not stays and number == len(STEPS):
        return url_for("posting.submit", code=challenge.code)
    return url_for("posting.edit", code=challenge.code, number=number if stays else number + 1)


def _page(challenge, number, form, both=None):
    return render_template(
        f"challenge/posting/step{number}.html",
        challenge=challenge,
        form=form,
        number=number,
        back=number - 1,
        onward=number < len(STEPS),
        steps=STEPS,
        both=both,
        flags=_flags(challenge),
        offered=typical.typical(challenge.industry) if number == 2 else [],
        attachments=drafting.attachments_of(challenge) if number == 4 else [],
    )


def _flags(challenge):
    return check.flags_of(challenge, similar.look_alikes(challenge, current_user))


@bp.post("/desk/challenges/<code>/draft/<int:number>")
@requires(may_post)
def autosave(code, number):
    """Save what can be saved while it is written; answers JSON."""
    challenge, form = _draft(code, number)
    form.validate()
    try:
        drafting.save_draft(current_user, challenge, form.changes(), version=form.seen_version())
    except drafting.VersionConflict as other:
        both = conflict.both_versions(other.stored, form.changes())
        return jsonify(error=str(other), version=challenge.version, both=both), 409
    problems = [str(form[name].label.text) for name in form.errors if name]
    saved = f"{clock.beijing(clock.now()):%H:%M}"
    return jsonify(saved=saved, version=challenge.version, problems=problems)


@bp.get("/desk/challenges/<code>/check")
@requires(may_post)
def check_panel(code):
    """The demand check as a fragment, fetched beside the form after each save."""
    challenge = demand_of(code, may.EDIT_CHALLENGE)
    return render_template("challenge/posting/check_panel.html", flags=_flags(challenge))


@bp.route("/desk/challenges/<code>/submit", methods=["GET", "POST"])
@requires(may_post)
def submit(code):
    """Look over the check, make the pledge, submit."""
    challenge = demand_of(code, may.EDIT_CHALLENGE)
    form, mode = SubmitForm.of(rulepack.mode_of(challenge)), rulepack.mode_of(challenge)
    missing = next(one.refusal for one in choices_of(current_user, challenge) if one.action == "submit")
    if form.validate_on_submit() and not missing:
        drafting.submit(current_user, challenge, pledged=form.pledged.data)
        flash(mode.say("需求已提交，经办人会尽快受理，进展将发到您的站内信。"), "success")
        return redirect(desk_url(challenge))
    page = {"challenge": challenge, "form": form, "flags": _flags(challenge), "missing": missing}
    status = 422 if form.is_submitted() else 200
    return render_template("challenge/posting/submit.html", steps=STEPS, **page), status
