"""流榜分析与处理: why a list has lapsed and what could be done, for bureau and poster; its split, for the officer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_bureau, is_officer
from challenge.lapsed import actions, forms, pages
from challenge.posting import steps
from challenge.posting.forms.fields import clean
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from core import workflow
from core.gates import load, requires
from core.looks import record_look

bp = Blueprint("lapsed", __name__)
steps.page_of("split", "lapsed.split")


@bp.get("/desk/challenges/<code>/lapsed")
@requires(may_post, is_bureau)
def analysis(code):
    """Why the list has lapsed, as far as the reader may know it, and what could be done."""
    challenge = load(Challenge, code, may.READ_LAPSE, by="code")
    page = pages.analysis(challenge, current_user)
    if page.names:
        record_look(current_user, "lapse", challenge)
    return render_template("challenge/lapsed/analysis.html", page=page, challenge=challenge)


@bp.route("/desk/challenges/<code>/split", methods=["GET", "POST"])
@requires(is_officer)
def split(code):
    """Which indicator goes where; then two drafts of the poster."""
    challenge = load(Challenge, code, may.AMEND_CHALLENGE, by="code")
    stopped = workflow.refusal(current_user, challenge, "split")
    if stopped:
        raise workflow.Refused(stopped)
    form = forms.split_form(challenge, pages.pair_of(challenge), clean(request.args.get("reason", "")))
    only_look = request.form.get("go") == "preview"
    if not only_look and form.validate_on_submit():
        titles = form.first.data, form.second.data
        actions.split(current_user, challenge, titles, form.groups, form.reason.data)
        flash("已拆分为两份需求草稿，发榜单位已收到站内信。", "success")
        return redirect(url_for("posting.desk_detail", code=code))
    parts = forms.parts(challenge, form)
    page = render_template("challenge/lapsed/split.html", challenge=challenge, form=form, parts=parts)
    return page, 422 if form.errors else 200
