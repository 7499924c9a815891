"""Precedents of tolerance (容错案例), for everybody or whoever has signed in, as the rule pack has it."""

from flask import Blueprint, abort, render_template
from flask_login import current_user

from challenge.delivery.tolerance import precedents as cases
from core.gates import public, to_sign_in
from core.listing import Listing

bp = Blueprint("precedents", __name__)


@bp.get("/precedents")
@public
def listing():
    """All of them, with search and filters."""
    if not cases.may_read(current_user):
        return to_sign_in()
    found = Listing(
        cases.published(), sorts=cases.SORTS, filters=cases.filters(), columns=cases.COLUMNS, name="容错案例"
    )
    if found.is_export:
        return found.download()
    crumbs = [("容错案例", None)]
    return render_template("challenge/delivery/tolerance/precedents.html", listing=found, crumbs=crumbs)


@bp.get("/precedents/<code>")
@public
def detail(code):
    """One of them."""
    if not cases.may_read(current_user):
        return to_sign_in()
    row = cases.called(code) or abort(404)
    crumbs = [("容错案例", "/precedents"), (row.code, None)]
    return render_template("challenge/delivery/tolerance/precedent.html", precedent=row, crumbs=crumbs)
