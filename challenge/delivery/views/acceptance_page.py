"""What stands on the page of an acceptance, by who reads it, with the forms this person may use now."""

from types import SimpleNamespace

from flask import render_template
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery.acceptance import archiving, forms, pages, rules, tables
from challenge.delivery.acceptance.queries import events
from challenge.delivery.acceptance.states import V
from challenge.delivery.milestones.forms import check_form
from challenge.delivery.rules import oversees_project
from challenge.delivery.states import ENDED, P
from challenge.delivery.tolerance.pages import sides_of
from challenge.delivery.views.blueprint import crumbs_of, of_project
from core import workflow
from core.gates import may as allowed
from core.inspection import ACCEPT
from talent.integrity.queries import cases_from
from talent.integrity.states import Origin

FORMS = (
    "evaluation",
    "certificate",
    "check",
    "test",
    "proposal",
    "second",
    "decision",
    "revoke",
    "lead",
    "leave_out",
)


def proposal_form(row, **kwargs):
    """What can be proposed now, with what it would depart from."""
    offered = rules.conclusions(row)
    departures = {one: rules.departures(row, one) for one in offered}
    return forms.ProposalForm(**kwargs).offer(offered, rules.latest_rectification(row), departures)


def page_of(project, **typed):
    """The page; `typed` are forms as they came back."""
    row = rules.current(project)
    read = row is not None and allowed(current_user, row, may.READ_ACCEPTANCE)
    shown = row if read else None
    steps = {one.action: one for one in workflow.available(current_user, shown)} if shown else {}
    inside = oversees_project(current_user, project)
    panel, counted = pages.panel_of(shown, current_user) if shown else (None, [])
    return render_template(
        "challenge/delivery/acceptance/acceptance.html",
        project=project,
        acceptance=shown,
        former=pages.former(shown) if shown else [],
        stages=pages.STAGES,
        here=pages.here(shown) if shown else None,
        waits_for=pages.next_words(shown) if shown else None,
        not_retested=pages.not_retested(shown) if shown else [],
        reads_papers=shown is not None and allowed(current_user, shown, may.READ_ACCEPTANCE_PAPERS),
        rows=pages.rows(shown) if shown and shown.submitted_at else [],
        accounts=(shown.accounts if shown else None) or tables.accounts(project),
        panel=panel,
        counted=counted,
        may_see_panel=panel is not None and allowed(current_user, panel, may.READ_PANEL),
        may_archive=rules.may_be_archived(project) and allowed(current_user, project, may.READ_ARCHIVE),
        sides=sides_of(current_user, project),
        cases_of_tolerance=[
            one for one in project.tolerances if allowed(current_user, one, may.READ_TOLERANCE)
        ],
        being_built=rules.being_built(project),
        unreadable=rules.refused_for(project),
        has_ended=project.state in ENDED,
        owed=pages.owed_back(shown) if shown else 0,
        cases=cases_from(current_user, Origin.CHECK, project.code) if project.state is P.FAILED else [],
        events=events(project, inside=inside),
        inside=inside,
        steps=steps,
        forms=_blank(project, shown, steps) | typed,
        not_yet=rules.work_is_done(shown or SimpleNamespace(project=project)),
        reads_project=allowed(current_user, project, may.READ_PROJECT),
        accept=ACCEPT,
        crumbs=_crumbs(project),
    )


def _crumbs(project):
    if allowed(current_user, project, may.READ_PROJECT):
        return of_project(project, "验收")
    return [*crumbs_of()[:1], ("验收", None)]


def _blank(project, row, steps):
    """The forms this person may use now."""
    shown = dict.fromkeys(FORMS)
    if archiving.may_leave_out(current_user, project):
        shown["leave_out"] = forms.LeaveOutForm(formdata=None)
    if rules.may_apply(current_user, project):
        shown["evaluation"] = forms.evaluation_form(project, rules.draft_of(project), formdata=None)
    if row is None or rules.project_goes_on(row) is not None:
        failed = row is not None and project.state is P.FAILED and rules.handles(current_user, row)
        return shown | ({"lead": forms.LeadForm(formdata=None)} if failed else {})
    waits = row.state is V.SUBMITTED and row.certified_at is None
    if waits and rules.certifies(current_user, row):
        shown["certificate"] = forms.CertificateForm(formdata=None)
    return shown | _of_bureau(project, row, steps)


def _of_bureau(project, row, steps):
    shown = {}
    if "admit" in steps:
        shown["check"] = forms.CheckForm(formdata=None)
    if rules.handles(current_user, row) and row.state in (V.SUBMITTED, V.REVIEWING):
        shown["test"] = check_form(project, formdata=None)
    if any(name in steps and steps[name].refusal is None for name in ("propose", "propose_late")):
        shown["proposal"] = proposal_form(row, formdata=None)
    if "second" in steps and steps["second"].refusal is None:
        shown["second"] = forms.SecondForm(formdata=None)
    if "approve" in steps:
        shown["decision"] = forms.DecisionForm(formdata=None)
    if "revoke" in steps:
        shown["revoke"] = forms.RevokeForm(formdata=None)
    return shown
