"""The own profile: created and edited in short parts, handed in, confirmed once a year."""

from flask import abort, flash, jsonify, redirect, render_template, url_for
from flask_login import current_user

from core import clock
from core.errors import Conflict
from core.gates import requires
from core.workflow import available
from talent import actions, queries, rules
from talent.parts import BY_KEY, form_of
from talent.rules import may_have_own_profile
from talent.views.blueprint import bp
from talent.views.editing import part_page
from talent.views.profiles import step_page


@bp.get("/mine")
@requires(may_have_own_profile)
def mine():
    """The own profile, what is missing, and what can be done."""
    row = queries.own_profile(current_user)
    if row is None:
        return render_template("talent/none.html")
    return render_template(
        "talent/mine.html",
        profile=row,
        choices=available(current_user, row),
        missing=rules.profile_complete(row),
        is_due=rules.confirmation_due(row, clock.now()),
        history=queries.history_of(row),
        consents=queries.consents_of(row),
        declarable=rules.DECLARABLE,
    )


def _address(key):
    return url_for("talent.edit_mine", part=key)


@bp.route("/mine/edit/<string(maxlength=20):part>", methods=["GET", "POST"])
@requires(may_have_own_profile)
def edit_mine(part):
    """One part of the own profile; the first one creates it."""
    row = queries.own_profile(current_user)

    def create(form):
        actions.create_profile(current_user, form.values(), own=True)

    home = url_for("talent.mine")
    draft = url_for("talent.autosave_mine", part=part)
    return part_page(current_user, row, part, url_of=_address, home=home, create=create, draft=draft)


@bp.post("/mine/draft/<string(maxlength=20):part>")
@requires(may_have_own_profile)
def autosave_mine(part):
    """Save what is good of the own draft while it is written; answers JSON."""
    row = queries.own_profile(current_user)
    part = BY_KEY.get(part)
    if row is None or part is None or part.draft is None:
        abort(404)
    form = form_of(part, row, masked=False)
    try:
        actions.save_draft(row, part.draft(form), version=form.opened_version)
    except Conflict as stale:
        return jsonify(error=str(stale), version=row.version), 409
    problems = [form[name].label.text for name in form.errors if name]
    return jsonify(saved=f"{clock.beijing(clock.now()):%H:%M}", version=row.version, problems=problems)


@bp.post("/mine/confirm")
@requires(may_have_own_profile)
def confirm():
    """The yearly confirmation."""
    row = queries.own_profile(current_user)
    if row is not None:
        actions.confirm_profile(current_user, row)
        flash("已确认，感谢您保持档案准确。", "good")
    return redirect(url_for("talent.mine"))


@bp.route("/mine/steps/<string(maxlength=40):action>", methods=["GET", "POST"])
@requires(may_have_own_profile)
def step_mine(action):
    """A step of the own profile."""
    row = queries.own_profile(current_user)
    if row is None:
        return redirect(url_for("talent.mine"))
    return step_page(row, action, home=url_for("talent.mine"))
