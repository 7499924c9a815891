"""The gates as views use them: `@public` and `@requires(...)` of a page, `load(...)` of a row, `step_of(...)` of a step."""

import functools

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user

from core import phrasing, workflow
from core.database import db


def public(view):
    """Anybody may open this page."""
    view.gate = "public"
    return view


def requires(*kinds):
    """Only people for whom one of the questions `kind(user) -> bool` is answered yes may open this page."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(*args, **kwargs):
            if not current_user.is_authenticated:
                return to_sign_in()
            if not any(kind(current_user) for kind in kinds):
                abort(403)
            return view(*args, **kwargs)

        guarded.gate = " | ".join(kind.__name__ for kind in kinds)
        return guarded

    return decorate


def is_signed_in(user):
    """Has signed in, whatever the role."""
    return user.is_authenticated


def asks_sign_in(endpoint):
    """Only those who have signed in may open this page."""
    return getattr(current_app.view_functions.get(endpoint), "gate", "public") != "public"


def to_sign_in():
    """To the sign-in, which leads back: to this page, or to the one whose form was sent and is not kept."""
    referrer = request.referrer or ""
    page = (
        referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else None
    )
    if request.method == "GET":
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    return redirect(url_for("auth.sign_in", next=page, sent="yes"))


def may(user, row, reasons):
    """True when any of the reasons `(user, row) -> bool` holds; the evaluator of all permission maps."""
    return any(reason(user, row) for reason in reasons)


def load(model, key, reasons, *, by="id"):
    """The row whose `by` equals `key`, if the signed-in person may see it for one of `reasons`; else 404."""
    row = db.session.scalar(db.select(model).filter_by(**{by: key}))
    if row is None or not may(current_user, row, reasons):
        abort(404)
    phrasing.note_subject(row)
    return row


def step_of(subject, action):
    """The row of the table for this step; 404 where there is none.

    Whoever opens the page of a step that cannot be made now is refused with the reason before anything is typed.
    """
    found = next((one for one in workflow.steps_of(subject) if one.action == action), None) or abort(404)
    if request.method == "GET" and (refused := workflow.refusal(current_user, subject, action)):
        raise workflow.Refused(refused)
    return found


def register(app):
    """Refuse every endpoint that declares no gate: a forgotten decorator must not open a door."""

    @app.before_request
    def _closed_unless_declared():
        if request.endpoint in (None, "static", "bootstrap.static"):
            return
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "gate"):
            raise LookupError(f"endpoint {request.endpoint} declares no gate")
