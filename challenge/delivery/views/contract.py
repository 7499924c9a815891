"""The contract (任务书) of a project: drafted from data, read and confirmed by each side."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_leader, is_officer, is_researcher
from accounts.stepup import stepped_up
from challenge.delivery.contracts import actions, pages, rules, terms
from challenge.delivery.forms import ConfirmForm, DraftForm, OfferForm, ReasonForm
from challenge.delivery.states import K, P
from challenge.delivery.views.blueprint import READERS, bp, of_project, project_of, upload_of
from challenge.posting.content import demand_text
from core import clock, files, workflow
from core.gates import may as allowed
from core.gates import requires
from core.listing import attachment

SIGNERS = (is_enterprise, is_researcher, is_leader)


@bp.get("/<code>/contract")
@requires(*READERS)
def contract(code):
    """The version that is prepared or confirmed, else the one in force."""
    return _page(project_of(code))


@bp.post("/<code>/contract")
@requires(is_officer)
def draft_contract(code):
    """Generate the first version from list and bid, or anew."""
    project = project_of(code, may.HANDLE_PROJECT)
    form = _draft_form(project, submitted=True)
    if not form.validate():
        return _page(project, draft=form), 422
    actions.draft(current_user, project, form.starts_on.data, form.extra.data, form.tightened())
    flash("任务书已按榜单和方案生成，请逐项核对。", "good")
    return redirect(url_for("delivery.contract", code=code))


@bp.post("/<code>/contract/offer")
@requires(is_officer)
def offer_contract(code):
    """Send to both sides what was checked."""
    project, form = project_of(code, may.HANDLE_PROJECT), OfferForm()
    if not form.validate():
        return _page(project, offer=form), 422
    actions.offer(current_user, _current(project), form.seen_version())
    flash("任务书已发给双方确认。", "good")
    return redirect(url_for("delivery.contract", code=code))


@bp.post("/<code>/contract/confirm")
@requires(*SIGNERS)
@stepped_up
def confirm_contract(code):
    """Confirm for the own side, with or without a signed copy."""
    project, form = project_of(code), ConfirmForm()
    upload = upload_of(form) if form.validate() else None
    if form.errors:
        return _page(project, confirm=form), 422
    actions.confirm(current_user, _current(project), form.digest.data, upload)
    flash("已确认任务书。", "good")
    return redirect(url_for("delivery.contract", code=code))


@bp.post("/<code>/contract/refuse")
@requires(*SIGNERS, is_officer)
def refuse_contract(code):
    """Not agreed: the officer drafts anew."""
    project, form = project_of(code), ReasonForm()
    if not form.validate():
        return _page(project, refuse=form), 422
    actions.refuse(current_user, _current(project), form.reason.data)
    flash("已退回协商，经办人会收到您的理由。", "good")
    return redirect(url_for("delivery.contract", code=code))


@bp.get("/<code>/contracts/<int:number>")
@requires(*READERS)
def version(code, number):
    """One version, whatever has become of it."""
    project = project_of(code)
    return _show(project, _numbered(project, number))


@bp.get("/<code>/contracts/<int:number>/<party>")
@requires(*READERS)
def signed_copy(code, number, party):
    """The signed copy that a side has uploaded."""
    found = _numbered(project_of(code), number)
    one = next((one for one in found.signatures if one.party == party and one.blob), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.file_name, one.file_mime)


def _numbered(project, number):
    found = next((one for one in project.contracts if one.number == number), None)
    return found if found is not None and allowed(current_user, found, may.READ_CONTRACT) else abort(404)


def _current(project):
    found = rules.open_contract(project) or rules.contract_in_force(project)
    return found if found is not None and allowed(current_user, found, may.READ_CONTRACT) else abort(404)


def _page(project, **forms):
    found = rules.open_contract(project) or rules.contract_in_force(project)
    if found is not None and not allowed(current_user, found, may.READ_CONTRACT):
        found = None
    return _show(project, found, **forms)


def _show(project, found, **forms):
    steps = {one.action: one for one in workflow.available(current_user, found)} if found else {}
    return render_template(
        "challenge/delivery/contract.html",
        project=project,
        contract=found,
        content=pages.shown(found.content) if found else None,
        demand_text=demand_text,
        steps=steps,
        party=rules.party_of(current_user, found) if found else None,
        awaited=rules.awaited(found) if found else [],
        forms=_blank(project, found, steps) | forms,
        versions=[one for one in project.contracts if allowed(current_user, one, may.READ_CONTRACT)],
        crumbs=of_project(project, "任务书"),
    )


def _blank(project, found, steps):
    """The forms this person may use now."""
    shown = dict.fromkeys(("draft", "offer", "confirm", "refuse"))
    drafts = project.state is P.SIGNING and allowed(current_user, project, may.HANDLE_PROJECT)
    if drafts and (found is None or found.state is K.DRAFT):
        shown["draft"] = _draft_form(project)
    if "offer" in steps:
        shown["offer"] = OfferForm(formdata=None, seen=str(found.version))
    if "confirm" in steps:
        shown["confirm"] = ConfirmForm(formdata=None, digest=found.digest)
    if "refuse" in steps:
        shown["refuse"] = ReasonForm(formdata=None)
    return shown


def _draft_form(project, *, submitted=False):
    form = DraftForm() if submitted else DraftForm(formdata=None, starts_on=clock.today())
    form.offer(terms.tightened(project.bid))
    return form
