"""Milestones of a project: the plan, the chain of each indicator, and one page for each milestone with all its forms."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_expert, is_officer, is_researcher
from challenge.delivery.forms import ReasonForm
from challenge.delivery.milestones import actions, forms, pages, rules
from challenge.delivery.milestones.queries import numbered
from challenge.delivery.states import Advice
from challenge.delivery.views.blueprint import READERS, bp, of_project, project_of
from challenge.delivery.views.milestone_page import conclude_form, experts_page, page_of
from challenge.posting.rules import may_post
from core import files
from core.database import db
from core.gates import may as allowed
from core.gates import requires
from core.inspection import RefusedFile
from core.listing import attachment
from core.phrasing import note_subject
from core.workflow import Refusal, Refused
from talent.models import Profile

TEAM = (is_researcher, is_enterprise, is_expert)


@bp.get("/<code>/milestones")
@requires(*READERS)
def milestones(code):
    """All milestones of a project as bars and as a list."""
    project = project_of(code)
    rows = pages.standing_rows(project)
    return render_template(
        "challenge/delivery/milestones/list.html",
        project=project,
        rows=rows,
        plan=pages.plan(project, rows) if rows else None,
        crumbs=of_project(project, "里程碑"),
    )


@bp.get("/<code>/indicators")
@requires(*READERS)
def indicators(code):
    """From what was asked to the verdict, for each indicator."""
    project = project_of(code)
    return render_template(
        "challenge/delivery/milestones/indicators.html",
        project=project,
        chains=pages.chains(project),
        crumbs=of_project(project, "指标链"),
    )


@bp.get("/<code>/milestones/<int:number>")
@requires(*READERS)
def milestone(code, number):
    """One milestone: what is due, what was reported, what can be done."""
    return page_of(_milestone(code, number))


@bp.post("/<code>/milestones/<int:number>/evidence")
@requires(*TEAM)
def save_evidence(code, number):
    """Keep what the team has typed and chosen; give it when the button says so."""
    row = _milestone(code, number)
    form = forms.evidence_form(row, is_sent=True)
    uploads = form.uploads() if form.validate() else None
    if uploads is None or not _saved(row, form, uploads):
        return page_of(row, evidence=form), 422
    if request.form.get("go") != "submit":
        return _done(row, "已保存。")
    if found := rules.evidence_is_there(row) or rules.evidence_is_readable(row):
        return _done(row, f"已保存，但还不能提交：{found}", tone="wait")
    actions.submit(current_user, row)
    return _done(row, "已提交证据，等待发榜方评价。")


@bp.post("/<code>/milestones/<int:number>/evidence/<int:file_id>/remove")
@requires(*TEAM)
def remove_evidence(code, number, file_id):
    """Take a file out of what is being prepared."""
    row = _milestone(code, number)
    actions.remove_file(current_user, row, file_id)
    return _done(row, "已删去文件。")


@bp.get("/<code>/milestones/<int:number>/files/<int:file_id>")
@requires(*READERS)
def milestone_file(code, number, file_id):
    """A file of a report; never shown inside the site."""
    row = _milestone(code, number, may.READ_EVIDENCE)
    shown = [one for one in row.reports if one.given_at or rules.submits(current_user, row)]
    one = next((one for report in shown for one in report.files if one.id == file_id), None) or abort(404)
    return attachment(files.read(one.blob, encrypted=True), one.name, one.mime)


@bp.post("/<code>/milestones/<int:number>/comment")
@requires(may_post)
def comment_milestone(code, number):
    """The poster's opinion."""
    row, form = _milestone(code, number), forms.CommentForm()
    if not form.validate():
        return page_of(row, comment=form), 422
    actions.comment(current_user, row, form.text.data, Advice(form.advice.data))
    return _done(row, "已提交意见。")


@bp.post("/<code>/milestones/<int:number>/go-on")
@requires(is_officer)
def go_on(code, number):
    """The poster has let its time pass."""
    row = _milestone(code, number)
    actions.go_on(current_user, row)
    return _done(row, "已转入判定。")


@bp.post("/<code>/milestones/<int:number>/test")
@requires(is_officer)
def add_test(code, number):
    """The report of a third party."""
    row = _milestone(code, number)
    form = forms.check_form(row.project, row)
    uploads = form.uploads() if form.validate() else None
    if uploads is None:
        return page_of(row, test=form), 422
    said = form.institution.data, form.text.data, form.values(), form.verdicts()
    actions.add_test(current_user, row, *said, uploads)
    return _done(row, "已登记第三方检测报告。")


@bp.post("/<code>/milestones/<int:number>/retest")
@requires(is_officer)
def ask_retest(code, number):
    """What must be tested again after a rectification."""
    row = _milestone(code, number)
    form = forms.RetestForm().offer(row)
    if not form.validate():
        return page_of(row, retest=form), 422
    actions.ask_retest(current_user, row, form.again.data, form.because.data)
    return _done(row, "已通知双方安排复测。" if form.again.data else "已取消复测要求。")


@bp.route("/<code>/milestones/<int:number>/experts", methods=["GET", "POST"])
@requires(is_officer)
def ask_expert(code, number):
    """Choose an expert of the pool for an opinion."""
    row, form = _milestone(code, number), forms.AskForm()
    if found := rules.cannot_ask(current_user, row):
        raise Refused(Refusal("state", found))
    if form.validate_on_submit():
        profile = db.session.get(Profile, form.profile.data)
        actions.ask_expert(current_user, row, profile.user if profile and profile.user else abort(404))
        return _done(row, "已邀请专家，对方会收到站内信。")
    return experts_page(row, form), 422 if form.errors else 200


@bp.post("/<code>/milestones/<int:number>/answer")
@requires(is_expert)
def answer_expert(code, number):
    """The expert takes the task or declines it."""
    row, form = _milestone(code, number), forms.FreeForm()
    if request.form.get("go") == "decline":
        actions.answer(current_user, row, is_free=False)
        return _done(row, "已谢绝。", url_for("desk.desk"))
    if not form.validate():
        return page_of(row, answer=form), 422
    actions.answer(current_user, row, is_free=True)
    return _done(row, "已接受，现在可以查看材料并填写意见。")


@bp.post("/<code>/milestones/<int:number>/opinion")
@requires(is_expert)
def give_opinion(code, number):
    """The expert's opinion."""
    row = _milestone(code, number)
    form = forms.opinion_form(row.project)
    if not form.validate():
        return page_of(row, opinion=form), 422
    actions.give_opinion(current_user, row, form.text.data, Advice(form.advice.data), form.verdicts())
    return _done(row, "已提交评估意见。")


@bp.post("/<code>/milestones/<int:number>/conclude")
@requires(is_officer)
def conclude_milestone(code, number):
    """Pass, rectify once, or fail."""
    row = _milestone(code, number)
    form = conclude_form(row)
    if not form.validate():
        return page_of(row, conclude=form), 422
    until = form.until.data if form.until else None
    actions.conclude(current_user, row, form.outcome.data, form.reason.data, until)
    waits = form.outcome.data == "propose_pass"
    return _done(row, "已提请另一名经办人复核。" if waits else "已判定，双方会收到站内信。")


@bp.post("/<code>/milestones/<int:number>/second")
@requires(is_officer)
def second_milestone(code, number):
    """Another officer looks at a pass that departs from what was agreed."""
    row, form = _milestone(code, number), forms.SecondForm()
    if not form.validate():
        return page_of(row, second=form), 422
    actions.second(current_user, row, form.why.data if form.go.data == "refuse" else "")
    return _done(row, "已复核。")


@bp.post("/<code>/milestones/<int:number>/dun")
@requires(is_officer)
def dun_milestone(code, number):
    """Call on the team to submit what is late."""
    row = _milestone(code, number)
    actions.dun(current_user, row)
    return _done(row, "已催促，揭榜方会收到站内信。")


@bp.post("/<code>/milestones/<int:number>/fail-late")
@requires(is_officer)
def fail_late(code, number):
    """Nothing came, long after the day."""
    row, form = _milestone(code, number), ReasonForm()
    if not form.validate():
        return page_of(row, late=form), 422
    actions.conclude(current_user, row, "fail_late", form.reason.data)
    return _done(row, "已判定不通过，双方会收到站内信。")


def _milestone(code, number, reasons=may.READ_MILESTONE):
    """The milestone of this number that stands, else the one that was cancelled last."""
    row = numbered(code, number)
    return note_subject(row) if row is not None and allowed(current_user, row, reasons) else abort(404)


def _done(row, sentence, to=None, tone="good"):
    flash(sentence, tone)
    return redirect(to or url_for("delivery.milestone", code=row.project.code, number=row.number))


def _saved(row, form, uploads):
    try:
        carried = form.carried.data if "carried" in form else ()
        actions.save(current_user, row, form.text.data, form.values(), uploads, carried)
    except RefusedFile as refused:
        form.files.errors = [str(refused)]
        return False
    return True
