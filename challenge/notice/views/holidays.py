"""The holiday table: one page a year, days added, changed and removed with their source."""

import datetime as dt

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts.rules import is_officer
from challenge.notice import actions, queries, text
from challenge.notice.forms import ActionForm, HolidayForm
from challenge.notice.views.blueprint import bp
from core import clock, history, workdays
from core.formats import date_zh
from core.gates import requires

KINDS = {workdays.REST: "放假", workdays.WORK: "调休上班"}


@bp.get("/desk/challenges/holidays")
@requires(is_officer)
def holidays():
    """Exceptions of one year; `day` fills the form with an entry that is to be changed."""
    year = request.args.get("year", clock.today().year, type=int)
    year = year if _is_year(year) else clock.today().year
    rows = {one.day.isoformat(): one for one in queries.holidays(year)}
    return _page(year, HolidayForm(formdata=None, obj=rows.get(request.args.get("day", ""))))


def _is_year(year):
    return 2020 <= year <= 2099


@bp.post("/desk/challenges/holidays")
@requires(is_officer)
def set_holiday():
    """Add or change a day."""
    form = HolidayForm()
    if not form.validate():
        year = form.day.data.year if form.day.data and _is_year(form.day.data.year) else clock.today().year
        return _page(year, form), 422
    day = form.day.data, form.kind.data, form.name.data, form.source.data
    moves = actions.foreseen(actions.set_holiday, current_user, *day)
    if moves and not form.confirmed.data:
        return _page(form.day.data.year, form, moves), 422
    _tell("节假日表已更新", actions.set_holiday(current_user, *day))
    return redirect(url_for("notice.holidays", year=form.day.data.year))


@bp.route("/desk/challenges/holidays/<day>/remove", methods=["GET", "POST"])
@requires(is_officer)
def drop_holiday(day):
    """Remove a day, after a page that says what follows."""
    row, form = _find(day), ActionForm()
    if row is None and request.method == "POST" and queries.was_dropped(day):
        flash("这一天已从节假日表中删去。", "good")
        return redirect(url_for("notice.holidays", year=day[:4]))
    if row is None:
        abort(404)
    if form.validate_on_submit():
        _tell("已从节假日表中删去", actions.drop_holiday(current_user, row.day))
        return redirect(url_for("notice.holidays", year=row.day.year))
    said = _said(actions.foreseen(actions.drop_holiday, current_user, row.day))
    row = _find(day)
    crumbs = [("工作台", "/desk"), ("节假日表", url_for("notice.holidays")), ("删去", None)]
    return render_template("challenge/notice/drop_holiday.html", row=row, form=form, said=said, crumbs=crumbs)


def _said(moves):
    """Which running notices a change would lengthen, as sentences."""
    return [f"公示 {code} 将顺延至 {date_zh(day)} 24:00。" for code, day in moves]


def _tell(done, later):
    ends = [f"{one.code} 顺延至 {date_zh(text.last_day_of(one))} 24:00" for one in later]
    said = "；公示 " + "，".join(ends) if ends else "，正在进行的公示截止时间不变"
    flash(f"{done}{said}。", "good")


def _find(day):
    try:
        return queries.holiday(dt.date.fromisoformat(day))
    except ValueError:
        return None


def _page(year, form, moves=()):
    return render_template(
        "challenge/notice/holidays.html",
        year=year,
        years=[
            (f"{one} 年", url_for("notice.holidays", year=one), one == year)
            for one in queries.holiday_years()
        ],
        rows=queries.holidays(year),
        kinds=KINDS,
        missing=workdays.missing(year),
        said=_said(moves),
        form=form,
        entries=history.shown(history.entries_of("holidays")[:20], note=history.no_note),
        crumbs=[("工作台", "/desk"), ("节假日表", None)],
    )
