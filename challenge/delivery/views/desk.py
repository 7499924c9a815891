"""Projects on the desk: the list, one page that carries everything, the page of a step."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery import overview, queries, rooms, rules, whose_turn
from challenge.delivery.closing import pages as closing
from challenge.delivery.closing.rules import IN_DEFAULT, open_tolerance, way_out
from challenge.delivery.forms import step_form
from challenge.delivery.ledger import clocks
from challenge.delivery.milestones.pages import standing_rows
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from challenge.posting import turns
from challenge.posting.content import demand_text
from challenge.posting.models import Challenge
from challenge.posting.steps import consequences
from core import workflow
from core.gates import load, requires, step_of
from core.listing import Listing


@bp.get("/")
@requires(*READERS)
def desk_list():
    """Projects this person has to do with."""
    listing = Listing(
        queries.shown_projects(current_user),
        sorts=queries.SORTS,
        filters=queries.filters_for(current_user),
        columns=queries.COLUMNS,
        name="攻关项目",
    )
    if listing.is_export:
        return listing.download()
    crumbs = [*crumbs_of()[:1], ("攻关项目", None)]
    return render_template(
        "challenge/delivery/list.html", listing=listing, crumbs=crumbs, row_of=overview.row
    )


@bp.get("/of/<code>")
@requires(*READERS)
def of_list(code):
    """From a list to its projects: to the one, or to those that carry its code."""
    challenge = load(Challenge, code, may.READ_CHALLENGE, by="code")
    if len(challenge.projects) == 1:
        return redirect(url_for("delivery.detail", code=challenge.projects[0].code))
    return redirect(url_for("delivery.desk_list", q=code))


@bp.get("/<code>")
@requires(*READERS)
def detail(code):
    """Everything about a project."""
    project = project_of(code)
    return render_template(
        "challenge/delivery/detail.html",
        project=project,
        turns=whose_turn.turns(project),
        figures=overview.figures(project),
        mine=whose_turn.sides_of(current_user, project),
        rooms=rooms.cards(current_user, project),
        demand_text=demand_text,
        choices=workflow.available(current_user, project),
        stop=rules.STOP_REASONS.get(project.reason_code),
        milestones=standing_rows(project),
        **_history(project),
        crumbs=[*crumbs_of(), (project.code, None)],
    )


NEWEST = 5


def _history(project):
    """What goes on beside the work, and the newest of what has happened; all of it where the reader asks for it."""
    events = queries.events(project)
    shown = events if request.args.get("history") == "all" else [_short(one) for one in events[:NEWEST]]
    return {
        "closure_words": closing.under_way(project),
        "arrears": clocks.arrears(project),
        "late_words": clocks.late_words,
        "way_out": way_out(current_user, project, IN_DEFAULT),
        "deliberated": open_tolerance(project),
        "events": shown,
        "events_in_all": len(events),
    }


def _short(event):
    """Without its number in the log, which is for who checks the whole."""
    return event | {"seq": None}


@bp.route("/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def step(code, action):
    """Say what will happen, ask what is needed, make the step."""
    project = project_of(code)
    row = step_of(project, action)
    form = step_form(row)
    if form.validate_on_submit():
        turns.wait(project.challenge, "projects")
        workflow.apply(current_user, project, action, **{name: form[name].data for name in row.asks})
        flash(f"已办理：{row.label}。", "good")
        return redirect(url_for("delivery.detail", code=code))
    said = {"step": row, "form": form, "consequences": consequences(project, action)}
    ways = {"back": url_for("delivery.detail", code=code), "crumbs": of_project(project, row.label)}
    page = render_template("challenge/delivery/step.html", project=project, **said, **ways)
    return page, 422 if form.errors else 200
