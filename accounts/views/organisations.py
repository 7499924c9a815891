"""Administration of organisations (/desk/accounts/organisations)."""

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from accounts import conflict, permissions, queries, shareholding
from accounts.actions.organisations import (
    change_organisation,
    obstacle_to_parent,
    remove_former_name,
)
from accounts.corrections import Correction, waiting_of
from accounts.forms import ReasonForm
from accounts.models import Organisation
from accounts.namesakes import namesakes, namesakes_of
from accounts.organisation_form import OrganisationForm
from accounts.rules import administers_accounts
from accounts.states import COUNTIES, OUTSIDE, CorrectionState, Nature, OrganisationState
from accounts.views.steps import step_page
from core import history
from core.errors import Conflict
from core.gates import load, may, requires
from core.listing import Filter, Listing, equals
from core.spelling import same
from core.workflow import apply, available

bp = Blueprint("organisations", __name__, url_prefix="/desk/accounts/organisations")

ID = "int(max=2147483647)"
COLUMNS = (
    ("名称", lambda row: row.name),
    ("统一社会信用代码", lambda row: row.credit_code),
    ("性质", lambda row: row.nature.label),
    ("所在地", lambda row: row.county or OUTSIDE),
    ("上级单位", lambda row: row.parent.name if row.parent else ""),
    ("法定代表人", lambda row: row.legal_person),
    ("股东", lambda row: "；".join(shareholding.text_of(row).splitlines())),
    ("状态", lambda row: row.state.label),
)


def _search(statement, value):
    return statement.where(Organisation.id.in_(queries.organisations_called(value)))


def _lies_in(statement, value):
    return statement.where(Organisation.county == ("" if value == OUTSIDE else value))


def _asks(statement, _value):
    waiting = sa.select(Correction.organisation_id).filter_by(state=CorrectionState.WAITING)
    return statement.where(Organisation.id.in_(waiting))


def _filters():
    states = tuple((one.value, one.label) for one in OrganisationState)
    natures = tuple((one.value, one.label) for one in Nature)
    return [
        Filter("q", "名称或信用代码", _search, kind="text"),
        Filter("state", "状态", equals(Organisation.state, OrganisationState), states),
        Filter("nature", "性质", equals(Organisation.nature, Nature), natures),
        Filter("asked", "更正申请", _asks, (("yes", "待核对"),)),
        Filter("county", "所在地", _lies_in, tuple((one, one) for one in (*COUNTIES, OUTSIDE))),
    ]


def _listing():
    return Listing(
        queries.visible_organisations(current_user),
        sorts={
            "-created": ("登记时间", (Organisation.created_at, Organisation.id)),
            "name": ("名称", Organisation.name),
            "code": ("信用代码", Organisation.credit_code),
        },
        filters=_filters(),
        columns=COLUMNS,
        name="单位",
    )


@bp.get("")
@requires(administers_accounts)
def index():
    """All organisations."""
    listing = _listing()
    if listing.is_export:
        return listing.download()
    return render_template(
        "accounts/organisations/index.html", listing=listing, waiting=queries.waiting_counts()
    )


@bp.get(f"/<{ID}:organisation_id>")
@requires(administers_accounts)
def page(organisation_id):
    """One organisation: facts, people, steps, history."""
    row = load(Organisation, organisation_id, permissions.ADMINISTER_ORGANISATION)
    return render_template(
        "accounts/organisations/page.html",
        row=row,
        people=queries.people_of(row),
        choices=available(current_user, row),
        history=history.shown(history.entries_of(f"organisation:{row.id}")),
        namesakes=namesakes_of(row),
        correction=waiting_of(row),
        may_edit=may(current_user, row, permissions.EDIT_ORGANISATION),
    )


@bp.route(f"/<{ID}:organisation_id>/edit", methods=["GET", "POST"])
@requires(administers_accounts)
def edit(organisation_id):
    """Correct name, nature, place, industry, parent."""
    row = load(Organisation, organisation_id, permissions.EDIT_ORGANISATION)
    form = OrganisationForm(data=_proposed(row))
    if form.validate_on_submit() and _fits(row, form):
        try:
            flash("单位资料已保存。" if _change(row, form) else "资料没有变化。", "success")
            _confirm_asked(row)
            return redirect(url_for("organisations.page", organisation_id=row.id))
        except Conflict:
            others = conflict.changes_since(row, form.opened.data)
            form.opened.data = None
            return _edit_page(row, form, others), 409
    return _edit_page(row, form), 422 if form.is_submitted() else 200


def _asked(row):
    """The request of the organisation that this edit answers, or None."""
    waiting = waiting_of(row) if "correction" in request.args else None
    return waiting if waiting and str(waiting.id) == request.args["correction"] else None


def _proposed(row):
    asked = _asked(row)
    wanted = asked.wanted | {"reason": asked.reason} if asked else {}
    return conflict.stored(row) | wanted


def _confirm_asked(row):
    asked = _asked(row)
    if asked is not None:
        apply(current_user, asked, "confirm")


def _change(row, form):
    return change_organisation(
        current_user,
        row,
        form.facts(_parent(form)),
        form.reason.data,
        opened=form.opened.data or "",
        asked_by=asked.author_id if (asked := _asked(row)) else None,
        misspelt=form.renaming.data == "misspelt" and form.name.data != row.name,
    )


def _edit_page(row, form, changes=()):
    form.opened.data = form.opened.data or conflict.opened_with(row)
    others = namesakes(form.former_name.data, row) if form.former_name.data else []
    return render_template(
        "accounts/organisations/edit.html",
        row=row,
        form=form,
        changes=changes,
        namesakes=others,
        correction=_asked(row),
    )


def _parent(form):
    return queries.approved_organisation(form.parent_code.data) if form.parent_code.data else None


def _fits(row, form):
    """The name is nobody else's and the parent can stand above; else the sentences stand at the fields."""
    if not same(form.name.data, row.name):
        _name_fits(row, form)
    return parent_fits(row, form)


def parent_fits(row, form):
    """The parent is registered and can stand above; nothing else is wrong either."""
    parent = _parent(form)
    if form.parent_code.data and parent is None:
        form.parent_code.errors = ["没有找到这个信用代码的已审核单位，请核对，或先登记上级单位。"]
    elif parent is not None and obstacle_to_parent(row, parent):
        form.parent_code.errors = [obstacle_to_parent(row, parent)]
    return not form.errors


def _name_fits(row, form):
    others = namesakes(form.name.data, row)
    if others and others[0].until is None:
        form.name.errors = [f"{others[0].sentence}，请核对名称与信用代码。"]
        return
    if not form.says_why_renamed:
        form.renaming.errors = ["名称有改动，请选择是单位更名，还是更正错字。"]
    if others:
        form.confirms_former_name()


@bp.route(f"/<{ID}:organisation_id>/former-names/<{ID}:name_id>/remove", methods=["GET", "POST"])
@requires(administers_accounts)
def drop_name(organisation_id, name_id):
    """Remove a former name that was none."""
    row = load(Organisation, organisation_id, permissions.EDIT_ORGANISATION)
    former = next((one for one in row.former_names if one.id == name_id), None)
    if former is None:
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        remove_former_name(current_user, row, former, form.reason.data)
        flash("曾用名已删除。", "success")
        return redirect(url_for("organisations.page", organisation_id=row.id))
    body = render_template("accounts/organisations/drop_name.html", row=row, former=former, form=form)
    return body, 422 if form.is_submitted() else 200


@bp.route(f"/<{ID}:organisation_id>/steps/<string(maxlength=40):action>", methods=["GET", "POST"])
@requires(administers_accounts)
def step(organisation_id, action):
    """Approve, refuse, stop, resume."""
    row = load(Organisation, organisation_id, permissions.ADMINISTER_ORGANISATION)
    back, others = url_for("organisations.page", organisation_id=row.id), namesakes_of(row)
    return step_page(row, action, back=back, namesakes=others if action == "approve" else ())
