"""Milestones of a project: the plan, the chain of each indicator, and one page for each milestone with all its forms."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_enterprise, is_expert, is_officer, is_researcher
from challenge.delivery.forms import ReasonForm
from challenge.delivery.milestones import actions, clocks, forms, pages, rules
from challenge.delivery.milestones.queries import experts_called, numbered
from challenge.delivery.states import Advice, M, Source
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from core import clock, files, workflow
from core.gates import may as allowed
from core.gates import requires
from core.inspection import ACCEPT, RefusedFile
from core.listing import attachment

FORMS = ("evidence", "comment", "answer", "opinion", "conclude", "late", "test", "ask")
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
    return _page(_milestone(code, number))


@bp.post("/<code>/milestones/<int:number>/evidence")
@requires(*TEAM)
def save_evidence(code, number):
    """Keep what the team has typed and chosen; give it when the button says so."""
    row = _milestone(code, number)
    form = forms.evidence_form(row.project)
    uploads = form.uploads() if form.validate() else None
    if uploads is None or not _saved(row, form, uploads):
        return _page(row, evidence=form), 422
    if request.form.get("go") != "submit":
        return _done(row, "已保存。")
    if found := rules.evidence_is_there(row):
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
@requires(is_enterprise)
def comment_milestone(code, number):
    """The poster's opinion."""
    row, form = _milestone(code, number), forms.CommentForm()
    if not form.validate():
        return _page(row, comment=form), 422
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
    form = forms.check_form(row.project)
    uploads = form.uploads() if form.validate() else None
    if uploads is None:
        return _page(row, test=form), 422
    said = form.institution.data, form.text.data, form.values(), form.verdicts()
    actions.add_test(current_user, row, *said, uploads)
    return _done(row, "已登记第三方检测报告。")


@bp.post("/<code>/milestones/<int:number>/experts")
@requires(is_officer)
def ask_expert(code, number):
    """Name a person for an opinion."""
    row, form = _milestone(code, number), forms.AskForm()
    found = experts_called(form.who.data) if form.validate() else []
    if len(found) != 1:
        form.who.errors = form.who.errors or [_unnamed(found)]
        return _page(row, ask=form), 422
    actions.ask_expert(current_user, row, found[0])
    return _done(row, "已邀请专家，对方会收到站内信。")


@bp.post("/<code>/milestones/<int:number>/answer")
@requires(is_expert)
def answer_expert(code, number):
    """The expert takes the task or declines it."""
    row, form = _milestone(code, number), forms.FreeForm()
    if request.form.get("go") == "decline":
        actions.answer(current_user, row, is_free=False)
        return _done(row, "已谢绝。", url_for("desk.desk"))
    if not form.validate():
        return _page(row, answer=form), 422
    actions.answer(current_user, row, is_free=True)
    return _done(row, "已接受，现在可以查看材料并填写意见。")


@bp.post("/<code>/milestones/<int:number>/opinion")
@requires(is_expert)
def give_opinion(code, number):
    """The expert's opinion."""
    row = _milestone(code, number)
    form = forms.opinion_form(row.project)
    if not form.validate():
        return _page(row, opinion=form), 422
    actions.give_opinion(current_user, row, form.text.data, Advice(form.advice.data), form.verdicts())
    return _done(row, "已提交评估意见。")


@bp.post("/<code>/milestones/<int:number>/conclude")
@requires(is_officer)
def conclude_milestone(code, number):
    """Pass, rectify once, or fail."""
    row = _milestone(code, number)
    form = _conclude_form(row)
    if not form.validate():
        return _page(row, conclude=form), 422
    until = form.until.data if form.until else None
    actions.conclude(current_user, row, form.outcome.data, form.reason.data, until)
    return _done(row, "已判定，双方会收到站内信。")


@bp.post("/<code>/milestones/<int:number>/fail-late")
@requires(is_officer)
def fail_late(code, number):
    """Nothing came, long after the day."""
    row, form = _milestone(code, number), ReasonForm()
    if not form.validate():
        return _page(row, late=form), 422
    actions.conclude(current_user, row, "fail_late", form.reason.data)
    return _done(row, "已判定不通过，双方会收到站内信。")


def _milestone(code, number, reasons=may.READ_MILESTONE):
    """The milestone of this number that stands, else the one that was cancelled last."""
    row = numbered(code, number)
    return row if row is not None and allowed(current_user, row, reasons) else abort(404)


def _done(row, sentence, to=None, tone="good"):
    flash(sentence, tone)
    return redirect(to or url_for("delivery.milestone", code=row.project.code, number=row.number))


def _unnamed(found):
    return "有多位专家同名，请填写用户名。" if found else "没有找到这个姓名或用户名的专家账号。"


def _saved(row, form, uploads):
    try:
        actions.save(current_user, row, form.text.data, form.values(), uploads)
    except RefusedFile as refused:
        form.files.errors = [str(refused)]
        return False
    return True


def _conclude_form(row, **kwargs):
    steps = {one.action for one in workflow.available(current_user, row) if one.refusal is None}
    last = clocks.latest_rectification(row, clock.today())
    return forms.ConcludeForm(**kwargs).offer(steps, last)


def _page(row, **typed):
    reads = allowed(current_user, row, may.READ_EVIDENCE)
    steps = {one.action: one for one in workflow.available(current_user, row)}
    label, tone = clocks.standing(row)
    return render_template(
        "challenge/delivery/milestones/milestone.html",
        milestone=row,
        project=row.project,
        standing={"label": label, "tone": tone},
        waits_for=pages.next_words(row),
        reports=pages.reports(row, current_user) if reads else [],
        draft=rules.draft_of(row) if rules.submits(current_user, row) else None,
        said=pages.notice_of(row) if reads else None,
        reads_project=allowed(current_user, row.project, may.READ_PROJECT),
        missed=pages.missed(row) if reads else [],
        steps=steps,
        forms=_blank(row, steps) | typed,
        accept=ACCEPT,
        crumbs=_crumbs(row),
    )


def _crumbs(row):
    """An expert who was asked sees this page alone."""
    label = f"里程碑 {row.number}"
    if allowed(current_user, row.project, may.READ_PROJECT):
        return of_project(row.project, label)
    return [*crumbs_of()[:1], (label, None)]


def _blank(row, steps):
    """The forms this person may use now."""
    project, shown = row.project, dict.fromkeys(FORMS)
    if "submit" in steps and rules.project_is_active(row) is None:
        shown["evidence"] = forms.evidence_form(project, rules.draft_of(row), formdata=None)
    if "comment" in steps and steps["comment"].refusal is None:
        shown["comment"] = forms.CommentForm(formdata=None)
    if rules.concludes(current_user, row) and rules.project_is_active(row) is None:
        shown |= _officer_forms(row, steps)
    return shown | _expert_forms(row)


def _officer_forms(row, steps):
    shown = {}
    if row.state in rules.IN_HAND:
        shown["test"] = forms.check_form(row.project, formdata=None)
        shown["ask"] = forms.AskForm(formdata=None)
    if row.state is M.COMMENTED:
        shown["conclude"] = _conclude_form(row, formdata=None)
    if "fail_late" in steps and steps["fail_late"].refusal is None:
        shown["late"] = ReasonForm(formdata=None)
    return shown


def _expert_forms(row):
    mine = next((one for one in rules.of_round(row, Source.EXPERT) if one.user_id == current_user.id), None)
    if mine is None or mine.given_at or mine.declined_at or row.state not in rules.IN_HAND:
        return {}
    if mine.accepted_at is None:
        return {"answer": forms.FreeForm(formdata=None)}
    return {"opinion": forms.opinion_form(row.project, formdata=None)}
