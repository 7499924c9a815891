"""Yearly assessments: the list, the beginning of a year, one page for all sides."""

from flask import abort, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.envoys.assessment import actions, forms, pages, queries
from challenge.envoys.states import Grade
from challenge.envoys.views.blueprint import (
    bp,
    crumbs_of,
    done,
    only_if_possible,
    refused_in,
    step_page,
    tabs_of,
)
from core import clock
from core.gates import is_signed_in, requires
from core.gates import may as allowed
from core.listing import Listing

GENERIC = ("skip_report", "skip_opinion", "skip_answer", "finalise", "send_back")


def _crumbs(*more):
    return crumbs_of(("年度考核", url_for("envoys.assessments")), *more)


@bp.get("/desk/envoys/assessments")
@requires(is_signed_in)
def assessments():
    """Assessments this person has to do with."""
    return _list_page()


def _list_page(begin=None):
    listing = Listing(
        queries.listed_assessments(current_user),
        sorts=queries.SORTS,
        filters=queries.filters(),
        columns=queries.COLUMNS,
        name="科技特派员年度考核",
    )
    if listing.is_export:
        return listing.download()
    begins = is_officer(current_user)
    form = begin or (forms.BeginForm(formdata=None).offer_years(clock.today().year) if begins else None)
    said = {
        "listing": listing,
        "tabs": tabs_of("envoys.assessments"),
        "begin": form,
        "crumbs": crumbs_of(("年度考核", None)),
    }
    return render_template("challenge/envoys/assessment/list.html", points=queries.points_text, **said)


@bp.post("/desk/envoys/assessments")
@requires(is_officer)
def begin_year():
    """Begin a year for everybody who served in it."""
    form = forms.BeginForm().offer_years(clock.today().year)
    made = (
        refused_in(form, actions.begin_year, current_user, int(form.year.data)) if form.validate() else None
    )
    if made is None:
        return _list_page(form), 422
    return done(
        f"已启动 {form.year.data} 年度考核，共 {len(made)} 人。", "envoys.assessments", year=form.year.data
    )


def _assessment(code, year):
    row = queries.of_year(code, year)
    return row if row is not None and allowed(current_user, row, may.READ_ASSESSMENT) else abort(404)


@bp.get("/desk/envoys/assessments/<code>/<int(max=9999):year>")
@requires(is_signed_in)
def assessment(code, year):
    """One year of one envoy."""
    return _page(_assessment(code, year))


@bp.post("/desk/envoys/assessments/<code>/<int(max=9999):year>/report")
@requires(is_signed_in)
def report_year(code, year):
    """The envoy's own report."""
    row, form = _assessment(code, year), forms.ReportForm()
    only_if_possible(row, "report")
    if not form.validate():
        return _page(row, report=form), 422
    actions.step(current_user, row, "report", text=form.text.data)
    return done("已提交年度总结。", "envoys.assessment", code=code, year=year)


@bp.post("/desk/envoys/assessments/<code>/<int(max=9999):year>/opinion")
@requires(is_signed_in)
def opine_on_year(code, year):
    """The county's opinion."""
    row, form = _assessment(code, year), forms.OpinionForm()
    only_if_possible(row, "opine")
    if not form.validate():
        return _page(row, opine=form), 422
    actions.step(current_user, row, "opine", text=form.text.data, grade=Grade(form.grade.data))
    return done("已提交县区意见。", "envoys.assessment", code=code, year=year)


@bp.post("/desk/envoys/assessments/<code>/<int(max=9999):year>/grade")
@requires(is_officer)
def grade_year(code, year):
    """The bureau's grade, with the figures frozen."""
    row, form = _assessment(code, year), forms.GradeForm()
    only_if_possible(row, "grade")
    said = (Grade(form.grade.data), form.reason.data) if form.validate() else None
    if said is None or refused_in(form, _graded, row, said) is None:
        return _page(_assessment(code, year), grade=form), 422
    return done("已评定，考核数据已固定，等待本人意见。", "envoys.assessment", code=code, year=year)


def _graded(row, said):
    actions.grade(current_user, row, *said)
    return True


@bp.post("/desk/envoys/assessments/<code>/<int(max=9999):year>/answer")
@requires(is_signed_in)
def answer_grade(code, year):
    """What the envoy says of the grade."""
    row, form = _assessment(code, year), forms.AnswerForm()
    only_if_possible(row, "answer")
    if not form.validate():
        return _page(row, answer=form), 422
    actions.step(current_user, row, "answer", text=form.text.data)
    return done("已提交意见。", "envoys.assessment", code=code, year=year)


@bp.route("/desk/envoys/assessments/<code>/<int(max=9999):year>/steps/<action>", methods=["GET", "POST"])
@requires(is_signed_in)
def assessment_step(code, year, action):
    """A step that asks for a reason at most."""
    row, home = _assessment(code, year), url_for("envoys.assessment", code=code, year=year)
    act = _finalise if action == "finalise" else actions.step
    title = f"{row.envoy.name} {year} 年度考核"
    return step_page(row, action, GENERIC, act, title, home, _crumbs((f"{code} {year}", home)))


def _finalise(user, row, _action):
    actions.finalise(user, row)


def _page(row, **typed):
    title = f"{row.envoy.name} {row.year} 年度"
    page = pages.page_of(row, current_user, typed)
    return render_template(
        "challenge/envoys/assessment/assessment.html",
        one=row,
        page=page,
        points=queries.points_text,
        crumbs=_crumbs((title, None)),
    )
