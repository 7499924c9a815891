"""The page of the final account of a project, and the steps of team and finance."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from accounts.rules import is_enterprise, is_expert, is_finance, is_researcher
from challenge.delivery.final_accounts import actions, clocks, figures, forms, rules
from challenge.delivery.final_accounts.states import F
from challenge.delivery.states import Payer
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from challenge.posting.steps import consequences
from core import canonical, history, workflow
from core.gates import requires, step_of

FORMS = {"confirm": forms.PlainForm, "return": forms.ReasonForm}
SAID = {
    "confirm": "没有其他未了事项的，经办人可以办结榜单。",
    "return": "支出恢复登记，因决算列出的应退回款项撤销。",
}


@bp.get("/<code>/final-account")
@requires(*READERS)
def final_account(code):
    """Per payer what was agreed, arrived and spent, and what becomes of the rest."""
    return _page(_account(code))


@bp.post("/<code>/final-account")
@requires(is_enterprise, is_researcher, is_expert)
def hand_in_account(code):
    """The team hands in the figures it has seen."""
    account, form = _account(code), forms.HandInForm()
    if not form.validate():
        return _page(account, form), 422
    actions.hand_in(current_user, account, form.digest.data)
    flash("已提交决算，财务会收到站内信。", "good")
    return redirect(_here(code))


@bp.route("/<code>/final-account/steps/<action>", methods=["GET", "POST"])
@requires(is_finance)
def account_step(code, action):
    """Finance finds it right, or sends it back with a reason."""
    account = _account(code)
    form, step = (FORMS.get(action) or abort(404))(), step_of(account, action)
    if form.validate_on_submit():
        actions.make(current_user, account, action, form.reason.data if "reason" in form else "")
        flash(f"已办理：{step.label}。", "good")
        return redirect(_here(code))
    return _step_page(account, step, form)


def _account(code):
    return project_of(code).final_account or abort(404)


def _here(code):
    return url_for("delivery.final_account", code=code)


def _step_page(account, step, form):
    project = account.project
    page = render_template(
        "challenge/delivery/step.html",
        project=project,
        back=_here(project.code),
        step=step,
        form=form,
        consequences=[*consequences(account, step.action), SAID[step.action]],
        crumbs=crumbs_of(
            (project.code, url_for("delivery.detail", code=project.code)),
            ("决算", _here(project.code)),
            (step.label, None),
        ),
    )
    return page, 422 if form.errors else 200


def _page(account, form=None):
    project, is_open = account.project, account.state is F.OPEN
    content = figures.compute(project) if is_open else account.content
    choices = workflow.available(current_user, account)
    hands_in = any(one.action == "hand_in" and one.refusal is None for one in choices)
    blank = form or forms.HandInForm(formdata=None, digest=canonical.digest(content))
    return render_template(
        "challenge/delivery/final_account/detail.html",
        project=project,
        account=account,
        rows=[
            row | {"label": Payer(row["payer"]).label, "words": figures.words(project, row)}
            for row in content["payers"]
        ],
        clauses=figures.clauses(project),
        choices=[one for one in choices if one.action != "hand_in" or one.refusal],
        form=blank if hands_in else None,
        due=_due(account),
        events=history.events(account),
        crumbs=of_project(project, "决算"),
    )


def _due(account):
    """Until when the next step is due; None where payments are still open or all is done."""
    if account.state is F.HANDED:
        return clocks.check_by(account)
    ready = account.state is F.OPEN and not rules.open_payments(account.project)
    return clocks.hand_in_by(account) if ready else None
