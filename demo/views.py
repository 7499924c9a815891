"""The page of the demonstration clock; outside a demonstration it does not exist."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from core import settings
from core.gates import public
from demo import actions, queries
from demo.forms import AdvanceForm

bp = Blueprint("demo", __name__)
QUICK = (1, 7)


def _only_in_demonstration():
    if not current_app.config["DEMO"]:
        abort(404)


def _page(form):
    shifted, coming = settings.get(actions.KEY, 0), queries.coming()
    return render_template("demo/clock.html", form=form, shifted=shifted, coming=coming, quick=QUICK)


@bp.get("/demo/clock")
@public
def clock():
    """Where the clock stands, and what it meets next."""
    _only_in_demonstration()
    return _page(AdvanceForm())


@bp.post("/demo/clock")
@public
def advance():
    """Move the clock on."""
    _only_in_demonstration()
    form = AdvanceForm()
    if not form.validate_on_submit():
        return _page(form), 422
    actor = current_user if current_user.is_authenticated else None
    actions.advance(actor, form.days.data)
    flash(f"演示时钟已拨快 {form.days.data} 天。", "success")
    return redirect(url_for("demo.clock"))
