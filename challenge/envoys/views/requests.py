"""Requests of enterprises: ask, the list, one page, steps."""

from flask import render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_county, is_enterprise
from challenge.envoys import actions, forms, queries
from challenge.envoys.models import EnvoyRequest
from challenge.envoys.views.blueprint import bp, crumbs_of, done, step_page, tabs_of
from core import workflow
from core.database import db
from core.gates import load, requires
from core.gates import may as allowed
from core.listing import Listing

READERS = (is_enterprise, is_bureau, is_county, is_auditor)


def _crumbs(*more):
    return crumbs_of(("特派员请求", url_for("envoys.requests")), *more)


@bp.get("/desk/envoys/requests")
@requires(*READERS)
def requests():
    """What enterprises have asked for."""
    listing = Listing(
        queries.visible_requests(current_user),
        sorts=queries.REQUEST_SORTS,
        filters=queries.REQUEST_FILTERS,
        columns=queries.REQUEST_COLUMNS,
        name="特派员请求",
    )
    if listing.is_export:
        return listing.download()
    said = {"listing": listing, "tabs": tabs_of("envoys.requests"), "asks": is_enterprise(current_user)}
    return render_template("challenge/envoys/requests.html", crumbs=crumbs_of(("特派员请求", None)), **said)


@bp.route("/desk/envoys/requests/new", methods=["GET", "POST"])
@requires(is_enterprise)
def ask():
    """An enterprise asks."""
    people = {one.code: one for one in db.session.scalars(queries.named()).unique()}
    form = forms.RequestForm(
        data={"industry": current_user.organisation.industry if current_user.organisation else ""}
    )
    form.wanted.offer([(code, f"{one.name}（{one.unit}）") for code, one in people.items()])
    if form.validate_on_submit() and _has_unit(form):
        said = form.topic.data, form.text.data, form.industry.data
        made = actions.ask(current_user, *said, people.get(form.wanted.data))
        return done("请求已送达科技局，安排后会收到站内信。", "envoys.request_page", code=made.code)
    page = render_template("challenge/envoys/ask.html", form=form, crumbs=_crumbs(("请求特派员", None)))
    return page, 422 if form.errors or form.form_errors else 200


def _has_unit(form):
    if current_user.organisation is None:
        form.form_errors.append("您的账号没有所在单位，请先联系管理员补充。")
    return not form.form_errors


@bp.get("/desk/envoys/requests/<code>")
@requires(*READERS)
def request_page(code):
    """One request."""
    row = load(EnvoyRequest, code, may.READ_ENVOY_REQUEST, by="code")
    return render_template(
        "challenge/envoys/request.html",
        row=row,
        choices=[one for one in workflow.available(current_user, row) if one.action != "arrange"],
        arranges=any(one.action == "arrange" for one in workflow.available(current_user, row)),
        missions=[one for one in row.missions if allowed(current_user, one, may.READ_MISSION)],
        crumbs=_crumbs((row.code, None)),
    )


@bp.route("/desk/envoys/requests/<code>/steps/<action>", methods=["GET", "POST"])
@requires(*READERS)
def request_step(code, action):
    """Refuse or withdraw it."""
    row = load(EnvoyRequest, code, may.READ_ENVOY_REQUEST, by="code")
    home = url_for("envoys.request_page", code=code)
    return step_page(row, action, ("refuse", "withdraw"), _step, row.topic, home, _crumbs((code, home)))


def _step(user, row, action, **facts):
    db.session.refresh(row, with_for_update={"of": EnvoyRequest})
    workflow.apply(user, row, action, **facts)
