"""Gates of a list before its publication: the officer in charge defines, changes, removes them."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge.delivery.race import defining, pages
from challenge.delivery.race.definition import fault
from challenge.delivery.race.forms import facts_of, gate_form
from challenge.delivery.race.terms import on_rest_day
from challenge.delivery.race.views.blueprint import bp, race_of
from core.gates import requires


@bp.get("/desk/challenges/<code>/gates")
@requires(is_officer)
def gates(code):
    """The gates so far, each with its rule in words and what is wrong with it."""
    challenge = race_of(code, may.DEFINE_GATES)
    rows = [(one, fault(one.row) or on_rest_day(one.row, one.row.held_on)) for one in pages.gates(challenge)]
    return render_template(
        "challenge/race/gates.html", challenge=challenge, rows=rows, crumbs=_crumbs(challenge)
    )


@bp.route("/desk/challenges/<code>/gates/new", methods=["GET", "POST"])
@requires(is_officer)
def new_gate(code):
    """One more gate."""
    challenge = race_of(code, may.DEFINE_GATES)
    return _edit(challenge, None)


@bp.route("/desk/challenges/<code>/gates/<int:number>", methods=["GET", "POST"])
@requires(is_officer)
def edit_gate(code, number):
    """Change a gate."""
    challenge = race_of(code, may.DEFINE_GATES)
    found = next((one for one in challenge.gates if one.number == number), None) or abort(404)
    return _edit(challenge, found)


@bp.post("/desk/challenges/<code>/gates/<int:number>/remove")
@requires(is_officer)
def remove_gate(code, number):
    """Remove a gate."""
    challenge = race_of(code, may.DEFINE_GATES)
    defining.remove(current_user, challenge, number)
    flash("已删除，后面的关口依次前移。", "good")
    return redirect(url_for("race.gates", code=code))


def _edit(challenge, gate):
    form = gate_form(challenge, gate)
    facts = facts_of(form) if form.validate_on_submit() else None
    if facts is not None:
        saved = defining.save(current_user, challenge, gate and gate.number, facts)
        flash(f"已保存{saved.title}。", "good")
        return redirect(url_for("race.gates", code=challenge.code))
    title = f"修改{gate.title}" if gate else "增加关口"
    page = {"form": form, "title": title, "crumbs": _crumbs(challenge, (title, None))}
    text = render_template("challenge/race/gate_form.html", challenge=challenge, **page)
    return text, 422 if form.errors else 200


def _crumbs(challenge, *more):
    here = ("赛马关口", url_for("race.gates", code=challenge.code) if more else None)
    desk = url_for("posting.desk_detail", code=challenge.code)
    return [("工作台", "/desk"), (challenge.code, desk), here, *more]
