"""Batch publication, re-publication and 变更公告."""

import contextlib
import datetime as dt

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_officer
from challenge import rulepack
from challenge.posting import check, conflict
from challenge.posting.actions import amending, publishing
from challenge.posting.actions.drafting import VersionConflict
from challenge.posting.deadlines import DeadlineRefused
from challenge.posting.forms.desk import MOST_REASON, PublishForm, RelistForm, amendment_form
from challenge.posting.forms.dressing import form_of
from challenge.posting.forms.fields import clean
from challenge.posting.forms.steps import FORMS, STEPS
from challenge.posting.models import Programme
from challenge.posting.queries.programmes import poolable, running_programmes
from challenge.posting.rules import deadline_to_come
from challenge.posting.steps import choices_of
from challenge.posting.views.blueprint import amendable, bp, demand_of, desk_url, refuse_unless_open
from core import clock, workdays, workflow
from core.database import db
from core.errors import Conflict
from core.gates import requires


def _usual_deadline():
    """After the usual time to bid, on a day on which people work."""
    days = rulepack.load()["rules"]["bid_days_default"]["value"]
    day = workdays.add_workdays(clock.today() + dt.timedelta(days=days - 1), 1)
    return clock.beijing_instant(day, dt.time(17, 30))


def _publish_form(kind):
    usual = {"deadline": _usual_deadline(), "reason": clean(request.args.get("reason", ""))[:MOST_REASON]}
    form = kind(data=usual if request.method == "GET" else None)
    return form.offer(db.session.scalars(running_programmes()).all())


def _programme(form):
    return db.session.get(Programme, int(form.programme.data))


@bp.route("/desk/challenges/publish", methods=["GET", "POST"])
@requires(is_officer)
def publish_batch():
    """Publish several lists at once: all, or none with the reason of each."""
    form, reasons = _publish_form(PublishForm), []
    wanted = [int(one[:9]) for one in request.values.getlist("challenge") if one.isdecimal()][:200]
    if form.validate_on_submit() and _something(form, wanted):
        try:
            done = publishing.publish_batch(current_user, wanted, _programme(form), form.deadline.data)
            flash(f"已发布 {len(done)} 个榜单。", "success")
            _warn(form.deadline.data)
            return redirect(url_for("posting.desk_list", state="open"))
        except publishing.NotPublished as refused:
            reasons = refused.reasons
    rows = [(one, check.flags_of(one)) for one in db.session.scalars(poolable(current_user))]
    page = {"form": form, "rows": rows, "wanted": wanted, "reasons": reasons}
    status = 422 if form.errors or reasons else 200
    return render_template("challenge/posting/publish.html", **page), status


def _something(form, wanted):
    if not wanted:
        form.programme.errors = ["请至少勾选一个已入库的需求。"]
    return wanted


def _warn(deadline):
    days = rulepack.load()["rules"]["bid_days_warn"]["value"]
    if deadline < clock.now() + dt.timedelta(days=days):
        flash(f"揭榜期少于 {days} 天，时间偏紧，请留意揭榜方的准备情况。", "warning")


@bp.get("/desk/challenges/<code>/publish")
@requires(is_officer)
def publish(code):
    """The batch page with this demand ticked."""
    return redirect(url_for("posting.publish_batch", challenge=demand_of(code).id))


@bp.route("/desk/challenges/<code>/relist", methods=["GET", "POST"])
@requires(is_officer)
def relist(code):
    """Put a lapsed list up again with a new deadline."""
    challenge, form = demand_of(code, may.AMEND_CHALLENGE), _publish_form(RelistForm)
    if form.validate_on_submit():
        publishing.relist(current_user, challenge, _programme(form), form.deadline.data, form.reason.data)
        flash("榜单已重新张榜。", "success")
        return redirect(desk_url(challenge))
    page = render_template("challenge/posting/relist.html", challenge=challenge, form=form)
    return page, 422 if form.errors else 200


@bp.get("/desk/challenges/<code>/amend")
@requires(is_officer)
def amend(code):
    """Which part is to change."""
    challenge = demand_of(code, may.AMEND_CHALLENGE)
    refuse_unless_open(challenge)
    refusal = next(one for one in choices_of(current_user, challenge) if one.action == "amend")
    return render_template(
        "challenge/posting/amend.html", challenge=challenge, steps=STEPS, refusal=refusal.refusal
    )


@bp.route("/desk/challenges/<code>/amend/<int:number>", methods=["GET", "POST"])
@requires(is_officer)
def amend_part(code, number):
    """Change one part of an open list: preview first, then the public announcement."""
    challenge = amendable(code)
    if number not in FORMS:
        abort(404)
    form = amendment_form(
        form_of(number, challenge), challenge, request.form if request.method == "POST" else None
    )
    if request.method == "GET":
        return _amend_page(challenge, number, form)
    if request.form.get("go", "").startswith("row-"):
        return _with_row(challenge, number, form)
    if not form.validate_on_submit():
        return _amend_page(challenge, number, form), 422
    return _amended(challenge, number, form)


def _with_row(challenge, number, form):
    name = request.form["go"].removeprefix("row-")
    if name in form.ROW_FIELDS:
        form[name].offer()
    return _amend_page(challenge, number, form)


def _amended(challenge, number, form):
    changes, seen = form.changes() | {"deadline": form.new_deadline()}, form.seen_version()
    try:
        if request.form.get("go") == "preview":
            return _amend_page(challenge, number, form, preview=amending.preview(challenge, changes))
        said = amending.amend(current_user, challenge, changes, form.reason.data, version=seen)
    except VersionConflict as other:
        return _overtaken(challenge, number, form, other.stored)
    except (Conflict, workflow.Refused) as refused:
        _blame(form, refused)
        return _amend_page(challenge, number, form), 422
    flash(said.told, "success")
    return redirect(desk_url(challenge))


def _blame(form, refused):
    """Say at the form, or at its deadline, why nothing was announced; other refusals have their own pages."""
    if isinstance(refused, DeadlineRefused):
        form.deadline.errors = [str(refused)]
    elif isinstance(refused, amending.NothingChanged):
        form.form_errors.append(str(refused))
    elif isinstance(refused, workflow.Refused) and refused.refusal.kind == "needs":
        form.form_errors.append(refused.refusal.sentence)
    else:
        raise refused


def _overtaken(challenge, number, form, stored):
    """Somebody announced something in between; perhaps it was the first of two clicks."""
    changes = form.changes() | {"deadline": form.new_deadline()}
    if amending.is_said(current_user, challenge, form.reason.data, form.seen_version()):
        with contextlib.suppress(DeadlineRefused):
            if not amending.preview(challenge, changes).changes:
                return redirect(desk_url(challenge))
    form.renew(challenge)
    return _amend_page(challenge, number, form, both=conflict.both_versions(stored, form.changes())), 409


def _amend_page(challenge, number, form, preview=None, both=None):
    return render_template(
        "challenge/posting/amend_part.html",
        challenge=challenge,
        number=number,
        steps=STEPS,
        form=form,
        preview=preview,
        both=both,
        late=deadline_to_come(challenge),
        clause=rulepack.cite(challenge, "change_extension_days"),
    )
