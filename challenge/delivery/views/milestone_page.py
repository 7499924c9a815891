"""What stands on the page of a milestone, by who reads it, with the forms this person may use now."""

from flask import render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge import rulepack
from challenge.delivery.forms import ReasonForm
from challenge.delivery.milestones import clocks, experts, forms, pages, rules
from challenge.delivery.states import M, Source
from challenge.delivery.views.blueprint import crumbs_of, of_project
from core import clock, workflow
from core.gates import may as allowed
from core.inspection import ACCEPT
from core.phrasing import in_words

FORMS = ("second", "evidence", "comment", "answer", "opinion", "conclude", "late", "test", "retest")
SHOWN = 12


def conclude_form(row, **kwargs):
    """The outcomes that are possible now."""
    steps = {one.action for one in workflow.available(current_user, row) if one.refusal is None}
    last = clocks.latest_rectification(row, clock.today())
    return forms.ConcludeForm(**kwargs).offer(steps, last)


def page_of(row, **typed):
    """The page; `typed` are forms as they came back."""
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
        asked=pages.asked_points(row),
        reads_project=allowed(current_user, row.project, may.READ_PROJECT),
        departing=pages.departing(row, current_user),
        not_retested=pages.not_retested(row) if reads else [],
        steps=steps,
        forms=_blank(row, steps) | typed,
        answer_by=next((one.reply_due_at for one in _asked(row)), None),
        accept=ACCEPT,
        crumbs=_crumbs(row),
    )


def experts_page(row, form):
    """The experts who may be asked, best first, with what is known of their ties and of their year."""
    name = request.args.get("name", "").strip()[:40]
    here = url_for("delivery.milestone", code=row.project.code, number=row.number)
    home = url_for("delivery.detail", code=row.project.code)
    return render_template(
        "challenge/delivery/milestones/experts.html",
        milestone=row,
        project=row.project,
        form=form,
        find=name,
        candidates=experts.candidates(row, SHOWN, name),
        due_at=clocks.opinion_due(row, clock.now()),
        most=rulepack.value(row, "expert_reviews_per_year"),
        crumbs=crumbs_of(
            (row.project.code, home), (in_words(f"里程碑 {row.number}"), here), ("请专家评估", None)
        ),
    )


def _crumbs(row):
    """An expert who was asked sees this page alone."""
    label = in_words(f"里程碑 {row.number}")
    if allowed(current_user, row.project, may.READ_PROJECT):
        return of_project(row.project, label)
    return [*crumbs_of()[:1], (label, None)]


def _blank(row, steps):
    """The forms this person may use now."""
    shown = dict.fromkeys(FORMS)
    if "submit" in steps and rules.project_is_active(row) is None:
        shown["evidence"] = forms.evidence_form(row, formdata=None)
    if "comment" in steps and steps["comment"].refusal is None:
        shown["comment"] = forms.CommentForm(formdata=None)
    if rules.concludes(current_user, row) and rules.project_is_active(row) is None:
        shown |= _officer_forms(row, steps)
    if "second_pass" in steps and rules.project_is_active(row) is None:
        shown["second"] = forms.SecondForm(formdata=None)
    return shown | _expert_forms(row)


def _officer_forms(row, steps):
    shown = {}
    if row.state in rules.IN_HAND:
        shown["test"] = forms.check_form(row.project, row, formdata=None)
    if rules.asks_for_retest(current_user, row):
        shown["retest"] = forms.RetestForm(formdata=None, data={"again": row.retest}).offer(row)
    if row.state is M.COMMENTED:
        shown["conclude"] = conclude_form(row, formdata=None)
    if "fail_late" in steps and steps["fail_late"].refusal is None:
        shown["late"] = ReasonForm(formdata=None)
    return shown


def _asked(row):
    return [one for one in rules.of_round(row, Source.EXPERT) if one.user_id == current_user.id]


def _expert_forms(row):
    mine = next(iter(_asked(row)), None)
    if mine is None or mine.given_at or mine.declined_at or row.state not in rules.IN_HAND:
        return {}
    if mine.accepted_at is None:
        return {"answer": forms.FreeForm(formdata=None)}
    return {"opinion": forms.opinion_form(row.project, formdata=None)}
