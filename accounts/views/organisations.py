"""Administration of organisations (/desk/accounts/organisations)."""

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from accounts import permissions, queries
from accounts.models import Organisation
from accounts.rules import administers_accounts
from accounts.states import COUNTIES, Nature, OrganisationState
from accounts.views.steps import step_page
from core.gates import load, requires
from core.listing import Filter, Listing, equals
from core.workflow import available

bp = Blueprint("organisations", __name__, url_prefix="/desk/accounts/organisations")

ID = "int(max=2147483647)"
COLUMNS = (
    ("名称", lambda row: row.name),
    ("统一社会信用代码", lambda row: row.credit_code),
    ("性质", lambda row: row.nature.label),
    ("县区", lambda row: row.county),
    ("状态", lambda row: row.state.label),
)


def _search(statement, value):
    by_name = Organisation.name.icontains(value, autoescape=True)
    return statement.where(by_name | Organisation.credit_code.icontains(value, autoescape=True))


def _filters():
    states = tuple((one.value, one.label) for one in OrganisationState)
    natures = tuple((one.value, one.label) for one in Nature)
    return [
        Filter("q", "名称或信用代码", _search, kind="text"),
        Filter("state", "状态", equals(Organisation.state, OrganisationState), states),
        Filter("nature", "性质", equals(Organisation.nature, Nature), natures),
        Filter("county", "县区", equals(Organisation.county), tuple((one, one) for one in COUNTIES)),
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
        history=queries.history_of(row),
    )


@bp.route(f"/<{ID}:organisation_id>/steps/<string(maxlength=40):action>", methods=["GET", "POST"])
@requires(administers_accounts)
def step(organisation_id, action):
    """Approve, refuse, stop, resume."""
    row = load(Organisation, organisation_id, permissions.ADMINISTER_ORGANISATION)
    return step_page(row, action, back=url_for("organisations.page", organisation_id=row.id))
