"""The page of an acceptance (验收): one page, with the forms of whoever reads it."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_expert, is_leader, is_officer, is_researcher
from accounts.stepup import stepped_up
from challenge.delivery.acceptance import actions, failing, forms, queries, rules
from challenge.delivery.acceptance.queries import project_called
from challenge.delivery.acceptance.states import Conclusion, Satisfaction
from challenge.delivery.milestones.forms import check_form
from challenge.delivery.panels import documents
from challenge.delivery.panels import rules as panels
from challenge.delivery.panels.states import Purpose
from challenge.delivery.tolerance.states import Cause
from challenge.delivery.views.acceptance_page import page_of, proposal_form
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of
from challenge.posting.rules import may_post
from core import files, workflow
from core.gates import may as allowed
from core.gates import requires
from core.inspection import RefusedFile
from core.listing import Listing, attachment
from core.phrasing import note_subject

TEAM = (is_researcher, is_enterprise, is_expert)
REFRESH = 3  # seconds between looks at an archive that is being built
PAGE = "/<code>/acceptance"
documents.of[Purpose.ACCEPTANCE] = "delivery.acceptance"


@bp.get("/acceptances")
@requires(*READERS)
def acceptances():
    """All acceptances this person may read."""
    listing = Listing(
        queries.listed_acceptances(current_user),
        sorts=queries.SORTS,
        filters=queries.filters(current_user),
        columns=queries.columns(current_user),
        name="验收",
    )
    if listing.is_export:
        return listing.download()
    shown = {one.id: queries.shown_conclusion(one, current_user) for one in listing.rows}
    said = {"listing": listing, "conclusions": shown, "crumbs": crumbs_of(("验收", None))}
    return render_template("challenge/delivery/acceptance/list.html", **said)


@bp.get(PAGE)
@requires(*READERS)
def acceptance(code):
    """Where the acceptance stands, what was said in it, what can be done."""
    project = _project(code)
    response = make_response(page_of(project))
    if rules.being_built(project):
        response.headers["Refresh"] = str(REFRESH)
    return response


@bp.post(PAGE)
@requires(*TEAM)
def save_acceptance(code):
    """Keep what the team has typed and chosen; hand it in when the button says so."""
    project = _project(code)
    form = forms.evaluation_form(project)
    papers = form.papers() if form.validate() else None
    row = actions.begin(current_user, project) if papers is not None else None
    if row is None or not _saved(row, form, papers):
        return page_of(project, evaluation=form), 422
    if request.form.get("go") != "submit":
        return _done(project, "已保存。")
    refused = workflow.refusal(current_user, row, "submit")
    if refused is not None:
        return _done(project, f"已保存，但还不能提交：{refused.sentence}", "wait")
    actions.submit(current_user, row)
    return _done(project, "已申请验收，发榜方会收到出具用户证明的提醒。")


@bp.post(PAGE + "/files/<int:file_id>/remove")
@requires(*TEAM)
def remove_paper(code, file_id):
    """Take a paper out of what is being written."""
    project, row = _current(code)
    actions.remove_file(current_user, row, file_id)
    return _done(project, "已删去文件。")


@bp.get(PAGE + "/files/<int:file_id>")
@requires(*READERS)
def acceptance_file(code, file_id):
    """A paper of any round; never shown inside the site."""
    rounds = [
        one for one in _project(code).acceptances if allowed(current_user, one, may.READ_ACCEPTANCE_PAPERS)
    ]
    one = next((one for row in rounds for one in row.files if one.id == file_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.name, one.mime)


@bp.post(PAGE + "/certificate")
@requires(may_post)
def certify_acceptance(code):
    """The poster's certificate."""
    (project, row), form = _current(code), forms.CertificateForm()
    uploads = form.uploads() if form.validate() else None
    if uploads is None:
        return page_of(project, certificate=form), 422
    said = Satisfaction(form.satisfaction.data), form.certificate.data
    actions.certify(current_user, row, *said, uploads[0] if uploads else None)
    return _done(project, "已出具用户证明。")


@bp.post(PAGE + "/check")
@requires(is_officer)
def check_acceptance(code):
    """The formal check: a panel is made up, or the team mends."""
    (project, row), form = _current(code), forms.CheckForm()
    if not form.validate():
        return page_of(project, check=form), 422
    if form.go.data == "return":
        actions.return_(current_user, row, form.missing.data)
        return _done(project, "已退回揭榜方补充。")
    actions.admit(current_user, row)
    return _done(
        project, "形式审查合格，请组建评议组。", to=url_for("delivery.panel", code=code, purpose="acceptance")
    )


@bp.post(PAGE + "/tests")
@requires(is_officer)
def test_acceptance(code):
    """Register the values of a test for the acceptance."""
    project, row = _current(code)
    form = check_form(project)
    uploads = form.uploads() if form.validate() else None
    if uploads is None:
        return page_of(project, test=form), 422
    actions.add_test(current_user, row, form.institution.data, form.values(), form.verdicts(), uploads)
    return _done(project, "已登记测试结果。")


@bp.post(PAGE + "/panel")
@requires(is_officer)
def form_acceptance_panel(code):
    """A panel for this round; after a notice was taken back."""
    project, row = _current(code)
    actions.form_panel(current_user, row)
    return redirect(url_for("delivery.panel", code=project.code, purpose="acceptance"))


@bp.post(PAGE + "/proposal")
@requires(is_officer)
def propose_acceptance(code):
    """Propose a conclusion."""
    project, row = _current(code)
    form = proposal_form(row)
    if not form.validate():
        return page_of(project, proposal=form), 422
    until = form.until.data if form.until else None
    said = Conclusion(form.conclusion.data), form.basis.data, form.override_reason.data, until
    actions.propose(current_user, row, *said, Cause(form.cause.data) if form.cause.data else None)
    return _done(project, "已提出验收结论。")


@bp.post(PAGE + "/second")
@requires(is_officer)
def second_acceptance(code):
    """Another officer looks at a departure."""
    (project, row), form = _current(code), forms.SecondForm()
    if not form.validate():
        return page_of(project, second=form), 422
    if form.go.data == "second":
        actions.second(current_user, row)
    else:
        actions.send_back(current_user, row, "return_override", form.why.data)
    return _done(project, "已复核。")


@bp.post(PAGE + "/decision")
@requires(is_leader)
@stepped_up
def decide_acceptance(code):
    """The leader approves or sends back."""
    (project, row), form = _current(code), forms.DecisionForm()
    if not form.validate():
        return page_of(project, decision=form), 422
    if form.go.data == "approve":
        actions.approve(current_user, row, form.decision.data)
    else:
        actions.send_back(current_user, row, "send_back", form.decision.data)
    return _done(project, "已审定。" if form.go.data == "approve" else "已退回。")


@bp.post(PAGE + "/publish")
@requires(is_officer)
def publish_acceptance(code):
    """The notice."""
    project, row = _current(code)
    actions.publish(current_user, row)
    return _done(project, "验收公示已发布。")


@bp.post(PAGE + "/revoke")
@requires(is_leader)
@stepped_up
def revoke_acceptance(code):
    """Take the notice back."""
    (project, row), form = _current(code), forms.RevokeForm()
    if not form.validate():
        return page_of(project, revoke=form), 422
    actions.send_back(current_user, row, "revoke", form.revoking.data)
    return _done(project, "公示已撤销，请重新组织评议。")


@bp.post(PAGE + "/conclude")
@requires(is_officer)
def conclude_acceptance(code):
    """After the notice."""
    project, row = _current(code)
    actions.conclude(current_user, row)
    return _done(project, "验收结论已公布。")


@bp.post(PAGE + "/lead")
@requires(is_officer)
def report_failure(code):
    """A lead in the register of integrity."""
    (project, row), form = _current(code), forms.LeadForm()
    if not form.validate():
        return page_of(project, lead=form), 422
    case = failing.report(current_user, row, form.facts.data)
    return _done(project, f"已登记诚信线索 {case.code}。")


def _project(code):
    """The project, for whoever may read it; for a member of its panel once there is an acceptance to be read."""
    project = project_called(code) or abort(404)
    reads = allowed(current_user, project, may.READ_PROJECT)
    return (
        note_subject(project)
        if reads or panels.sits(current_user, project, Purpose.ACCEPTANCE)
        else abort(404)
    )


def _current(code):
    project = _project(code)
    row = rules.current(project)
    return (
        (project, row) if row is not None and allowed(current_user, row, may.READ_ACCEPTANCE) else abort(404)
    )


def _done(project, sentence, tone="good", to=None):
    flash(sentence, tone)
    return redirect(to or url_for("delivery.acceptance", code=project.code))


def _saved(row, form, papers):
    try:
        actions.save(current_user, row, form.summary.data, form.values(), form.notes(), papers=papers)
    except RefusedFile as refused:
        form.files.errors = [str(refused)]
        return False
    return True
