"""The desk: each role's own list, and one page that carries everything about a demand."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge import rulepack
from challenge.posting import check, progress
from challenge.posting.actions import access, appraising
from challenge.posting.actions.drafting import attachments_of
from challenge.posting.content import demand_text
from challenge.posting.forms.desk import InviteForm, opinion_form
from challenge.posting.models import Invitee
from challenge.posting.queries import history, lists, similar
from challenge.posting.queries.access import invitees
from challenge.posting.steps import ASIDE, choices_of
from challenge.posting.views.blueprint import DESK, bp, demand_of, desk_url
from challenge.posting.views.links import desk_due, desk_links
from challenge.states import BIDDER_NEEDS
from core.gates import load, requires
from core.gates import may as allowed
from core.listing import Listing


@bp.get("/desk/challenges")
@requires(*DESK)
def desk_list():
    """Demands and lists this person has to do with."""
    listing = Listing(
        lists.desk_challenges(current_user),
        sorts=lists.DESK_SORTS,
        filters=lists.DESK_FILTERS,
        columns=lists.DESK_COLUMNS,
        name="需求与榜单",
    )
    if listing.is_export:
        return listing.download()
    page = {"listing": listing, "waits_for": progress.waits_for, "offers": lists.offers(current_user)}
    return render_template("challenge/posting/desk_list.html", **page)


@bp.get("/desk/challenges/<code>")
@requires(*DESK)
def desk_detail(code):
    """Everything about a demand on one page."""
    return render_template("challenge/posting/desk_detail.html", **_page(demand_of(code)))


def _page(challenge, contact=None):
    flags = check.flags_of(challenge, similar.look_alikes(challenge, current_user))
    choices = choices_of(current_user, challenge)
    return {
        "challenge": challenge,
        "flags": flags,
        "contact": contact,
        "choices": [one for one in choices if one.action not in ASIDE],
        "asides": [one for one in choices if one.action in ASIDE],
        "waits_for": progress.waits_for(challenge),
        "stages": progress.stages(challenge),
        "here": progress.here(challenge),
        "ended": progress.ended(challenge),
        "demand_text": demand_text,
        "needs": BIDDER_NEEDS,
        "attachments": attachments_of(challenge),
        "opinions": challenge.opinions,
        "criteria": rulepack.pack_of(challenge)["opinion_criteria"],
        "cancelling": history.cancelling_reason(challenge),
        "events": history.history(challenge, current_user),
        "versions": history.versions(challenge),
        "questions": history.questions(challenge) if challenge.published_at else [],
        "invitees": invitees(challenge),
        "links": desk_links(current_user, challenge),
        "due": desk_due(current_user, challenge),
        "may": {name: allowed(current_user, challenge, reasons) for name, reasons in _QUESTIONS.items()},
    }


_QUESTIONS = {
    "edit": may.EDIT_CHALLENGE,
    "contact": may.READ_CONTACT,
    "appraise": may.APPRAISE_CHALLENGE,
    "answer": may.ANSWER_QUESTION,
    "public": may.READ_PUBLIC_LIST,
}


@bp.post("/desk/challenges/<code>/contact")
@requires(*DESK)
def contact(code):
    """Show the contact data once, and keep who looked."""
    challenge = demand_of(code, may.READ_CONTACT)
    shown = access.look_at_contact(current_user, challenge)
    return render_template("challenge/posting/desk_detail.html", **_page(challenge, shown))


@bp.route("/desk/challenges/<code>/opinion", methods=["GET", "POST"])
@requires(*DESK)
def opinion(code):
    """Give or renew one's opinion by the criteria of the rule pack."""
    challenge = demand_of(code, may.APPRAISE_CHALLENGE)
    criteria = rulepack.pack_of(challenge)["opinion_criteria"]
    form = opinion_form(criteria, request.form or None, _own_opinion(challenge))
    if form.validate_on_submit():
        scores = {one["key"]: int(form[f"score_{one['key']}"].data) for one in criteria}
        recommends = form.recommends.data == "yes"
        appraising.add_opinion(current_user, challenge, scores, form.text.data, recommends=recommends)
        flash("论证意见已保存。", "success")
        return redirect(desk_url(challenge))
    flags = check.flags_of(challenge, similar.look_alikes(challenge, current_user))
    page = render_template("challenge/posting/opinion.html", challenge=challenge, form=form, flags=flags)
    return page, 422 if form.errors else 200


def _own_opinion(challenge):
    mine = next((one for one in challenge.opinions if one.author_id == current_user.id), None)
    if mine is None:
        return None
    scores = {f"score_{key}": str(points) for key, points in mine.scores.items()}
    return scores | {"text": mine.text, "recommends": "yes" if mine.recommends else "no"}


@bp.route("/desk/challenges/<code>/invitees", methods=["GET", "POST"])
@requires(*DESK)
def invite(code):
    """Organisations that may read the sections 定向可见."""
    challenge, form = demand_of(code, may.ANSWER_QUESTION), InviteForm()
    if form.validate_on_submit():
        try:
            unit = access.invite_organisation(current_user, challenge, form.credit_code.data)
            flash(f"已邀请{unit.name}。", "success")
            return redirect(url_for("posting.invite", code=code))
        except ValueError as error:
            form.credit_code.errors = [str(error)]
    page = {"challenge": challenge, "form": form, "invitees": invitees(challenge)}
    return render_template("challenge/posting/invitees.html", **page), 422 if form.errors else 200


@bp.post("/desk/challenges/<code>/invitees/<int(max=2147483647):number>/remove")
@requires(*DESK)
def uninvite(code, number):
    """Take an invitation back."""
    challenge = demand_of(code, may.ANSWER_QUESTION)
    row = load(Invitee, number, (lambda user, one: one.challenge_id == challenge.id,))
    access.withdraw_invitation(current_user, challenge, row)
    flash("已取消邀请。", "success")
    return redirect(url_for("posting.invite", code=code))
