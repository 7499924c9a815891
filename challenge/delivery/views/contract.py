"""The contract (任务书) of a project: drafted from data, read and confirmed by each side."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_leader, is_officer, is_researcher
from accounts.stepup import stepped_up
from challenge.delivery.contracts import actions, limits, pages, printing, rules, terms
from challenge.delivery.contracts.offering import NoteForm, OfferForm
from challenge.delivery.forms import ConfirmForm, DraftForm, ReasonForm
from challenge.delivery.ledger import checks as checking
from challenge.delivery.race.terms import moved_days, rest_days
from challenge.delivery.states import K, P, Party, Version
from challenge.delivery.views.blueprint import READERS, bp, of_project, project_of
from challenge.posting.content import demand_text
from challenge.posting.forms.uploads import sent_file
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
    said = form.extra.data, form.tightened(), form.kinds()
    actions.draft(current_user, project, form.starts_on.data, *said)
    flash("任务书已按榜单和方案生成，请逐项核对。", "good")
    return redirect(url_for("delivery.contract", code=code))


@bp.post("/<code>/contract/offer")
@requires(is_officer)
def offer_contract(code):
    """Send to both sides what was checked."""
    project = project_of(code, may.HANDLE_PROJECT)
    found = _current(project)
    form = OfferForm().ask(departs=bool(checking.failing(found)))
    if not form.validate():
        return _page(project, offer=form), 422
    actions.offer(current_user, found, form.seen_version(), form.data.get("check_reason", ""))
    flash("任务书已发给双方确认。", "good")
    return redirect(url_for("delivery.contract", code=code))


@bp.post("/<code>/contract/confirm")
@requires(*SIGNERS)
@stepped_up
def confirm_contract(code):
    """Confirm for the own side, with or without a signed copy."""
    project = project_of(code)
    form = ConfirmForm().ask(lowered=_approves_lower(_current(project)))
    upload = sent_file(form.file) if form.validate() else None
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


@bp.get("/<code>/contracts/<int:number>/contract.pdf")
@requires(*READERS)
def contract_pdf(code, number):
    """The version as PDF."""
    found = _numbered(project_of(code), number)
    return attachment(printing.pdf(found), f"{code}-任务书-{number}.pdf", "application/pdf")


@bp.get("/<code>/contracts/<int:number>/changes.pdf")
@requires(*READERS)
def comparison_pdf(code, number):
    """What a later version changes, as PDF."""
    found = _numbered(project_of(code), number)
    if found.kind is Version.FIRST:
        abort(404)
    return attachment(printing.comparison(found), f"{code}-变更对照-{number}.pdf", "application/pdf")


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
        change=pages.changed(found) if found else None,
        checks=checking.checks(project, found.content["money"]) if found else [],
        moved_days=[*moved_days(found), *rest_days(found)] if found else [],
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
        kind = OfferForm if found.kind is Version.FIRST else NoteForm
        departs = bool(checking.failing(found))
        shown["offer"] = kind(formdata=None, seen=str(found.version)).ask(departs=departs)
    if "confirm" in steps and not _waits_for_sides(found):
        shown["confirm"] = ConfirmForm(formdata=None, digest=found.digest).ask(lowered=_approves_lower(found))
    if "refuse" in steps:
        shown["refuse"] = ReasonForm(formdata=None)
    return shown


def _waits_for_sides(found):
    """The bureau confirms last."""
    is_last = rules.party_of(current_user, found) is Party.BUREAU
    return is_last and rules.sides_before_bureau(found) is not None


def _draft_form(project, *, submitted=False):
    form = DraftForm() if submitted else DraftForm(formdata=None, starts_on=clock.today())
    form.offer(terms.tightened(project.bid))
    return form


def _approves_lower(contract):
    """Whether this person is asked to agree that less is due than the list has asked."""
    if rules.party_of(current_user, contract) is not Party.BUREAU or contract.kind is Version.FIRST:
        return False
    return bool(limits.lowered(contract.project, contract.content))
