"""The bureau's pages of custody: who is enrolled and can open what; a newcomer is admitted to an existing list."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from accounts import attempts
from accounts.rules import is_leader, is_officer, is_supervisor
from accounts.stepup import stepped_up
from challenge.custody import actions, queries, rules
from challenge.custody.forms import AdmitForm
from challenge.custody.presenting import carried_out
from challenge.custody.views.blueprint import bp
from challenge.posting.models import Challenge
from core import settings
from core.formats import moment
from core.gates import load, requires
from core.listing import Listing

BUREAU = (is_officer, is_supervisor, is_leader)


def roles_of(custodian):
    """Roles of a custodian in words."""
    return "、".join(sorted(role.label for role in custodian.user.roles & set(rules.OPENERS)))


def state_of(custodian):
    """Whether the custodian can still take part."""
    if custodian.retired_at is not None:
        return "已退出"
    return "在册" if custodian.user.is_active else "账号已停用"


@bp.get("/desk/custodians")
@requires(*BUREAU)
def index():
    """All custodians with the lists each can help to open, and those lists with the pairs that can."""
    waiting = queries.waiting_pairs()
    held = queries.lists_by_custodian(waiting)
    listing = _listing(held)
    if listing.is_export:
        return listing.download()
    rows = [(one, roles_of(one), state_of(one), held.get(one.id, [])) for one in listing.rows]
    return render_template("challenge/custody/index.html", listing=listing, rows=rows, waiting=waiting)


def _listing(held):
    columns = [
        ("姓名", lambda one: one.user.display_name),
        ("角色", roles_of),
        ("登记时间", lambda one: moment(one.enrolled_at)),
        ("状态", state_of),
        ("可参与开启", lambda one: "、".join(row.code for row in held.get(one.id, []))),
    ]
    facts = {"sorts": queries.SORTS, "filters": queries.FILTERS, "columns": columns, "name": "保管人"}
    return Listing(queries.listed(), **facts)


@bp.get("/desk/challenges/<code>/custodians")
@requires(*BUREAU)
@stepped_up
def of_list(code):
    """How a list is sealed, who can open it, and the form to admit a custodian."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    return _page(challenge, _form(challenge, AdmitForm(None)))


@bp.post("/desk/challenges/<code>/custodians")
@requires(*BUREAU)
@stepped_up
def admit(code):
    """Two present custodians admit a third."""
    challenge = load(Challenge, code, may.READ_OPENING, by="code")
    form = _form(challenge, AdmitForm())
    if not form.validate():
        return _page(challenge, form), 422
    newcomer = form.newcomers[form.newcomer.data]
    admitting = lambda two: actions.admit(current_user, challenge, newcomer, two)  # noqa: E731 - one line, one use
    done, wait = carried_out(form, challenge, admitting)
    if not done:
        return attempts.answer(_page(challenge, form), wait) if wait else (_page(challenge, form), 422)
    flash(f"{newcomer.user.display_name}已可参与本榜单开标。", "good")
    return redirect(url_for("custody.of_list", code=code))


def _form(challenge, form):
    waits = rules.is_in_custody(challenge) and challenge.state in queries.UNOPENED
    form.offer(queries.holding(challenge) if waits else [])
    return form.offer_newcomers(queries.newcomers(challenge) if waits else [])


def _page(challenge, form):
    page = {
        "challenge": challenge,
        "sealing": rules.sealing_of(challenge),
        "form": form,
        "holding": [(one, roles_of(one)) for one in queries.holding(challenge)],
        "pairs": queries.pairs_of(challenge),
        "demo_passphrase": settings.get("demo_passphrase") if current_app.config["DEMO"] else None,
    }
    return render_template("challenge/custody/of_list.html", **page)
