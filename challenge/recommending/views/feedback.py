"""合适 / 不合适: feedback on a recommended expert, by one click on the list or with a reason on its own page."""

from flask import abort, flash, redirect, render_template, request
from flask_login import current_user

from accounts.rules import is_officer
from challenge.posting.models import Challenge
from challenge.posting.rules import may_post
from challenge.recommending import actions, queries
from challenge.recommending.forms import FeedbackForm
from challenge.recommending.views.blueprint import KINDS, bp
from core.gates import load, requires
from core.looks import record_look

PATH = "/desk/challenges/<code>/<any(solvers,candidates):page>/<int(max=2147483647):profile_id>/feedback"
BACK = ("pool", "region", "unit", "title", "load", "order")


def _asked(code, page, profile_id):
    """(kind of page, list, expert, what the reader has said), for those who may say whether experts fit."""
    kind = KINDS[page]
    challenge = load(Challenge, code, kind.judges, by="code")
    profile = queries.candidate(profile_id, kind.purpose)
    if profile is None:
        abort(404)
    record_look(current_user, kind.name, challenge)
    return kind, challenge, profile, queries.feedback_of(current_user, challenge, profile, kind.purpose)


def _back(kind, challenge, profile):
    kept = {name: request.args[name] for name in BACK if name in request.args}
    # "page" is the kind of page in this address.
    number = request.args.get("page_number", type=int)
    address = kind.url(challenge, **kept, **({"page": number} if number else {}))
    return redirect(f"{address}#expert-{profile.id}")


@bp.get(PATH)
@requires(may_post, is_officer)
def feedback(code, page, profile_id):
    """What was said, to be changed or completed with a reason."""
    kind, challenge, profile, said = _asked(code, page, profile_id)
    form = FeedbackForm(
        fits=("yes" if said.fits else "no") if said else None, reason=said.reason if said else ""
    )
    facts = {"kind": kind, "challenge": challenge, "profile": profile, "said": said, "form": form}
    return render_template("challenge/recommend/feedback.html", **facts)


@bp.post(PATH)
@requires(may_post, is_officer)
def judge(code, page, profile_id):
    """Keep what was said."""
    kind, challenge, profile, said = _asked(code, page, profile_id)
    form = FeedbackForm()
    if not form.validate():
        facts = {"kind": kind, "challenge": challenge, "profile": profile, "said": said, "form": form}
        return render_template("challenge/recommend/feedback.html", **facts), 422
    fits = form.fits.data == "yes"
    actions.judge(current_user, challenge, profile, kind.purpose, fits, form.reason.data or "")
    flash(f"已记录您对{profile.name}的评价，只用于评估推荐成效。", "success")
    return _back(kind, challenge, profile)


@bp.post(PATH + "/withdraw")
@requires(may_post, is_officer)
def withdraw(code, page, profile_id):
    """Take back what was said."""
    kind, challenge, profile, said = _asked(code, page, profile_id)
    if said is not None:
        actions.withdraw(current_user, said)
        flash(f"已撤回您对{profile.name}的评价。", "success")
    return _back(kind, challenge, profile)
