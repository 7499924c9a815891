"""The ledger of a project, its transfers, and the list of all payments."""

from flask import render_template
from flask_login import current_user

import challenge.permissions as may
from challenge.delivery.contracts.rules import contract_in_force
from challenge.delivery.ledger import balances, checks, queries, sides
from challenge.delivery.states import Account, Payer
from challenge.delivery.views.blueprint import READERS, bp, crumbs_of, of_project, project_of
from core import charts, formats
from core.gates import may as allowed
from core.gates import requires
from core.listing import Listing


def _listing(statement, sorts, filters, name):
    return Listing(statement, sorts=sorts, filters=filters, columns=queries.COLUMNS, name=name)


@bp.get("/payments")
@requires(*READERS)
def payments():
    """All payments this person has to do with: the desk of finance."""
    listing = _listing(queries.listed_payments(current_user), queries.SORTS, queries.FILTERS, "拨付")
    if listing.is_export:
        return listing.download()
    return render_template(
        "challenge/delivery/payments.html",
        listing=listing,
        in_all=listing.sum_of("amount_fen"),
        receiver=sides.receiver_name,
        crumbs=crumbs_of(("拨付", None)),
    )


@bp.get("/<code>/ledger")
@requires(*READERS)
def ledger(code):
    """Plan, payments and balances of a project."""
    project = project_of(code)
    rows = queries.payments_of(current_user, project)
    listing = _listing(rows, queries.SORTS_OF_ONE, queries.OF_ONE, f"拨付-{code}")
    if listing.is_export:
        return listing.download()
    return render_template(
        "challenge/delivery/ledger.html",
        project=project,
        listing=listing,
        reads_expenses=allowed(current_user, project, may.READ_EXPENSES),
        crumbs=of_project(project, "经费台账"),
        account=project.final_account,
        **_shown(project),
    )


@bp.get("/<code>/transfers")
@requires(*READERS)
def transfers(code):
    """Every line of the ledger of a project."""
    project = project_of(code)
    listing = Listing(
        queries.transfers_of(project),
        sorts=queries.TRANSFER_SORTS,
        filters=queries.TRANSFER_FILTERS,
        columns=queries.TRANSFER_COLUMNS,
        name=f"转账-{code}",
    )
    if listing.is_export:
        return listing.download()
    crumbs = of_project(project, "转账记录")
    return render_template(
        "challenge/delivery/transfers.html", project=project, listing=listing, crumbs=crumbs
    )


def _shown(project):
    """Plan, balances and picture, and the rules that the money is held against."""
    found = contract_in_force(project)
    rows = balances.matrix(project)
    names = ("计划", "已解锁", "已到账")
    sums = zip(names, balances.sums(project), strict=True)
    return {
        "checks": checks.standing(project) if found else [],
        "check_reason": found.check_reason if found else "",
        "rows": rows,
        "payers": [one for one in Payer if any(one in cells for _, cells in rows)],
        "balances": list(balances.balances(project).items()),
        "accounts": list(Account),
        "chart": charts.bars([(name, fen, formats.wan(fen)) for name, fen in sums]),
    }
