"""The blueprint of contacts, and what its pages share."""

from flask import Blueprint, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.bidding.liaison import rules, turns
from challenge.bidding.liaison.forms import AnswerForm, ConfirmForm
from challenge.bidding.liaison.models import Liaison
from challenge.bidding.liaison.states import AG
from core import workflow
from core.gates import load
from core.workflow import Refused

bp = Blueprint("liaison", __name__)


def liaison_of(code):
    """The contact of this code, for its two sides."""
    return load(Liaison, code, may.READ_LIAISON, by="code")


def crumbs_of(liaison=None, label=None):
    """The way to a page about contacts."""
    found = [("工作台", "/desk"), ("对接与协议", url_for("liaison.desk_list") if liaison else None)]
    if liaison is not None:
        found.append((liaison.code, url_for("liaison.detail", code=liaison.code) if label else None))
    return [*found, (label, None)] if label else found


def detail_page(liaison, *, contact=None, answer=None, confirm=None):
    """One contact as its side sees it now."""
    steps = {one.action: one for one in workflow.available(current_user, liaison)}
    agreement = rules.standing(liaison)
    signing = {one.action: one for one in workflow.available(current_user, agreement)} if agreement else {}
    mine = rules.speaks_for_team(current_user, liaison)
    return render_template(
        "challenge/liaison/detail.html",
        liaison=liaison,
        mine=mine,
        steps=steps,
        signing=signing,
        agreement=agreement,
        former=[one for one in liaison.agreements if one is not agreement],
        may_draft=_may_draft(liaison, agreement),
        contact=contact,
        answer=answer or (_blank_answer(liaison) if "connect" in steps else None),
        confirm=confirm or (ConfirmForm(formdata=None, digest=agreement.digest) if agreement else None),
        next_step=turns.next_of(liaison, mine),
        crumbs=crumbs_of(liaison),
    )


def _may_draft(liaison, agreement):
    closed = rules.list_takes_agreements(liaison) or rules.is_connected(liaison)
    return closed is None and (agreement is None or agreement.state is AG.OFFERED)


def _blank_answer(liaison):
    """What the list says of the demander's contact, to be confirmed."""
    of = liaison.challenge
    known = {"name": of.contact_name, "phone": of.contact_phone, "email": of.contact_email}
    return AnswerForm(formdata=None, data=known)


def sure_page(liaison, form, label, said):
    """Asks to confirm a step that cannot be undone; `said`: what will happen."""
    page = {
        "liaison": liaison,
        "form": form,
        "label": label,
        "said": said,
        "crumbs": crumbs_of(liaison, label),
    }
    return render_template("challenge/liaison/sure.html", **page), 422 if form.errors else 200


def refuse(refused):
    """A step that is not possible now has no page."""
    if refused:
        raise Refused(refused)
