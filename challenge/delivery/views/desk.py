"""Projects on the desk: the list, one page that carries everything, the page of a step."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery import queries, rules
from challenge.delivery.contracts.rules import awaited, contract_in_force, open_contract
from challenge.delivery.forms import step_form
from challenge.delivery.milestones.pages import standing_rows
from challenge.delivery.states import K, P
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from challenge.posting import turns
from challenge.posting.content import demand_text
from challenge.posting.models import Challenge
from challenge.posting.steps import consequences
from core import workflow
from core.gates import load, requires
from core.gates import may as allowed
from core.listing import Listing


@bp.get("/")
@requires(*READERS)
def desk_list():
    """Projects this person has to do with."""
    listing = Listing(
        queries.listed_projects(current_user),
        sorts=queries.SORTS,
        filters=queries.FILTERS,
        columns=queries.COLUMNS,
        name="攻关项目",
    )
    if listing.is_export:
        return listing.download()
    crumbs = [*crumbs_of()[:1], ("攻关项目", None)]
    return render_template("challenge/delivery/list.html", listing=listing, crumbs=crumbs)


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
    shown = [one for one in (open_contract(project), contract_in_force(project)) if one]
    return render_template(
        "challenge/delivery/detail.html",
        project=project,
        waits_for=_waits_for(project),
        demand_text=demand_text,
        choices=workflow.available(current_user, project),
        contracts=[one for one in shown if allowed(current_user, one, may.READ_CONTRACT)],
        stop=rules.STOP_REASONS.get(project.reason_code),
        milestones=standing_rows(project),
        events=queries.events(project),
        crumbs=[*crumbs_of(), (project.code, None)],
    )


@bp.route("/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def step(code, action):
    """Say what will happen, ask what is needed, make the step."""
    project = project_of(code)
    row = next((row for row in workflow.steps_of(project) if row.action == action), None) or abort(404)
    form = step_form(row)
    if request.method == "GET" and (found := workflow.refusal(current_user, project, action)):
        raise workflow.Refused(found)
    if form.validate_on_submit():
        turns.wait(project.challenge, "projects")
        workflow.apply(current_user, project, action, **{name: form[name].data for name in row.asks})
        flash(f"已办理：{row.label}。", "good")
        return redirect(url_for("delivery.detail", code=code))
    said = {"step": row, "form": form, "consequences": consequences(project, action)}
    page = render_template(
        "challenge/delivery/step.html", project=project, crumbs=of_project(project, row.label), **said
    )
    return page, 422 if form.errors else 200


def _waits_for(project):
    """What comes next and whom it waits for, as a sentence; None when nothing does."""
    found = open_contract(project)
    if found is not None and found.state is K.OFFERED:
        return f"任务书等待{'、'.join(one.label for one in awaited(found))}确认。"
    if project.state is P.SIGNING:
        return "等待经办人生成并发出任务书。"
    return None
