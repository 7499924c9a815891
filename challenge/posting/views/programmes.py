"""项目批次: list, creation with the frozen rule pack, budget and windows, start and end."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts.rules import is_leader, is_officer
from challenge import rulepack
from challenge.posting.actions import programmes
from challenge.posting.forms.desk import ProgrammeForm
from challenge.posting.models import Programme
from challenge.posting.queries import programmes as held
from challenge.posting.queries.history import programme_history
from challenge.posting.views.blueprint import bp
from challenge.states import Mode
from core import clock, workflow
from core.database import db
from core.gates import load, requires
from core.listing import Listing

STAFF = (is_officer, is_leader)
BASE = "/desk/challenges/programmes"


def _programme(code):
    return load(Programme, code, (lambda user, row: is_officer(user) or is_leader(user),), by="code")


def _url(programme):
    return url_for("posting.programme", code=programme.code)


@bp.get(BASE)
@requires(*STAFF)
def programme_list():
    """All programmes with what they hold."""
    listing = Listing(
        db.select(Programme),
        sorts=held.SORTS,
        filters=held.filters(),
        columns=held.COLUMNS,
        name="项目批次",
    )
    if listing.is_export:
        return listing.download()
    figures = held.figures_of([row.id for row in listing.rows])
    page = {"listing": listing, "figures": figures, "may_add": is_officer(current_user)}
    return render_template("challenge/posting/programme_list.html", **page)


def _facts(form):
    names = ("name", "budget_fen", "opens_at", "closes_at")
    return {name: form[name].data for name in names}


@bp.route(f"{BASE}/new", methods=["GET", "POST"])
@requires(is_officer)
def programme_new():
    """Create a programme; its rule pack is frozen now."""
    form = ProgrammeForm(data={"year": clock.today().year} if request.method == "GET" else None)
    if form.validate_on_submit():
        facts = _facts(form) | {"year": form.year.data, "mode": Mode(form.mode.data)}
        row = programmes.create_programme(current_user, **facts)
        flash("批次已建立，规则包已随批次固定。由局领导启动后即可发布榜单。", "success")
        return redirect(_url(row))
    page = {"form": form, "programme": None, "modes": rulepack.modes().values()}
    return render_template("challenge/posting/programme_form.html", **page), 422 if form.errors else 200


@bp.get(f"{BASE}/<code>")
@requires(*STAFF)
def programme(code):
    """One programme: budget, windows, lists, and its rules with their sources."""
    row = _programme(code)
    return render_template(
        "challenge/posting/programme.html",
        programme=row,
        mode=rulepack.mode_of(row),
        figures=held.figures_of([row.id]),
        challenges=db.session.scalars(held.of_programme(row)).all(),
        choices=workflow.available(current_user, row),
        may_edit=is_officer(current_user),
        events=programme_history(row),
    )


@bp.route(f"{BASE}/<code>/edit", methods=["GET", "POST"])
@requires(is_officer)
def programme_edit(code):
    """Change name, budget and windows."""
    row = _programme(code)
    form = ProgrammeForm(obj=row)
    del form.year, form.mode
    if form.validate_on_submit():
        programmes.edit_programme(current_user, row, **_facts(form))
        flash("批次已修改。", "success")
        return redirect(_url(row))
    page = render_template("challenge/posting/programme_form.html", form=form, programme=row)
    return page, 422 if form.errors else 200


@bp.route(f"{BASE}/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*STAFF)
def programme_step(code, action):
    """Start or end a programme."""
    row = _programme(code)
    found = next((one for one in workflow.steps_of(row) if one.action == action), None)
    if found is None:
        abort(404)
    if request.method == "POST":
        workflow.apply(current_user, row, action)
        flash(f"已办理：{found.label}。", "success")
        return redirect(_url(row))
    refused = workflow.refusal(current_user, row, action)
    if refused:
        raise workflow.Refused(refused)
    return render_template("challenge/posting/programme_step.html", programme=row, step=found)
