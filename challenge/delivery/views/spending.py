"""What the team spends: the list of entries, the form for a new one, striking out a wrong one."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts.rules import is_auditor, is_bureau, is_enterprise, is_expert, is_researcher
from challenge.delivery.ledger import actions, balances, days, queries, sides, vouchers
from challenge.delivery.ledger.forms import ExpenseForm, StrikeForm
from challenge.delivery.states import Account, Payer
from challenge.delivery.views.blueprint import bp, crumbs_of, of_project, project_of
from challenge.posting.forms.uploads import sent_file
from core import files
from core.gates import requires
from core.listing import Listing, attachment
from core.workflow import Refusal, Refused

TEAM = (is_researcher, is_enterprise, is_expert)
READERS = (is_bureau, is_auditor, *TEAM)


@bp.get("/<code>/expenses")
@requires(*READERS)
def expenses(code):
    """Entries of a project, with what is left of each payer's money."""
    project = project_of(code, may.READ_EXPENSES)
    listing = Listing(
        queries.expenses_of(project, sides.reads_spending(current_user, project)),
        sorts=queries.EXPENSE_SORTS,
        filters=queries.EXPENSE_FILTERS,
        columns=queries.EXPENSE_COLUMNS,
        name=f"支出-{code}",
    )
    return listing.download() if listing.is_export else _page(project, listing)


@bp.route("/<code>/expenses/new", methods=["GET", "POST"])
@requires(*TEAM)
def enter_expense(code):
    """Enter what was spent."""
    project = _open_accounts(code)
    form = _form(project)
    upload = sent_file(form.file) if form.validate_on_submit() and _fits(project, form) else None
    if form.is_submitted() and not form.errors:
        payer = Payer(form.payer.data)
        actions.spend(current_user, project, payer, form.amount_fen.data, _facts(form), upload)
        flash("已登记支出。", "good")
        return redirect(url_for("delivery.expenses", code=code))
    crumbs = of_project(project, "登记支出")
    page = render_template("challenge/delivery/expense.html", project=project, form=form, crumbs=crumbs)
    return page, 422 if form.errors else 200


@bp.route("/<code>/expenses/<int:number>/strike", methods=["GET", "POST"])
@requires(*TEAM)
def strike_expense(code, number):
    """Strike out a wrong entry, with a reason."""
    project = _open_accounts(code)
    found, form = _entry(project, number), StrikeForm()
    if not sides.spends(current_user, project, found.payer):
        abort(404)
    if form.validate_on_submit():
        actions.strike(current_user, found, form.reason.data)
        flash("已冲销，金额回到结余。", "good")
        return redirect(url_for("delivery.expenses", code=code))
    crumbs = crumbs_of((code, url_for("delivery.detail", code=code)), ("冲销支出", None))
    said = {"project": project, "expense": found, "form": form, "crumbs": crumbs}
    return render_template("challenge/delivery/strike.html", **said), 422 if form.errors else 200


@bp.get("/<code>/expenses/<int:number>/file")
@requires(*READERS)
def expense_file(code, number):
    """The voucher that was uploaded with an entry."""
    project = project_of(code, may.READ_EXPENSES)
    found = _entry(project, number)
    if found.blob is None or found.payer not in sides.reads_spending(current_user, project):
        abort(404)
    return attachment(files.read(found.blob, encrypted=True), found.file_name, found.file_mime)


def _open_accounts(code):
    """The project in whose accounts this reader still writes; what is closed is said before anything is typed."""
    project = project_of(code, may.ENTER_EXPENSES)
    if found := actions.closed_fault(project):
        raise Refused(Refusal("needs", found))
    return project


def _entry(project, number):
    return next((one for one in project.expenses if one.id == number), None) or abort(404)


def _form(project):
    form = ExpenseForm()
    held = balances.balances(project)
    form.ask_again(vouchers.used_by_expense(project, form.voucher.data) if form.is_submitted() else None)
    there = [one for one, mine in held.items() if mine[Account.RECEIVED] > 0]
    mine = [one for one in there if sides.spends(current_user, project, one)]
    form.offer(mine, actions.lines(project))
    return form


def _fits(project, form):
    """Sum and day agree with what has arrived of this payer's money; what does not is told at its field."""
    payer = Payer(form.payer.data)
    found = {
        form.amount_fen: actions.expense_fault(project, payer, form.amount_fen.data),
        form.spent_on: days.fault(form.spent_on.data, days.of_expense(project, payer)),
    }
    for field, said in found.items():
        if said:
            field.errors = [said]
    return not any(found.values())


def _facts(form):
    facts = {name: form[name].data for name in ("spent_on", "text", "voucher")}
    return facts | {"line": form.line.data if "line" in form else ""}


def _page(project, listing):
    shown, closed = sides.reads_spending(current_user, project), actions.closed_fault(project)
    spends = [one for one in Payer if sides.spends(current_user, project, one)]
    budget = actions.lines(project) if len(shown) == len(Payer) else []
    return render_template(
        "challenge/delivery/expenses.html",
        project=project,
        listing=listing,
        held=[(payer, mine) for payer, mine in balances.balances(project).items() if payer in shown],
        account=Account,
        lines=queries.by_line(project, budget) if budget else [],
        is_whole=len(shown) == len(Payer),
        spends=[] if closed else spends,
        closed=closed if spends else None,
        crumbs=of_project(project, "支出"),
    )
