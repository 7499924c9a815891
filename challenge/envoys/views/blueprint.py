"""The blueprint of envoys, and what its pages share."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.rules import is_auditor, is_bureau, is_county, is_enterprise, is_expert, is_researcher
from challenge.envoys.forms import ReasonForm
from challenge.posting.forms.fields import Base
from challenge.posting.steps import consequences
from core import workflow
from core.gates import step_of
from core.workflow import Refused

bp = Blueprint("envoys", __name__)


_STAFF = (is_bureau, is_county, is_auditor)
# label, endpoint, who has a page there
TABS = (
    ("人员", "envoys.desk_list", _STAFF),
    ("服务任务", "envoys.missions", (*_STAFF, is_enterprise, is_researcher, is_expert)),
    ("服务记录", "envoys.visits", (*_STAFF, is_enterprise, is_researcher, is_expert)),
    ("企业请求", "envoys.requests", (*_STAFF, is_enterprise)),
    ("年度考核", "envoys.assessments", (*_STAFF, is_researcher, is_expert)),
)


def tabs_of(here):
    """The lists about envoys that the reader has, for the component `tabs`."""
    mine = [(label, end) for label, end, kinds in TABS if any(one(current_user) for one in kinds)]
    return [(label, url_for(end), end == here) for label, end in mine]


def crumbs_of(*more):
    """The way to a page about envoys on the desk."""
    return [("工作台", url_for("desk.desk")), *more]


def done(sentence, endpoint, tone="good", **where):
    """Say so and go on."""
    flash(sentence, tone)
    return redirect(url_for(endpoint, **where))


def refused_in(form, act, *args, **kwargs):
    """Do it; a refusal that the reader can mend stands above the form, and None is returned."""
    try:
        return act(*args, **kwargs)
    except Refused as stopped:
        if stopped.refusal.kind != "needs":
            raise
        form.form_errors.append(stopped.refusal.sentence)
        return None


def only_if_possible(row, action):
    """Refuse who may not make this step now; what the form can still mend is no refusal."""
    stopped = workflow.refusal(current_user, row, action)
    if stopped and stopped.kind != "needs":
        raise Refused(stopped)


def step_page(row, action, generic, act, title, home, crumbs):
    """The page of a step that asks for a reason at most: what will happen, then the step, then back home."""
    found = step_of(row, action) if action in generic else abort(404)
    form = ReasonForm() if "reason" in found.asks else Base()
    if form.validate_on_submit():
        act(current_user, row, action, **{name: form[name].data for name in found.asks})
        flash(f"已办理：{found.label}。", "good")
        return redirect(home)
    said = {"step": found, "form": form, "title": title, "home": home}
    page = render_template(
        "challenge/envoys/step.html",
        consequences=consequences(row, action),
        crumbs=[*crumbs, (found.label, None)],
        **said,
    )
    return page, 422 if form.errors else 200
