"""Everything that came of one project, and the start of a registration by hand."""

from flask import flash, redirect, render_template
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.outcomes.kinds import KINDS
from challenge.delivery.outcomes.pages import offer_of
from challenge.delivery.outcomes.registering import actions
from challenge.delivery.outcomes.registering.rules import begins
from challenge.delivery.outcomes.views.blueprint import READERS, address_of, bp
from challenge.delivery.views.blueprint import of_project, project_of
from core.gates import may as allowed
from core.gates import requires


@bp.get("/of/<code>")
@requires(*READERS)
def of_project_page(code):
    """What came of one project."""
    project = project_of(code)
    rows = _rows(project)
    can_begin = begins(current_user, project) and contract_in_force(project) is not None
    return render_template(
        "challenge/delivery/outcomes/project.html",
        project=project,
        groups=[(kind, rows[key]) for key, kind in KINDS.items()],
        offer=offer_of(current_user, project),
        can_begin=[key for key in ("contracts", "results") if can_begin and not rows[key]],
        crumbs=of_project(project, "成果与跟踪"),
    )


def _rows(project):
    """{kind: records this reader may see}."""
    return {
        "contracts": [project.tech_contract] if project.tech_contract else [],
        "results": [project.achievement] if project.achievement else [],
        "follow-ups": project.follow_ups,
        "talents": [one for one in project.talents if allowed(current_user, one, may.READ_TALENT)],
    }


@bp.post("/of/<code>/<any(contracts, results):kind>")
@requires(*READERS)
def begin(code, kind):
    """Begin a registration by hand."""
    project = project_of(code, (begins,))
    row = actions.begin(current_user, project, KINDS[kind].model)
    flash(f"已生成{KINDS[kind].label}，请核对预填的内容。", "good")
    return redirect(address_of(KINDS[kind], row))
